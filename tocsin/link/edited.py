"""Links that an editor has withdrawn or stated: rows like all others, and the decision that made them is in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import get_args

from tocsin.errors import InputError
from tocsin.model import Decision, Link, Membership, Relation

#: Rules by which an editor's links are known; the id of the decision follows.
WITHDRAWN, STATED = "withdrawn:", "stated:"


def in_force(links: Iterable[Link]) -> list[Link]:
    """The links that hold, of all that were ever drawn, in their order: the last word on a pair counts."""
    every = list(links)
    standing: dict[tuple[str, str, str], list[Link]] = {}
    for link in every:
        key = (link.left, link.right, link.relation)
        if link.rule.startswith(WITHDRAWN):
            standing[key] = []
        else:
            standing.setdefault(key, []).append(link)
    kept = {link.id for rows in standing.values() for link in rows}
    return [link for link in every if link.id in kept]


def target(left: str, relation: str, right: str) -> str:
    """A link as the target of a decision to state it."""
    return f"{left} {relation} {right}"


def parsed(words: str) -> tuple[str, Relation, str]:
    """LEFT RELATION RIGHT. Raises InputError where it is no link between two reports or two claims."""
    parts = words.split()
    stated = [
        relation for relation in get_args(Relation) if relation != "passage_of"
    ]  # its characters are found
    if len(parts) != 3 or parts[1] not in stated:
        raise InputError(f"{words!r} is no link: write LEFT RELATION RIGHT, with one of {', '.join(stated)}")
    left, relation, right = parts
    sort = "r-" if relation == "copy_of" else "c-"
    if not left.startswith(sort) or not right.startswith(sort):
        what = "reports (r-...)" if sort == "r-" else "claims (c-...)"
        raise InputError(f"{relation} is a relation of two {what}, not of {left} and {right}")
    if left == right:
        raise InputError(f"{left} cannot be linked to itself")
    return left, relation, right  # type: ignore[return-value]  # checked above


def edits(decisions: Iterable[Decision], known: Mapping[str, Link], at: datetime) -> list[Link]:
    """The rows that decisions on links lead to; `known` are the links that a decision to withdraw names."""
    found: list[Link] = []
    for decision in decisions:
        if decision.kind == "withdraw" and decision.target in known:
            old = known[decision.target]
            found.append(_row(old.left, old.relation, old.right, f"{WITHDRAWN}{decision.id}", at))
        elif decision.kind == "state":
            left, relation, right = parsed(decision.target)
            found.append(_row(left, relation, right, f"{STATED}{decision.id}", at))
    return found


def _row(left: str, relation: Relation, right: str, rule: str, at: datetime) -> Link:
    score = 1.0 if rule.startswith(STATED) else 0.0
    return Link(left=left, right=right, relation=relation, rule=rule, score=score, at=at)


def regrouped(
    changed: Iterable[Link], links: Iterable[Link], origins: Mapping[str, str], order: Sequence[str]
) -> list[Membership]:
    """The memberships that change with an editor's word on copies.

    `changed` are the rows of that word, `links` those in force, `origins` the origin of each report so far, and
    `order` the reports from the earliest on: an origin is named by the earliest of its reports.
    """
    touched = {
        origins.get(name, name)
        for link in changed
        if link.relation == "copy_of"
        for name in (link.left, link.right)
    }
    if not touched:
        return []
    group = [name for name in order if origins.get(name, name) in touched]
    head = {name: name for name in group}
    place = {name: number for number, name in enumerate(group)}
    rules: dict[str, str] = {}
    for link in links:
        if link.relation == "copy_of" and link.left in head and link.right in head:
            one, other = sorted((_head(link.left, head), _head(link.right, head)), key=place.__getitem__)
            head[other] = one
            rules[link.left] = link.rule
    found = {name: _head(name, head) for name in group}
    return [
        Membership(report=name, origin=origin, rule="single" if name == origin else rules.get(name, "editor"))
        for name, origin in found.items()
        if origin != origins.get(name, name)
    ]


def _head(name: str, head: dict[str, str]) -> str:
    while head[name] != name:
        name = head[name]
    return name
