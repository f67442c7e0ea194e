"""Corrections and retractions: which claims no longer stand when an outlet has taken back what it said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tocsin.model import Claim, Link

#: The rule of a link from a correction to a claim of a report that was copied from the corrected one.
REACHED = "correction-of-what-was-copied"
RULES = frozenset({"correction", REACHED})


def corrected(links: Iterable[Link]) -> dict[str, str]:
    """The claims that were taken back, each with the claim that corrects it; `links` those in force."""
    return {link.right: link.left for link in links if link.rule in RULES}


def reached(
    links: Iterable[Link],
    copies: Iterable[Link],
    claims: Mapping[str, Claim],
    by_report: Mapping[str, Sequence[Claim]],
) -> list[Link]:
    """Links from new corrections to what stood on the corrected report: the same said by reports copied from it.

    `links` are the new ones, `copies` all copy_of links in force, `claims` those that the links name.
    """
    taken: dict[str, list[str]] = {}
    for link in copies:
        if link.relation == "copy_of":
            taken.setdefault(link.right, []).append(link.left)
    found: dict[str, Link] = {}
    for link in links:
        old = claims.get(link.right)
        if link.rule != "correction" or old is None:
            continue
        for report in _below(old.report, taken):
            for claim in by_report.get(report, ()):
                if _stood_on(claim, old) and claim.id != link.left:
                    row = Link(
                        left=link.left,
                        right=claim.id,
                        relation="contradicts",
                        rule=REACHED,
                        score=link.score,
                        at=link.at,
                    )
                    found[row.id] = row
    return list(found.values())


def _below(report: str, taken: Mapping[str, Sequence[str]]) -> list[str]:
    """The reports that were taken from one, and those taken from these."""
    found: dict[str, None] = {}
    waiting = [report]
    while waiting:
        for name in taken.get(waiting.pop(), ()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    found.pop(report, None)
    return list(found)


def _stood_on(claim: Claim, old: Claim) -> bool:
    """Whether a claim of a copy is the corrected one told again: of the same kind and the same sort of voice."""
    return (
        claim.stance == old.stance
        and bool(set(claim.kinds) & set(old.kinds) or claim.text == old.text)
        and (claim.speaker.who == old.speaker.who or claim.speaker.start is None or not claim.speaker.named)
    )
