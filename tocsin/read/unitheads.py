"""Names of units from their heads: what stands before "Battalion" in English, and after "Batallón" elsewhere."""

from __future__ import annotations

import re

from tocsin.read.unitwords import ACRONYM, Stretch, Token

#: Links that mostly lead out of a name.
_AWAY = frozenset(["en", "para", "contra", "a", "em", "contre", "au", "aux"])
LONGEST = 9  # words of one name on either side of its head
#: "Investigaciones Científicas, Penales y Criminalísticas"
_LIST = re.compile(r"(?:, [A-ZÁÉÍÓÚÂÊÔÇ][a-zà-ÿ]{3,20}){1,3} (?:y|e|et) [A-ZÁÉÍÓÚÂÊÔÇ][a-zà-ÿ]{3,20}(?!\w)")


def english(s: Stretch, head: int) -> tuple[int, int] | None:
    start, end = _leftward(s, head), _rightward(s, head)
    if start is None or end is None:
        return None
    tokens = s.tokens[start:end]
    if any(t.folded in s.sets["others"] or t.folded in s.sets["not_arms"] for t in tokens):
        return None
    if end - start < 2:
        return None
    heads = [t for t in tokens if t.folded in s.sets["strong"]]
    commands = tokens[-1].folded == "command" and tokens[-2].folded in s.sets["directions"]
    if not (heads or commands or s.of_arms(start, end) or _formation(tokens)):
        return None
    # "Security Forces", "Riot Police" at the beginning of a sentence are the generic words.
    lead = s.text[: tokens[0].start].rstrip(" \"'“‘")
    opens = not lead or lead[-1] in ".!?:\n"
    if opens and end - start == 2 and {t.folded for t in tokens} <= s.sets["generic"]:
        return None
    return start, end


def _formation(tokens: list[Token]) -> bool:
    """'3rd Division', 'Unit 8200': numbers that make a formation of a word with many senses."""
    first, last = tokens[0].folded, tokens[-1].folded
    return (first[0].isdigit() and last in {"division", "wing", "company"}) or (
        first == "unit" and last[0].isdigit() and len(last) > 2
    )


def _leftward(s: Stretch, head: int) -> int | None:
    start = head
    while start > 0 and head - start < LONGEST and s.joined(start - 1):
        before = s.tokens[start - 1]
        if before.folded.endswith("'s") and before.folded not in s.sets["arms"]:
            break
        if before.folded[0].isdigit() or s.proper(before):
            if before.folded[0].isdigit() and not s.number(start - 1):
                break
            start -= 1
            if before.folded[0].isdigit():
                break
            continue
        # "Search and Rescue Brigade": both words must be of arms
        two = before.folded in {"and", "&"} and start > 1 and s.joined(start - 2)
        if two and s.tokens[start - 2].capital and s.of_arms(start - 2, start - 1):
            inner = s.tokens[start - 2].folded not in s.sets["strong"]
            if inner and s.of_arms(start, start + 1):
                start -= 2
                continue
        break
    return start


def _rightward(s: Stretch, head: int) -> int | None:
    end = head + 1
    while end < len(s.tokens) and end - head < LONGEST:
        token = s.tokens[end]
        if s.joined(end - 1):
            if s.tokens[end - 1].folded.endswith(("'s", "’s")):
                break
            if token.folded in s.sets["others"] and token.capital:
                return None
            if token.folded in s.sets["right"]:
                break
            if token.folded[0].isdigit() and s.number(end) and end == head + 1:
                end += 1
                continue
            if token.capital and not ACRONYM.match(s.text[token.start : token.end]) and not s.titled:
                end += 1
                continue
            over = _over_of(s, end)
            if over and s.tokens[end - 1].folded in s.sets["of"]:
                end = over
                continue
        elif _comma_head(s, end):
            end = _comma_head(s, end) or end
            continue
        break
    return end


def _over_of(s: Stretch, index: int) -> int | None:
    """'of the Homeland': where it ends, if a name that is no unit follows."""
    if s.tokens[index].folded != "of" or s.titled:
        return None
    at = index + 1
    if at < len(s.tokens) and s.tokens[at].folded == "the" and s.joined(index):
        at += 1
    begin = at
    heads = s.sets["strong"] | s.sets["weak"]
    while at < len(s.tokens) and at - begin < 4 and s.joined(at - 1) and s.tokens[at].capital:
        if s.tokens[at].folded in heads:
            return None
        at += 1
        if s.tokens[at - 1].folded.endswith(("'s", "’s")):
            break
    return at if at > begin else None


def _comma_head(s: Stretch, index: int) -> int | None:
    """'Third Battalion, Infantry Regiment': where the second part ends."""
    if s.text[s.tokens[index - 1].end : s.tokens[index].start] != ", ":
        return None
    for at in range(index, min(index + 4, len(s.tokens))):
        if not (s.tokens[at].capital or s.tokens[at].folded[0].isdigit()):
            return None
        if s.tokens[at].folded in {"regiment", "brigade", "division", "corps", "battalion"}:
            return at + 1
        if not s.joined(at):
            return None
    return None


def romance(s: Stretch, head: int) -> tuple[int, int] | None:
    start = head
    if head > 0 and s.number(head - 1) and s.joined(head - 1):
        start = head - 1
    end, told = head + 1, start < head
    while end < len(s.tokens) and end - head < LONGEST * 2:
        at = _over_links(s, end)
        if at is None:
            break
        token = s.tokens[at]
        linked = at > end
        if token.folded in s.sets["right"] and _over_links(s, at + 1) in {None, at + 1}:
            break  # a title with its name, but "Dirección General de ..."
        of_arms = token.folded in s.sets["arms"] | s.sets["strong"] | s.sets["civic"]
        if (
            token.capital
            or of_arms
            or (token.folded[0].isdigit() and not linked)
            or _demonym(s, token, linked)
        ):
            if linked and not of_arms and not _takes_place(s, head, end, at):
                break
            if (
                ACRONYM.match(s.text[token.start : token.end])
                and len(s.text[token.start : token.end]) < 7
                and not s.shouted
            ):
                break
            end, told = at + 1, True
            if listed := _listed(s, end):
                end = listed
            continue
        break
    tokens = s.tokens[start:end]
    if not told or any(t.folded in s.sets["others"] for t in tokens):
        return None
    numbered = any(s.number(i) for i in range(start, end) if i != head)
    guard = s.tokens[head].folded in s.sets["strong"]
    civic = guard and any(t.folded in s.sets["civic"] for t in tokens)
    weak = s.tokens[head].folded in s.sets["weak"]
    if weak and not (s.of_arms(head + 1, end) or numbered or civic):
        return None
    if not s.tokens[head].capital and not (start < head and end > head + 1):
        return None
    return start, end


def _listed(s: Stretch, index: int) -> int | None:
    """'Investigaciones Científicas, Penales y Criminalísticas': where the list of adjectives ends."""
    if index >= len(s.tokens):
        return None
    begin = s.tokens[index - 1].end
    found = _LIST.match(s.text, begin)
    if found is None:
        return None
    return (
        next(
            (i for i, t in enumerate(s.tokens[index:], index) if t.end >= found.end()),
            len(s.tokens) - 1,
        )
        + 1
    )


def _over_links(s: Stretch, index: int) -> int | None:
    """The next word that may belong to a name, over 'de la', 'y', 'd'': None where none can follow."""
    at = index
    while at < len(s.tokens) and s.joined(at - 1):
        token = s.tokens[at]
        bare = token.folded.replace("’", "'")
        if bare not in s.sets["linking"]:
            # "la Guardia Civil y la Policía": after "and" with an article another name begins
            between = [t.folded for t in s.tokens[index:at]]
            ands = {"y", "e", "et"} & set(between)
            articles = s.sets["articles"] & set(between)
            if ands and (articles or token.folded in s.sets["strong"]):
                return None
            if not between or (between[0] not in s.sets["articles"] and not _AWAY & set(between)):
                return at
            # "la Policía en Lima" has ended, "Police aux frontières" has not
            return at if between[0] in _AWAY and token.folded in s.sets["arms"] else None
        at += 1
        if at - index > 3:
            return None
    return None


def _takes_place(s: Stretch, head: int, end: int, at: int) -> bool:
    """Whether 'de X' with a capital belongs to a name: 'Fuerzas Armadas de Colombia', 'Regimiento de Puno'."""
    if s.tokens[at].folded in s.sets["strong"] | s.sets["weak"]:
        return False
    first = s.tokens[head].folded
    return (
        first in s.sets["of"]
        or end == head + 1
        or (s.tokens[end - 1].folded in s.sets["arms"] and first in s.sets["weak"])
    )


def _demonym(s: Stretch, token: Token, linked: bool) -> bool:
    """'Forces armées gabonaises': the small-lettered adjective of a country."""
    return (
        not linked
        and not token.capital
        and s.w.language == "fr"
        and bool(
            re.search(
                r"(?:aise|oise|ienne|eenne|aine|onne)s?$|(?:ais|ois|ien|iens|een|eens|ain|ains)$",
                token.folded,
            )
        )
    )
