"""How much of one report is read: a text without end, or of marks alone, must not hold up all that comes after it."""

from __future__ import annotations

import re

from msgspec import structs

from tocsin.model import Report

#: Characters read of one report, title and text: some five seconds of one core, and ten times a long article.
MOST = 40_000
#: Lines read of one report; each costs a millisecond, however little stands in it.
LINES = 2_000
#: Longer runs of marks mean no more than these, and take a parser's time by their square.
MARKS = 12
_RUN = re.compile(rf"(?:[^\w\s]|_){{{MARKS},}}")
#: No word is so long, and few addresses of pages are: a parser strips 'a-a-a-...' mark by mark from its end.
_ENDLESS, _MARK = re.compile(r"\S{200,}"), re.compile(r"[\W_]")


def beginning(report: Report) -> Report:
    """The report as far as it is read; offsets stay what they are. Nearly every report is its own beginning."""
    end = read_to(report)
    if end == len(report.whole):
        return report
    head = len(report.whole) - len(report.text)
    if end <= head:
        return structs.replace(report, title=report.title[:end], text="")
    return structs.replace(report, text=report.text[: end - head])


def read_to(report: Report) -> int:
    """Where reading ends, in characters of the whole: at the end of a line, a sentence or a word where there is one."""
    whole = report.whole
    lines = re.finditer(r"\n\s*", whole)
    last = next((match.start() for number, match in enumerate(lines, 1) if number == LINES), len(whole))
    if last <= MOST:
        return last
    if len(whole) <= MOST:
        return len(whole)
    near = MOST - MOST // 10
    ends = (whole.rfind(mark, near, MOST) for mark in ("\n", ". ", " "))
    return next((end + 1 for end in ends if end >= 0), MOST)


def thinned(text: str) -> str:
    """A text for a parser, with blanks for what goes on in a run of marks, and for the marks in a word without end;
    offsets stay what they are."""
    marked = _RUN.sub(lambda run: run[0][:3] + " " * (len(run[0]) - 3), text)
    return _ENDLESS.sub(lambda word: _MARK.sub(" ", word[0]), marked)
