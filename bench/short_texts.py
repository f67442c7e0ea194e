"""In which language a short text is taken to be: python bench/short_texts.py --data DIR

Real first lines (MEANTIME, SemEval 2022) and written items in thirteen languages, cut to 60 and 35 letters, with the
languages of their country expected, and with those of another. Halves by hash: one was looked at, the other only counted.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tocsin.read.language import guess

#: A country in which each language is at home, and, for 'another', one in which it is not.
HOMES = {
    "it": "IT", "nl": "NL", "es": "MX", "en": "GB", "fr": "FR", "de": "DE", "pl": "PL", "ru": "RU", "tr": "TR", "ar": "EG",
    "pt": "BR",
}  # fmt: skip
MOST = 250  # texts of one language


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Language and text; nothing where a set is missing."""
    for path in sorted((data / "labels").glob("written.*.jsonl")):
        yield from ((r["lang"], r["text"]) for r in map(json.loads, path.read_text("utf-8").splitlines()))
    for name, keys in (
        ("linking/meantime.en-es-it-nl.jsonl.gz", (("lang", "text"),)),
        ("similarity/semeval2022t8.pairs.jsonl.gz", (("lang1", "text1"), ("lang2", "text2"))),
    ):
        if (data / name).exists():
            with gzip.open(data / name, "rt", encoding="utf-8") as lines:
                for row in map(json.loads, lines):
                    yield from ((row[lang], row[text].split("\n")[0][:200]) for lang, text in keys)


def cut(text: str, letters: int) -> str:
    """The whole words of the first so many characters."""
    return text if len(text) <= letters else text[:letters].rsplit(" ", 1)[0]


def main() -> None:
    """Print the shares that are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    found = {text: lang for lang, text in texts(options.data) if lang in HOMES}
    if not found:
        print("short_texts: skipped, none of the sets is in the data folder")
        return
    seen: Counter[str] = Counter()
    right: Counter[tuple[int, str, str]] = Counter()
    every: Counter[tuple[int, str, str]] = Counter()
    for text in sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest()):
        lang = found[text]
        seen[lang] += 1
        if seen[lang] > MOST:
            continue
        half = ("looked at", "unseen")[hashlib.sha256(text.encode()).digest()[0] % 2]
        for letters in (60, 35):
            if sum(c.isalpha() for c in cut(text, letters)) < 20:
                continue
            for which, expected in (
                ("its country's", frozenset({lang, "en"})),
                ("another's", frozenset({"en", "sw"})),
            ):
                key = (letters, which, half)
                right[key] += guess(cut(text, letters), expected) == lang
                every[key] += 1
    for key in sorted(every):
        letters, which, half = key
        print(
            f"{letters} letters, {which:<14} languages expected, {half:<10} {right[key]}/{every[key]} {right[key] / every[key]:.3f}"
        )


if __name__ == "__main__":
    main()
