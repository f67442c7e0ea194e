"""How well stories are told apart in a stream: B-cubed F1 and adjusted Rand index on ECB+ and MEANTIME.

python bench/stories.py --data ../shared/data [--part train|test], or --file STREAM.jsonl[.gz] for another labelled stream:
a line for each text with `id`, `text`, `story`, and if known `title` and `lang`. Constants are tuned on the train part (ECB+ topics 1
to 12; MEANTIME's Airbus and Apple) only. ECB+ has for each topic a twin happening of the same kind; MEANTIME has each
text in four languages, a story being the four. Texts come in an order that mixes all topics, one a minute. The baseline
is the same single pass over plain words, at its best threshold on the part that is shown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from tocsin.link.stories import Stories
from tocsin.model import Report, digest, report
from tocsin.read.lexicon import folded_words

START = datetime(2024, 1, 1, tzinfo=UTC)


def ecb(data: Path, part: str) -> list[tuple[Report, str]]:
    """ECB+ reports with their story."""
    rows = _rows(data / "linking/ecbplus.topics01-24.jsonl.gz")
    kept = [row for row in rows if (row["topic"] <= 12) == (part == "train") and row["text"].strip()]
    return _stream((row["id"], row["title"] or "", row["text"], "en", row["story"]) for row in kept)


def meantime(data: Path, part: str) -> list[tuple[Report, str]]:
    """MEANTIME reports, four languages of each text being one story."""
    rows = _rows(data / "linking/meantime.en-es-it-nl.jsonl.gz")
    train = ("corpus_airbus", "corpus_apple")
    kept = [row for row in rows if row["topic"].startswith(train) == (part == "train")]
    return _stream(
        (f"{row['lang']}/{row['topic']}", "", row["text"], row["lang"], row["topic"]) for row in kept
    )


def labelled(path: Path) -> list[tuple[Report, str]]:
    """The reports of a file of one's own with their story."""
    kept = [row for row in _rows(path) if row["text"].strip()]
    return _stream(
        (str(row["id"]), row.get("title") or "", row["text"], row.get("lang", "und"), str(row["story"]))
        for row in kept
    )


def _rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _stream(rows: Iterable[tuple[str, str, str, str, str]]) -> list[tuple[Report, str]]:
    mixed = sorted(rows, key=lambda row: digest(row[0]))
    return [
        (
            report(
                name,
                text,
                title=title,
                published=START + timedelta(minutes=n),
                language=lang,
                external_id=name,
            ),
            story,
        )
        for n, (name, title, text, lang, story) in enumerate(mixed)
    ]


def by_tocsin(stream: list[tuple[Report, str]], **constants: float) -> dict[str, str]:
    """The story of each report."""
    stories = Stories(**constants)  # type: ignore[arg-type]
    for one, _ in stream:
        stories.add(one)
    return {one.id: stories.story_of(one.id) or one.id for one, _ in stream}


def by_words(stream: list[tuple[Report, str]], threshold: float) -> dict[str, str]:
    """The baseline: each report joins the most similar earlier one's group by tf-idf cosine of plain words."""
    seen: Counter[str] = Counter()
    earlier: list[tuple[dict[str, int], str]] = []
    found: dict[str, str] = {}
    for one, _ in stream:
        words = Counter(folded_words(one.whole))
        seen.update(set(words))
        rare = {word: math.log((len(earlier) + 2) / (seen[word] + 0.5)) for word in words}
        best, group = 0.0, one.id
        mine = math.sqrt(sum((n * rare[w]) ** 2 for w, n in words.items()))
        for other, name in earlier:
            dot = sum(n * other[w] * rare[w] ** 2 for w, n in words.items() if w in other)
            if not dot:
                continue
            theirs = math.sqrt(
                sum((n * math.log((len(earlier) + 2) / (seen[w] + 0.5))) ** 2 for w, n in other.items())
            )
            score = dot / (mine * theirs or 1.0)
            if score > best:
                best, group = score, name
        found[one.id] = group if best >= threshold else one.id
        earlier.append((words, found[one.id]))
    return found


def b_cubed(found: Mapping[str, str], truth: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of Bagga & Baldwin 1998, each report counting once."""
    mine, right = _members(found), _members(truth)
    precision = sum(len(mine[found[r]] & right[truth[r]]) / len(mine[found[r]]) for r in truth) / len(truth)
    recall = sum(len(mine[found[r]] & right[truth[r]]) / len(right[truth[r]]) for r in truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def rand(found: Mapping[str, str], truth: Mapping[str, str]) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985)."""
    both = Counter((found[r], truth[r]) for r in truth)
    index = sum(math.comb(n, 2) for n in both.values())
    mine, right = (
        sum(math.comb(n, 2) for n in Counter(g[r] for r in truth).values()) for g in (found, truth)
    )
    expected = mine * right / math.comb(len(truth), 2)
    most = (mine + right) / 2
    return (index - expected) / (most - expected) if most != expected else 1.0


def pairs(found: Mapping[str, str], stream: list[tuple[Report, str]]) -> tuple[float, float]:
    """Precision and recall of pairs in different languages."""
    right = wrong = missed = 0
    for (a, x), (b, y) in combinations(stream, 2):
        if a.language != b.language:
            together, same = found[a.id] == found[b.id], x == y
            right += together and same
            wrong += together and not same
            missed += same and not together
    return right / max(1, right + wrong), right / max(1, right + missed)


def _members(groups: Mapping[str, str]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for name, group in groups.items():
        members.setdefault(group, set()).add(name)
    return members


def show(name: str, stream: list[tuple[Report, str]]) -> None:
    """Print the scores of one stream, ours and the baseline's."""
    truth = {one.id: story for one, story in stream}
    print(f"{name}: {len(stream)} reports, {len(set(truth.values()))} stories")
    began = time.perf_counter()
    found = by_tocsin(stream)
    took = (time.perf_counter() - began) / len(stream) * 1000
    tries = [(by_words(stream, t / 20), t / 20) for t in range(2, 13, 2)]
    best, threshold = max(tries, key=lambda row: b_cubed(row[0], truth)[2])
    for words, groups in (
        (f"tocsin ({took:.1f} ms a report)", found),
        (f"plain words at {threshold:.2f}", best),
    ):
        p, r, f = b_cubed(groups, truth)
        line = f"  {words:<28} B-cubed P {p:.3f} R {r:.3f} F1 {f:.3f}  ARI {rand(groups, truth):.3f}"
        if len({one.language for one, _ in stream}) > 1:
            line += "  translation pairs P {:.3f} R {:.3f}".format(*pairs(groups, stream))
        print(f"{line}  {len(set(groups.values()))} stories")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--part", choices=("train", "test"), default="test")
    parser.add_argument("--file", type=Path, help="a labelled stream of one's own, instead of the sets")
    options = parser.parse_args()
    if options.file:
        show(options.file.name, labelled(options.file))
        return
    if not (options.data / "linking").is_dir():
        sys.exit(f"{options.data}: the labelled sets are not here (--data DIR)")
    for name, load in (("ECB+", ecb), ("MEANTIME", meantime)):
        show(f"{name} {options.part}", load(options.data, options.part))


if __name__ == "__main__":
    main()
