"""Signs of a unit's name around it: an acronym in brackets, the men who are of it, what it is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.read.placewords import demonyms
from tocsin.read.unitwords import ACRONYM, Stretch, data


def other(s: Stretch, span: tuple[int, int]) -> bool:
    """Whether what stands before or after says that it is a street, a club, a ministry or a party."""
    at = span[0] - 1
    while (
        at >= 0
        and span[0] - at < 5
        and s.tokens[at].folded.replace("’", "'") in (s.sets["articles"] | s.sets["linking"])
        and s.joined(at)
    ):
        at -= 1
    if at >= 0 and s.tokens[at].folded in s.sets["places"] and s.joined(at):
        return True
    after = s.tokens[span[1] : span[1] + 5]
    end = s.tokens[span[1] - 1].end
    if after and s.joined(span[1] - 1):  # "the Workers' Brigade football club"
        near = 2 if s.w.language == "en" and after[0].folded not in s.sets["left"] | s.sets["right"] else 1
        if any(token.folded in s.sets["parties"] for token in after[:near]):
            return True
    if s.text[end : end + 1] != ",":
        return False
    for token in after:
        if token.folded in s.sets["parties"]:
            return True
        if s.text[token.end : token.end + 1] in {",", ".", ";", ""}:
            break
    return False


def explained(s: Stretch, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The acronym of a name in brackets, or before the brackets in which the name stands."""
    end = s.tokens[span[1] - 1].end
    after = re.match(r"\s?\(\s?([A-Z][A-Za-z0-9-]{1,11})\s?[,)]", s.text[end : end + 20])
    if after and sum(c.isupper() for c in after[1]) >= 2:
        yield end + after.start(1), end + after.end(1)
    start = s.tokens[span[0]].start
    match = re.search(
        r"(?<![\w-])([A-Z][A-Za-z0-9-]{1,11})\s?\(\s?(?:the |el |la |las |los |le |les |o |a )?$",
        s.text[max(0, start - 22) : start],
    )
    if match and sum(c.isupper() for c in match[1]) >= 2:
        yield max(0, start - 22) + match.start(1), max(0, start - 22) + match.end(1)


def known(s: Stretch, index: int) -> Iterator[tuple[int, int]]:
    """Forces that go by a name of their own, and their acronyms."""
    if s.shouted:
        return
    token = s.tokens[index]
    word = s.text[token.start : token.end]
    known = data()["known"]
    if word.rstrip("'’s") in known["acronyms"] or word in known["acronyms"]:
        yield s.chars((index, index + 1))
    bare = re.sub(r"['’]s?$", "", word)
    if word in known["first"] or bare in known["first"]:
        for size in (4, 3, 2, 1):
            last = s.tokens[min(index + size, len(s.tokens)) - 1]
            name = re.sub(r"['’]s?$", "", s.text[token.start : last.end])
            if name in known["names"]:
                yield token.start, token.start + len(name)
                break


def beside(s: Stretch, index: int) -> Iterator[tuple[int, int]]:
    """'commandos from SSG', 'Fulger special police', 'the Scorpions, a police strike unit'."""
    token = s.tokens[index]
    word = s.text[token.start : token.end]
    bare = re.sub(r"['’]s?$", "", word)
    acronym = bool(ACRONYM.match(bare)) and len(bare) < 9
    if acronym and (s.shouted or bare in data()["known"]["strangers"]):
        return
    if acronym and not s.titled and (_men_of(s, index) or _has_men(s, index)):
        yield s.chars((index, index + 1))
    elif _forces_of(s, index) or _apposed(s, index):
        start = index
        while start > 0 and s.joined(start - 1, " ") and s.proper(s.tokens[start - 1]):
            if s.tokens[start - 1].folded in s.sets["articles"] or s.tokens[start - 1].folded.endswith(
                ("'s", "’s")
            ):
                break
            start -= 1
        if s.tokens[start].folded not in demonyms():
            yield s.chars((start, index + 1))


def _men_of(s: Stretch, index: int) -> bool:
    """Whether 'commandos of the' stands before a word."""
    at = index - 1
    links = (
        {"of", "from", "in", "with", "the"}
        if s.w.language == "en"
        else s.sets["linking"] - {"en", "y", "e", "et"}
    )
    while at >= 0 and index - at < 4 and s.tokens[at].folded in links and s.joined(at):
        at -= 1
    return at >= 0 and at < index - 1 and s.tokens[at].folded in s.sets["fighters"] and s.joined(at)


def _has_men(s: Stretch, index: int) -> bool:
    """Whether 'commandos' stands after a word."""
    return s.joined(index, " ") and s.tokens[index + 1].folded in s.sets["followers"]


def _forces_of(s: Stretch, index: int) -> bool:
    """'Fulger special police', 'the Azov brigade': a name with small-lettered words for a unit after it."""
    if s.titled or s.w.language != "en" or not s.joined(index, " "):
        return False
    token = s.tokens[index]
    if (
        token.folded in demonyms()
        or token.folded in s.sets["left"]
        or s.text[token.start : token.end].endswith(("'s", "’s"))
    ):
        return False
    at, armed = index + 1, False
    while (
        at < len(s.tokens)
        and at - index < 4
        and s.tokens[at].folded in s.sets["armed"]
        and not s.tokens[at].capital
        and s.joined(at)
    ):
        if s.tokens[at].folded in {"police", "commando", "militia"} and not (
            s.joined(at) and s.tokens[at + 1].folded in s.sets["kinds"]
        ):
            break
        at, armed = at + 1, True
    if at >= len(s.tokens) or s.tokens[at].capital:
        return False
    kind = s.tokens[at].folded
    small = kind in {"brigade", "battalion", "regiment"}
    if not ((armed and kind in s.sets["kinds"] | {"unit"}) or small):
        return False
    after = s.tokens[at + 1].folded if s.joined(at, " ") else ""
    place = index > 0 and s.tokens[index - 1].folded in {
        "in",
        "at",
        "from",
        "near",
        "outside",
        "inside",
    }
    return after not in s.sets["leading"] and not place


def _apposed(s: Stretch, index: int) -> bool:
    """'the Scorpions, a police strike unit': a name, and after the comma what it is."""
    end = s.tokens[index].end
    if s.text[end : end + 2] != ", " or index + 1 >= len(s.tokens):
        return False
    if s.tokens[index + 1].folded not in s.sets["indefinite"]:
        return False
    at = index
    while at > 0 and s.tokens[at - 1].capital and s.joined(at - 1):
        if s.tokens[at - 1].folded in s.sets["left"] | s.sets["articles"]:
            break
        at -= 1
    # People have no article: "Issa Sanogo, a brigade commander".
    article = at > 0 and s.tokens[at - 1].folded in s.sets["articles"]
    return (article or bool(ACRONYM.match(s.text[s.tokens[index].start : end]))) and _is_unit(s, index + 2)


def _is_unit(s: Stretch, begin: int) -> bool:
    """Whether the words from `begin` on are 'police strike unit' and not 'brigade commander' or 'unit of time'."""
    armed = False
    for at in range(begin, min(begin + 6, len(s.tokens))):
        word = s.tokens[at].folded
        after = s.tokens[at + 1].folded if s.joined(at) else ""
        armed = armed or word in s.sets["armed"]
        if word in s.sets["kinds"] and after not in s.sets["kinds"] | s.sets["armed"]:
            return after not in s.sets["leading"] and (armed or word not in s.sets["common"])
        if word in s.sets["kinds"] and s.w.language != "en":  # the words of arms stand after the noun
            return True
        if not s.joined(at - 1):
            return False
    return False


def called(s: Stretch, index: int) -> tuple[int, int] | None:
    """'a police unit known as the Lions': the name after it."""
    if not s.sets["indefinite"].intersection(t.folded for t in s.tokens[max(0, index - 4) : index]):
        return None  # "the security forces called Venezuelans back"
    seen = False
    for at in range(index + 1, min(index + 7, len(s.tokens))):
        token = s.tokens[at]
        if not s.joined(at - 1, " \"“«'") or token.folded in {"and", "or", "y", "e", "et", "o", "ou"}:
            return None
        if token.folded in s.sets["called"]:
            seen = True
        elif seen and token.capital:
            end = at + 1
            while end < len(s.tokens) and end - at < 5 and s.joined(end - 1) and s.tokens[end].capital:
                end += 1
            return at, end
        elif seen and token.folded not in s.sets["articles"] | s.sets["as"]:
            return None
    return None
