"""What the surroundings of a toponym show: that it names a place, or a person, a body, a common word.

Every finding is a short word ("before=in"), so that a weight can be read beside it; a finding looks at closed lists,
at the shape of words and at the gazetteer, never at a particular name.
"""

from __future__ import annotations

from collections import Counter
from math import log10

from tocsin.read.gazetteer import AREA, CITY, COUNTRY, Gazetteer
from tocsin.read.placewords import Words, lists
from tocsin.read.toponyms import Toponym


def findings(words: Words, toponym: Toponym, known: Gazetteer, counts: Counter[str]) -> list[str]:
    """What shows that a stretch names a place, or something else."""
    kind = kind_of(words, toponym, known)
    before, after = _before(words, toponym.first, known), _after(words, toponym.last, counts)
    if before == "comma" and counts[f"name before {toponym.first}"]:
        before = "holds"
    elif before == "and" and counts[f"in before {toponym.first - 1}"]:
        before = "in"  # 'in Washington and London'
    if before == "capital" and counts[f"called {words.folded[toponym.first - 1]}"]:
        before = "given"  # 'Xi Jinping', where 'President Xi' is told of too
    size = "one" if toponym.last - toponym.first == 1 else "more"
    found = [f"kind={kind}", f"before={before}", f"after={after}", f"size={size}", f"{kind} {size}"]
    coarse = kind.split(":")[0]
    found += [f"{coarse} before={before}", f"{coarse} after={after}", f"before={before} after={after}"]
    if toponym.form == "site":
        found += _named_after(words, toponym, kind, counts)
    if toponym.form == "known" and size == "one":
        found += _word(words, toponym, known, before, after)
    if toponym.first > 1 and before == "of" and words.folded[toponym.first - 2] in lists()["words"]["kinds"]:
        found.append(f"kind of {coarse}")
    if words.text[toponym.start : toponym.end].isupper():
        found.append(f"capitals {min(toponym.end - toponym.start, 4)}")
    key = " ".join(words.folded[toponym.first : toponym.last])
    for sign in ("person", "told", "within"):
        if counts[f"{sign} {key}"] and after != "within":
            found.append(f"elsewhere {sign}")
            found.append(f"{coarse} elsewhere {sign}")
    return found


def _named_after(words: Words, toponym: Toponym, kind: str, counts: Counter[str]) -> list[str]:
    """What the words before a site's last are: the name of another place, or nothing but common words."""
    named, word = lists()["words"], words.folded[toponym.first]
    found = [f"words={toponym.last - toponym.first}", f"{kind} words={toponym.last - toponym.first}"]
    if any(counts[f"known at {at}"] for at in range(toponym.first, toponym.last)):
        found += ["site of a name", f"{kind} of a name"]
    if word in named["bodies"] or word in named["openers"]:
        found.append("site of a common word")
    if word in named["sides"]:
        found.append("site of a side")
    return found


def kind_of(words: Words, toponym: Toponym, known: Gazetteer) -> str:
    """What sort of place the name would be, with the size of the largest that has it."""
    if toponym.form == "site":
        for section in ("heads", "leads"):
            for name, members in lists()[section].items():
                if words.folded[toponym.last - 1 if section == "heads" else toponym.first] in members:
                    return f"site:{section}:{name}"
    if toponym.form != "known":
        return toponym.form
    row = known.meant(toponym.name)[0][0]
    if _capital(known, toponym.name) and not _full_name(words, toponym, known):
        return "capital"
    if known.kind[row] == CITY:
        rows = [r for r, _ in known.meant(toponym.name)]
        return f"city:{int(log10(1 + max(known.population[r] for r in rows)))}"
    return {COUNTRY: "country", AREA: "area"}.get(known.kind[row], "division")


def _full_name(words: Words, toponym: Toponym, known: Gazetteer) -> bool:
    """Whether a given name is followed by what may be a surname: one of the census, or the name of no place at all."""
    at = toponym.last
    if at - toponym.first > 1 or at >= len(words) or words.folded[at - 1] not in known.given:
        return False
    if not words.capital[at] or words.gap(at - 1) != " " or words.folded[at] in lists()["words"]["bodies"]:
        return False
    name = known.find(words.folded[at])
    return name is None or known.surname[name] > 0


def _capital(known: Gazetteer, name: int) -> bool:
    """Whether the name is a capital's first of all: 'Paris said' speaks of a government."""
    return any(row in known.capitals and not by for row, by in known.meant(name)[:2])


def _word(words: Words, toponym: Toponym, known: Gazetteer, before: str, after: str) -> list[str]:
    """What a single word is besides the name of a place: a common word, a given name, a surname."""
    common, word = known.common[toponym.name], words.folded[toponym.first]
    usual = "-3" if word[0] > "\u0370" else "never" if common <= -120 else str(max(-4, min(2, common // 15)))
    surname = known.surname[toponym.name]
    family = "often" if surname > 40 else "some" if surname > 4 else "no"
    found = [
        f"usual={usual}",
        f"family={family}",
        f"usual={usual} before={before}",
        f"length={min(len(word), 6)}",
    ]
    if word in known.given:
        found += ["given", f"given before={before}", f"given after={after}"]
        if _full_name(words, toponym, known):
            found.append("given and surname")
    if word in lists()["words"]["months"]:
        found.append("month")
    if word in lists()["words"]["sides"]:
        found.append("side")
    return found


def _before(words: Words, first: int, known: Gazetteer) -> str:
    if first == 0:
        return "start"
    gap, word, named = words.gap(first - 1), words.folded[first - 1], lists()["words"]
    if any(mark in gap for mark in ".!?\n:;") and word not in named["titles"]:
        return "initial" if len(word) == 1 and "." in gap else "start"
    if word in named["titles"]:
        return "title"
    if not gap.strip(" -"):
        return _joined_before(words, first - 1, known)
    return (
        "comma"
        if "," in gap
        else "quote"
        if any(q in gap for q in "\"“”'‘’")
        else "bracket"
        if "(" in gap
        else "other"
    )


def _joined_before(words: Words, at: int, known: Gazetteer) -> str:
    word, named = words.folded[at], lists()["words"]
    if word in named["before"]:
        return word
    for english, others in lists()["prepositions"].items():
        if word in others:
            return english
    for name, shown in (("sides", "side"), ("took", "took")):
        if word in named[name]:
            return shown
    if words.capital[at]:
        return "given" if word in known.given else "capital"
    return "kind" if word in named["kinds"] else "number" if word.isdigit() else "word"


def _after(words: Words, last: int, counts: Counter[str]) -> str:
    gap = words.gap(last - 1)
    if last >= len(words):
        return "end"
    if gap in {"'", "’"} and words.folded[last] == "s":
        return "own"
    if gap.startswith(","):
        return "within" if counts[f"region at {last}"] else "age" if words.folded[last].isdigit() else "comma"
    if gap.strip(" -"):
        return (
            "bracket"
            if "(" in gap
            else "end"
            if any(mark in gap for mark in ".!?\n:;")
            else "dash"
            if "—" in gap or "–" in gap
            else "other"
        )
    return _joined_after(words, last)


def _joined_after(words: Words, at: int) -> str:
    word, named = words.folded[at], lists()["words"]
    for name in ("says", "people"):
        if word in named[name]:
            return name
    if words.capital[at]:
        for name in ("divisions", "bodies"):
            if word in named[name]:
                return name
        heads = next((name for name, members in lists()["heads"].items() if word in members), None)
        return f"head {heads}" if heads else "capital"
    if word in named["kinds"]:
        return "kind"
    return word if word in named["after"] else "number" if word.isdigit() else "word"


def elsewhere(words: Words, found: list[Toponym], known: Gazetteer) -> Counter[str]:
    """What a text shows of its names where it is plain: who is a person, what is a place."""
    counts: Counter[str] = Counter()
    titles = lists()["words"]["titles"]
    for at in range(1, len(words)):
        if words.capital[at] and words.folded[at - 1] in titles and words.gap(at - 1) in {" ", ". "}:
            counts[f"called {words.folded[at]}"] += 1
    for toponym in found:
        if toponym.form == "known" and known.kind[known.meant(toponym.name)[0][0]] != CITY:
            counts[f"region at {toponym.first}"] += 1
        if toponym.form == "known":
            counts.update(f"known at {at}" for at in range(toponym.first, toponym.last))
        if toponym.form in {"known", "unknown"}:
            counts[f"name before {toponym.last}"] += 1
    for toponym in found:
        key = " ".join(words.folded[toponym.first : toponym.last])
        before, after = _before(words, toponym.first, known), _after(words, toponym.last, counts)
        counts[f"in before {toponym.last}"] += before in {"in", "from", "to", "between"}
        says = after == "says" and not (toponym.form == "known" and _capital(known, toponym.name))
        counts[f"person {key}"] += before in {"given", "title", "initial"} or says
        counts[f"told {key}"] += before in {"in", "near", "outside", "across", "throughout"}
        counts[f"within {key}"] += after == "within"
    return counts
