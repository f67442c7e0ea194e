"""Borrowed passages: where one passage of a report is another's, what is claimed in it goes back to that other's origin.

A report may be a witness of its own and yet print a paragraph of an agency, or be one's copy with a paragraph of another.
The link `passage_of` says which characters are whose; the report itself keeps its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tocsin.link.passages import Body, Passage, Sentence
from tocsin.model import Claim, Link

RUNS = 8  # runs of three words that a sentence has from the other text, at least
VERBATIM = 0.6  # and so great a share of its own: a passage is printed, not told again
OWN_WORDS = 0.65  # what its words weigh: a sentence that is mostly a quotation, both newsrooms may have heard


def verbatim(newer: Body, older: Body, found: Iterable[Passage]) -> list[Passage]:
    """Those of the passages that are printed word for word, or nearly."""
    sentences = {sentence.start: sentence for sentence in newer.sentences}
    return [p for p in found if p.start in sentences and _printed(sentences[p.start], older)]


def _printed(sentence: Sentence, older: Body) -> bool:
    shared = sum(run in older.runs for run in sentence.runs)
    told = sum(word.weight for word in sentence.words) >= OWN_WORDS * len(sentence.words)
    return told and shared >= max(RUNS, VERBATIM * len(sentence.runs))


def borrowed(claims: Iterable[Claim], links: Iterable[Link], origins: Mapping[str, str]) -> dict[str, str]:
    """The origins of claims that stand in another's passage, by claim; `links` are the passages in force."""
    passages: dict[str, list[Link]] = {}
    for link in links:
        passages.setdefault(link.left, []).append(link)
    found: dict[str, str] = {}
    for claim in claims:
        first = _first(claim.report, claim.start, claim.end, passages)
        if first != claim.report:
            found[claim.id] = origins.get(first, first)
    return found


def _first(report: str, start: int, end: int, passages: Mapping[str, list[Link]]) -> str:
    """Whose the characters are: passages are followed back to the report that nobody's passage explains."""
    seen = {report}
    while step := _behind(report, start, end, passages, seen):
        report, start, end = step
        seen.add(report)
    return report


def _behind(
    report: str, start: int, end: int, passages: Mapping[str, list[Link]], seen: set[str]
) -> tuple[str, int, int] | None:
    rows = [
        (link.right, there, upto)
        for link in passages.get(report, ())
        for here, to, there, upto in link.passages
        if here <= start and end <= to and link.right not in seen
    ]
    return min(rows, default=None)


def of_reports(origins: Mapping[str, str]) -> dict[str, str]:
    """The origins of reports alone, where those of borrowed claims stand among them."""
    return {name: origin for name, origin in origins.items() if name.startswith("r-")}
