"""How long one hostile text takes: gathered, read and linked, shape by shape, each in a process of its own.

    python bench/hostile.py [--sizes 1000,20000,400000] [--only WORD] [--limit 60]

A line for each: seconds of gathering, of reading, of the whole pass, and the peak of memory. Exit code 1 where one is
over the bound. None of it is news: runs of marks, one endless sentence, names without end, markup without sense.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

BOUND_S = 12.0  # processor seconds of one report of any size: gathered, read, and read again by a pass that links it
HEAD = "Soldiers in Caracas, Venezuela, seized the radio, residents said. "
TAIL = " The minister denied that a coup had begun."
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PROSE = (
    "The mayor of Valencia said that {} soldiers had left the barracks near the river before dawn on Tuesday. "
    "Residents told the local radio that shots were heard, but the ministry denied it. "
)
ES = (
    "El alcalde de Valencia dijo que {} soldados salieron del cuartel antes del amanecer del martes. "
    "Los vecinos dijeron que se oyeron disparos, pero el ministerio lo desmintió. "
)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: HEAD + (piece * (size // len(piece) + 1))[:size] + TAIL


def _counted(piece: str) -> Callable[[int], str]:
    def made(size: int) -> str:
        parts, length, number = [], 0, 2
        while length < size:
            parts.append(piece.format(number))
            length += len(parts[-1])
            number += 1
        return HEAD + "".join(parts)[:size] + TAIL

    return made


def _nested(opening: str, closing: str, core: str = "he said ") -> Callable[[int], str]:
    def made(size: int) -> str:
        half = size // (len(opening) + len(closing) + 1)
        return HEAD + opening * half + core + closing * half + TAIL

    return made


RUNS = {
    "newlines": "\n", "spaces": " ", "tabs": "\t", "carriage-returns": "\r", "space-newline": " \n", "newline-dash": "\n-",
    "newline-star": "\n* ", "dots": ".", "spaced-dots": ". ", "commas": ",", "spaced-commas": " ,", "dashes": "-",
    "em-dashes": " — ", "apostrophes": "'", "curly-apostrophes": "’", "quotes": '"', "curly-open": "“", "guillemets": "«",
    "open-brackets": "(", "spaced-brackets": "( ", "close-brackets": ")", "square": "[", "braces": "{", "colons": ":",
    "semicolons": "; ", "slashes": "/", "underscores": "_", "stars": "*", "marks": "?!", "ellipses": "…", "ampersands": "&amp;",
    "letters": "a", "capitals": "A", "digits": "1", "digit-commas": "1,", "digit-dots": "1.", "digit-spaces": "1 ",
    "thousands": "1,000,", "clocks": "12:30 ", "percents": "5% ", "hyphenated": "well-", "apostrophed": "o'", "dotted-name": "U.S.",
    "zero-width": "\u200b", "combining": "a\u0301", "combining-run": "\u0301", "right-to-left": "\u202e", "arabic": "قال ",
    "arabic-marks": "\u064b", "tatweel": "\u0640", "chinese": "军", "emoji": "😀", "nbsp": "\u00a0", "narrow-space": "\u202f",
    "line-separator": "\u2028", "soft-hyphen": "\u00ad", "at-signs": "@", "handles": "@a ", "hashes": "#a ", "links": "https://a.b/c ",
    "possessives": "'s", "letter-dashes": "a-", "letter-emoji": "😀a", "degrees": "°C",
    "letter-dots": "a.b.", "initials": "A. B. ", "roman": "II ", "ands": "and ", "commas-and": "a, b and c, ",
}  # fmt: skip
PHRASES = {
    "said": "said ", "said-that": "he said that ", "according": "according to ", "denied-that": "denied that ", "who": "who ",
    "of-the": "of the ", "names": "Juan Pérez ", "caps-names": "General Lopez and ", "many-names": "Ana Silva, ",
    "numbers-words": "two hundred and ", "more-than": "more than ", "hyphen-numbers": "twenty-one-", "days": "on Tuesday ",
    "last-week": "last week, ", "dates": "1 May 2019, ", "times-of-day": "at 3pm on ", "places": "Caracas, ", "place-of": "north of ",
    "km-of": "5 km from ", "via": "via @", "rt": "\nRT @a", "source": "\nsource: ", "reporting-by": "\nreporting by ",
    "credit-open": "(via ", "updates": "\nUPDATE: ", "correction": "Correction: ", "sentence": "Yes. ", "soldiers": "soldiers ",
    "coup": "coup ", "not": "not ", "quote-said": '"No," he said. ', "quote-comma": '",', "colon-name": "Lopez: ",
    "es-que": "dijo que ", "es-segun": "según ", "es-no": "no ", "fr-que": "a dit que ", "question": "has a coup begun? ",
    "dateline": "CARACAS (AP) - ", "list": "\n1. one", "bar": " | ", "killed": "5 killed, ", "between": "between 5 and ",
}  # fmt: skip
TEXTS: dict[str, Callable[[int], str]] = {
    **{name: _repeated(piece) for name, piece in (RUNS | PHRASES).items()},
    "prose": _counted(PROSE),
    "prose-one-line-each": _counted(PROSE + "\n"),
    "prose-without-stops": _counted(PROSE.replace(".", " and")),
    "prose-es": _counted(ES),
    "prose-es-without-stops": _counted(ES.replace(".", " y")),
    "distinct-words": _counted("w{}x "),
    "distinct-names": _counted("Juan W{}x, "),
    "distinct-numbers": _counted("{} dead, "),
    "nested-brackets": _nested("(", ")"),
    "nested-quotes": _nested("“", "”"),
    "nested-guillemets": _nested("« ", " »"),
    "nested-said": _nested("he said that ", ""),
    "nested-square": _nested("[", "]"),
}


def _page(inside: str) -> str:
    return f"<html><head><title>Caracas</title></head><body><article><p>{HEAD}</p>{inside}</article></body></html>"


PAGES: dict[str, Callable[[int], bytes]] = {
    "page-attributes": lambda n: _page(f"<p {' '.join(f'a{i}=1' for i in range(n // 8))}>x</p>").encode(),
    "page-same-attribute": lambda n: _page(f"<p {'a=1 ' * (n // 4)}>x</p>").encode(),
    "page-spans": lambda n: _page("<span>x" * (n // 7)).encode(),
    "page-siblings": lambda n: _page("<span>x</span>" * (n // 14)).encode(),
    "page-divs": lambda n: _page("<div>" * (n // 5)).encode(),
    "page-paragraphs": lambda n: _page("<p>x" * (n // 4)).encode(),
    "page-bold": lambda n: _page("<b><i>" * (n // 6)).encode(),
    "page-tables": lambda n: _page("<table><tr><td>" * (n // 15)).encode(),
    "page-angles": lambda n: _page("<" * n).encode(),
    "page-entities": lambda n: _page("&" * n).encode(),
    "page-comment": lambda n: _page("<!--" * (n // 4)).encode(),
    "page-links": lambda n: _page('<a href="/x">x</a> ' * (n // 19)).encode(),
    "page-times": lambda n: _page("<time>12:30</time>" * (n // 18)).encode(),
    "page-metas": lambda n: ("<meta " * (n // 6) + _page("x")).encode(),
    "page-jsonld": lambda n: _page(
        '<script type="application/ld+json">' + '{"@graph":[' * (n // 12) + "</script>"
    ).encode(),
    "page-punycode": lambda n: b'<meta charset="punycode">' + b"a" * (n // 2) + b"-" + b"z9" * (n // 4),
}
FEEDS: dict[str, Callable[[int], bytes]] = {
    "feed-open-tags": lambda n: ("<rss><channel>" + "<item>" * (n // 6)).encode(),
    "feed-attributes": lambda n: (
        "<rss><channel><item "
        + " ".join(f"a{i}='1'" for i in range(n // 10))
        + "><title>x</title></item></channel></rss>"
    ).encode(),
    "feed-ampersands": lambda n: (
        f"<rss><channel><item><title>{'&' * n}</title></item></channel></rss>"
    ).encode(),
    "feed-namespaces": lambda n: (
        "<rss "
        + " ".join(f"xmlns:a{i}='u{i}'" for i in range(n // 16))
        + "><channel><item><title>x</title></item></channel></rss>"
    ).encode(),
    "feed-cdata": lambda n: (
        f"<rss><channel><item><description>{'<![CDATA[' * (n // 9)}</description></item></channel></rss>"
    ).encode(),
    "feed-escaped": lambda n: (
        f"<rss><channel><item><title>x</title><description>{'&lt;span&gt;' * (n // 12)}</description></item></channel></rss>"
    ).encode(),
    "feed-double-escapes": lambda n: (
        f"<rss><channel><item><title>x</title><description>{'&amp;amp;' * (n // 9)}</description></item></channel></rss>"
    ).encode(),
}


def one(name: str, size: int) -> tuple[float, float, float]:
    """Processor seconds of gathering, of reading, and of a pass over what was gathered."""
    from tocsin import thread, watch
    from tocsin.gather import from_path, from_records
    from tocsin.model import Report, Source
    from tocsin.read import read
    from tocsin.settings import Settings
    from tocsin.store.sqlite import SQLiteStore

    chosen = watch.Watch(question="Has a coup begun in Venezuela?", place=watch.Place(country="VE"))
    settings = Settings()
    start = time.process_time()
    if name in TEXTS:
        record = {"source": "wire", "published": "2026-11-28T09:00:00Z", "text": TEXTS[name](size)}
        facts = list(from_records([record], where="bench", now=NOW, settings=settings))
    else:
        made, suffix = (PAGES[name], ".html") if name in PAGES else (FEEDS[name], ".xml")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(made(size))
            facts = list(from_path(path, now=NOW, settings=settings))
    gathered = time.process_time() - start
    sources = {fact.id: fact for fact in facts if isinstance(fact, Source)}
    start = time.process_time()
    read([fact for fact in facts if isinstance(fact, Report)], chosen, sources)
    was_read = time.process_time() - start
    start = time.process_time()
    thread.advance(chosen, SQLiteStore(":memory:"), facts, now=NOW)
    return gathered, was_read, time.process_time() - start


def apart(name: str, size: int, limit: int, warm: int) -> str:
    """The figures of one shape, measured in a process of its own that ends after `limit` seconds."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        signal.alarm(limit)
        try:
            gathered, was_read, whole = one(name, size)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            over = "  OVER" if gathered + whole > BOUND_S else ""
            print(
                f"{name:24} {size:>8}  gather {gathered:6.2f}  read {was_read:6.2f}  pass {whole:6.2f}  +{peak - warm:>5} MB{over}"
            )
            sys.stdout.flush()
            os._exit(bool(over))
        except Exception as error:
            print(f"{name:24} {size:>8}  FAILED {type(error).__name__}: {str(error)[:80]}")
            sys.stdout.flush()
            os._exit(2)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        print(f"{name:24} {size:>8}  OVER: more than {limit} s")
        return "over"
    return "ok" if os.WEXITSTATUS(status) == 0 else "over"


def main() -> int:
    """Print the table; 1 where a shape is over the bound."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1000,20000,400000")
    options.add_argument("--only", default="")
    options.add_argument("--limit", type=int, default=60)
    chosen = options.parse_args()
    for name in ("prose", "prose-es", "page-spans", "feed-escaped"):
        one(name, 500)  # the models load once, before the processes part
    warm = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wrong = 0
    for name in (*TEXTS, *PAGES, *FEEDS):
        if chosen.only and not any(word in name for word in chosen.only.split(",")):
            continue
        for size in map(int, chosen.sizes.split(",")):
            most = 399_000 - len(HEAD) - len(TAIL) if name in TEXTS else size
            found = apart(name, min(size, most), chosen.limit, warm)
            wrong += found != "ok"
            if found == "over":
                break  # larger ones take longer
    print(f"{wrong} over {BOUND_S:g} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
