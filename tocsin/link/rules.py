"""By what rule one report was taken from another: each is a question to two reports and what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from tocsin.link import index
from tocsin.link.alike import Alike, alike
from tocsin.link.passages import without
from tocsin.link.pieces import Piece
from tocsin.model import Report

#: Share of the shorter text's runs found in the other from which a text is a copy.
TAKEN = 0.42
SHORT = 25  # runs of posts and alerts: so few that chance agreement weighs more
SHORT_TAKEN = 0.6
SAME_RUNS = 2  # of a text that is a copy because it is the same: two may both say "Shots in Bamako"
ENOUGH = 8  # runs in common below which nothing is concluded
REWRITTEN = 0.4  # share of content words in taken sentences, of two or more, from which a text is a rewrite
OWN = 0.6  # the same where one newsroom wrote both: it repeats itself about a new happening
IN_ORDER = 0.5  # share of names and numbers that stand in the same order in a rewrite
NAMED = 0.4  # share of content words from which a report that names another source was taken from it
TRANSLATED = 0.7  # share of names and numbers, and of their order, in a translation
RETOLD = 0.45  # share of content words from which two pieces of hearsay are one rumour told again
RETOLD_WORDS = 5
STATED = 0.6  # share of names and numbers from which a report tells a party's statement again
SAME_NAMES = 0.8  # the same where the order is another
STATED_NEAR = timedelta(hours=6)
ONE_RUMOUR = 0.5  # share of the words had from two tellings that are the same words
RUMOUR = frozenset({"same-rumour", "re-shared", "shared-passage", "same-words"})
FIGURED = 0.4  # share of content words beside two large exact numbers that both have
FREELY, FREELY_WORDS, FREELY_ORDER = 0.45, 25, 0.45
MOSTLY = 0.55
FACTS_WORDS = 15
COUNTED, COUNTED_NUMBERS = 0.5, 3
COGNATES = 0.17  # share of content words that a translation shares at least, names and cognates together
STATED_COGNATES = 0.35
TOLD_COGNATES = 0.25
OWNED = 0.45  # share of content words from which two titles of one owner print one text


class Found(msgspec.Struct, frozen=True):
    """That a report and another have one origin: by what rule, how surely, and by which passages."""

    other: Report
    rule: str
    score: float
    alike: Alike


def later(one: Report, other: Report) -> bool:
    return (one.known, one.id) > (other.known, other.id)


def one_rumour(found: Found, also: Found) -> bool:
    """Whether what a report has from two tellings of a rumour is the same words: then they are one rumour."""
    if found.rule not in RUMOUR or also.rule != "same-rumour":
        return False
    mine, theirs = found.alike.common_stems, also.alike.common_stems
    fewest = min(len(mine), len(theirs))
    return fewest >= RETOLD_WORDS and len(mine & theirs) / fewest >= ONE_RUMOUR


def rule_of(
    newer: Piece, older: Piece, common: set[int], credited: Mapping[str, bool]
) -> tuple[str | None, float, Alike]:
    """By what rule the newer report was taken from the older, how surely (0..1), and what shows it."""
    one, other = newer.report, older.report
    if len(newer.text.runs) >= SAME_RUNS and newer.text.runs == older.text.runs:
        whole = alike(newer.text, older.text)
        return ("revision" if _revised(one, other) else "same-words"), 1.0, whole
    mine, theirs = newer.text, older.text
    names = frozenset[str]()
    if not common.isdisjoint(index.key(run) for run in mine.runs):
        mine, theirs = (without(text, lambda s: index.usual(s, common)) for text in (mine, theirs))
    if common:
        every = {**index.names(mine), **index.names(theirs)}
        names = frozenset(mark for value, mark in every.items() if value in common)
    abroad = newer.language != older.language and "und" not in {newer.language, older.language}
    found = alike(mine, theirs, abroad=abroad, common=names)
    if abroad and found.words >= 0.5 and found.runs >= 0.2:  # the language was taken for another
        abroad, found = False, alike(mine, theirs, common=names)
    if _revised(one, other):
        return "revision", max(found.runs, 0.5), found
    if credited.get(other.source) and found.common_words:
        return "re-shared", max(found.words, found.marks), found
    rule = (_abroad if abroad else _at_home)(newer, older, found, credited=other.source in credited)
    return rule, (max(found.runs, found.covered, found.words) if not abroad else found.marks), found


def _revised(one: Report, other: Report) -> bool:
    # The store says so, by address and words; an address alone may be that of a whole live page.
    return other.id == one.revises or one.id == other.revises


def _at_home(newer: Piece, older: Piece, found: Alike, *, credited: bool) -> str | None:
    """The rule that two texts of one language meet, if any."""
    if found.background or found.apart:
        return None
    short_text = found.fewest_runs < SHORT
    taken = bool(found.taken) or short_text
    if found.common_runs >= ENOUGH and taken and found.runs >= (SHORT_TAKEN if short_text else TAKEN):
        return "shared-passage"
    if newer.hearsay and older.hearsay and found.words >= RETOLD and found.common_words >= RETOLD_WORDS:
        return "same-rumour"
    if newer.report.source == older.report.source:
        return "rewritten" if found.covered >= OWN and found.taken > 1 else None
    if newer.present:
        return None
    if found.figures > 1 and found.words >= FIGURED:
        return "same-figures"
    if found.words >= NAMED and any(
        way(found) for way in (_sentences_taken, _freely, _mostly_taken, _facts_in_order)
    ):
        return "rewritten"
    named = credited or (newer.tells_of(older) and found.order >= IN_ORDER)
    if named and found.words >= NAMED and found.common_words >= ENOUGH:
        return "statement" if older.party else "credit-line"
    if _stated(newer, older) and found.common_words >= ENOUGH and _tells_again(found):
        return "statement"
    if _one_owner(newer, older) and found.words >= OWNED and found.taken:
        return "same-owner"
    return None


def _sentences_taken(found: Alike) -> bool:
    """Two sentences or more were taken, and what they name comes in the same order."""
    return found.covered >= REWRITTEN and found.taken > 1 and found.order >= IN_ORDER


def _freely(found: Alike) -> bool:
    """A long text was written anew: half its words, most of its names and numbers, much the same order."""
    many = found.common_words >= FREELY_WORDS and found.taken > 1
    return many and found.words >= FREELY and found.marks >= STATED and found.order >= FREELY_ORDER


def _mostly_taken(found: Alike) -> bool:
    """Most of a text stands in three or more sentences of the other, whatever it names."""
    return found.taken > 2 and found.covered >= MOSTLY and found.words >= MOSTLY


def _facts_in_order(found: Alike) -> bool:
    """Nearly all that the shorter text names and counts comes in the same order, in many of the same words."""
    facts = found.marks >= SAME_NAMES <= found.order and found.common_marks >= 6
    words = found.words >= STATED and found.order >= STATED and found.common_marks >= 4
    return (facts or words) and found.common_words >= FACTS_WORDS


def _tells_again(found: Alike) -> bool:
    """A statement in one language told again: by most of its words, or by its names and numbers as well."""
    named = found.common_marks >= 4 and found.marks >= STATED
    ordered = max(found.order, found.words) >= IN_ORDER or found.marks >= SAME_NAMES
    return found.words >= STATED or (named and found.words >= NAMED and ordered)


def _abroad(newer: Piece, older: Piece, found: Alike, *, credited: bool) -> str | None:
    """The rule that two texts of different languages meet, if any: by names, numbers and cognates in their order."""
    many = found.common_marks
    if newer.hearsay and older.hearsay and many >= 3 and found.marks >= STATED and found.order >= STATED:
        return "same-rumour" if found.words >= COGNATES else None
    if newer.present or newer.report.source == older.report.source:
        return None
    if credited and many >= 2 and found.marks >= IN_ORDER <= found.order and found.common_words >= 7:
        return "credit-line"
    told = many >= 4 or (many >= 3 and found.words >= TOLD_COGNATES)
    if newer.tells_of(older) and told and found.marks >= STATED and found.order >= IN_ORDER:
        return "statement" if older.party else "credit-line"
    if many >= 4 and found.marks >= TRANSLATED and found.order >= TRANSLATED and found.words >= COGNATES:
        return "translation"
    counted = found.common_numbers >= COUNTED_NUMBERS and found.numbers >= COUNTED
    if counted and many >= 4 and found.words >= COGNATES and min(found.marks, found.order) >= COUNTED:
        return "translation"
    if _stated(newer, older) and found.marks >= STATED:
        ordered = many >= 4 and found.order >= IN_ORDER
        cognate = many >= 2 and found.common_words >= 6 and found.words >= STATED_COGNATES
        return "statement" if ordered or cognate else None
    return None


def _stated(newer: Piece, older: Piece) -> bool:
    """Whether a report may tell a party's statement again: soon after, and by another than a party."""
    return older.party and not newer.party and newer.report.known - older.report.known <= STATED_NEAR


def _one_owner(newer: Piece, older: Piece) -> bool:
    owners = {piece.source.owner if piece.source else None for piece in (newer, older)}
    return len(owners) == 1 and None not in owners
