"""Attributions by cue words alone, for languages without a parser here (Spanish, French, Portuguese; Russian and
Arabic, whose words stand in another order, in clauses.py).

A cue that is followed by "que" takes the rest of the sentence; a quotation with a cue beside it takes the quotation;
"según X," takes the sentence. The speaker is the noun phrase before the cue, or after it when the order is inverted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import structs

from tocsin.model import Stance
from tocsin.read import clauses
from tocsin.read.attribution import MOST, Attribution, Passage, Span, quotations, trimmed
from tocsin.read.fold import fold
from tocsin.read.lexicon import tables

STANCES: tuple[Stance, ...] = (
    "denies",
    "calls_for",
    "orders",
    "threatens",
    "promises",
    "predicts",
    "asks",
    "asserts",
)
_BREAK = re.compile(r"[.!?…؟]+[\"”»)]*\s+(?=[\"“«¿¡(]?[A-ZÁÉÍÓÚÑÀÂÇÈÊÎÔÛА-ЯЁ0-9\u0620-\u06ff])|\n+")
_SHORT = re.compile(
    r"(?:\b(?:г|ул|им|руб|тыс|млн|млрд|напр|sr|sra|dr|dra|gral|cnel|cap|gen|lic|ing|art|no|núm|pág|ee|uu|m|mm|mme|mgr)|\b[A-Z])\.$",
    re.I,
)
_NAME = r"(?:[A-ZÁÉÍÓÚÑÀÂÇÈÊÎÔÛ@][\w'’.@-]*)"
_LINK = r"(?:de|del|la|las|los|el|y|e|du|des|le|les|da|do|dos|di|al|d')"
#: Words before a subject that are no part of it, and words between it and the verb: pronouns and auxiliaries.
_OPENS = re.compile(
    r"(?i)^(?:se|me|nos|te|y|e|et|que|qu'|no|não|ya|já|también|además|mientras|pero|mais|mas|cuando|quien|ne|on)$"
)
_JOINS = re.compile(
    r"(?i)^(?:se|me|nos|te|lo|le|les|y|que|no|não|ya|já|también|además|aussi|également|quien|ne|n'|n’|l'|l’|lui|leur|et|"
    r"pas|plus|jamais|n['’](?:a|ont|avait|avaient|est)|a|ont|avait|avaient|aurait|auraient|est|sont|ha|han|había|habían|habría|tem|têm|tinha|había|foi)$"
)
#: The word is not given: "no confirmó", "n'a pas confirmé", "ni confirma ni desmiente".
_WITHHELD = re.compile(
    r"(?:\b(?:no|ni|nunca|jamas|nao|ne)\s|\bn['’])(?:(?:lo|la|los|las|le|les|se|me|o|os|as|l['’]|en|ha|han|habia|habian|hubo|quiso|quisieron|pudo|"
    r"pudieron|puede|pueden|quiere|quieren|a|ont|avait|avaient|est|pas|plus|jamais|toujours|encore|veut|veulent|peut|peuvent|quis|quiseram|tem|tinha|"
    r"foi|ni|confirm(?:a|o|an|aron)\b|desm\w+|nega?\b)\s*){0,4}$"
)
#: The comma before an inverted verb, with its auxiliaries.
_COMMA = re.compile(r",\s*(?:[-–—]\s*)?(?:(?:a|ont|avait|avaient|ha|han|tem|tinha|s'est|l'a)\s+)?$")
#: What an inverted subject ends before: marks, and words for where and when it was said.
_ENDS = (
    r"(?=\s*(?:[,.;:–—(«“\"]|$)|\s+(?:à la (?:télé|radio)\w*|à l['’](?:AFP|agence)|sur|lors|dans|en|em|na|no|numa|num|à agência|"
    r"durante|mardi|lundi|mercredi|jeudi|vendredi|samedi|dimanche|esta|este|por telefone|par téléphone|sous couvert|sob)\b)"
)
_ARTICLE = r"(?:o|os|as|um|uma|uns|umas|des|du|de la|son|sa|ses|leurs?|seu|sua|un|une|le|la|les|a)"
_TIMES = (
    r"(?:\s+(?:este|esta|hoy|ayer|el|la|en|a través de|por|ce|mardi|martes|lunes|miércoles|jueves|"
    r"viernes|mientras|también|además|luego)\b[^,.;:“\"«]{0,60}?)?"
)
_UNNAMED = re.compile(rf"\s+({_ARTICLE}\s+\w[^,.;:«»“”\"()–—\n]{{1,90}}?|\w{{4,}}(?:s|es))" + _ENDS)


def sentences(text: str) -> list[Span]:
    """The sentences of one paragraph, by their marks; abbreviations do not end one."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        if _SHORT.search(text[max(0, match.start() - 8) : match.start() + 1]):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    return [span for pair in found if (span := trimmed(text, pair, " \t\n\r"))[1] > span[0]]


@lru_cache(maxsize=8)
def _cues(language: str) -> tuple[re.Pattern[str], dict[str, Stance], re.Pattern[str], str]:
    table = tables()["cues"][language]
    stances: dict[str, Stance] = {}
    for stance in STANCES:
        for form in table.get(stance, ()):
            stances.setdefault(fold(form), stance)
    words = "|".join(sorted(map(re.escape, stances), key=len, reverse=True))
    according = "|".join(re.escape(fold(form)) for form in table["according"])
    that = "|".join(re.escape(form) + ("" if form[-1] == "'" else r"\s") for form in table["that"])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), stances, re.compile(rf"(?<!\w)(?:{according})\s"), that


@lru_cache(maxsize=8)
def _objects(language: str) -> frozenset[str]:
    """Verbs of saying whose object alone is a statement: 'a fait état de neuf morts'."""
    return frozenset(map(fold, tables()["cues"][language].get("object", ())))


def known(language: str) -> bool:
    """Whether there are cues for a language."""
    return language in tables()["cues"] and language != "en"


def read(pieces: Iterable[tuple[str, int]], language: str) -> Iterator[Passage]:
    """Read paragraphs, each given with its offset in the report; one Passage for each, in order."""
    for text, offset in pieces:
        quotes = quotations(text)
        spans = sentences(text)
        if language in clauses.LANGUAGES:
            found = [a for span in spans for a in clauses.in_sentence(text, fold(text), span, language)]
        else:
            found = [a for span in spans for a in _in_sentence(text, span, quotes, language)]
        yield Passage(
            start=offset,
            end=offset + len(text),
            sentences=tuple((a + offset, b + offset) for a, b in spans),
            attributions=tuple(_shifted(a, offset) for a in found),
            pronouns=frozenset(
                (a.source[0] + offset, a.source[1] + offset)
                for a in found
                if a.source and clauses.is_pronoun(text[slice(*a.source)], language)
            ),
        )


def _in_sentence(text: str, span: Span, quotes: list[Span], language: str) -> list[Attribution]:
    verbs, stances, according, _ = _cues(language)
    folded = fold(text)
    found = [a for m in according.finditer(folded, *span) if (a := _according(text, folded, span, m, verbs))]
    for match in verbs.finditer(folded, *span):
        if len(found) >= MOST:
            break
        if any(a < match.start() < b for a, b in quotes):
            continue
        if _NOUN.search(folded, span[0], match.start()):
            continue  # "el anuncio", "un decreto": accents tell such nouns from verbs, and texts leave them out
        joined = _AND.search(folded, span[0], match.start())
        last = found[-1] if joined and found and found[-1].cue and found[-1].start < joined.start() else None
        one = _at(
            text, folded, span, match, stances[match[0]], language, quotes, last.source if last else None
        )
        if one is None:
            continue
        if last and joined:  # "anuncia que ... y convoca a ...": the first ends where the second begins
            found[-1] = structs.replace(
                last,
                content=tuple((a, min(b, joined.start())) for a, b in last.content if a < joined.start()),
            )
        if not any(_same(one, other) for other in found):
            found.append(one)
    return found


#: A word before what looks like a verb and shows that it is a noun.
_NOUN = re.compile(
    r"\b(?:el|un|una|del|de|su|sus|este|esta|ese|esa|al|alto|cada|otro|otra|por|sin|bajo|"
    r"ce|cette|une|son|sa|leur|du|par|sans|um|uma|do|da|seu|sua|sem)\s$"
)
#: Characters between a verb and a quotation from which the verb has an object of its own.
APART = 40
#: A second verb of the same subject: "..., y convoca".
_AND = re.compile(r",?\s(?:y|e|et)\s(?:se |lo |ha |han |a |ont |tem )?$")
_WH = re.compile(
    r"\s*(?:a \w+(?: \w+)? )?(?:si|se|quien\w*|que|por que|como|donde|cuando|cuant\w+|qui|pourquoi|comment|ou|quand|"
    r"combien|quem|onde|quando|quant\w+|qual)\b(?!\s(?:no|nao)?\s?se\b)"
)


_TO_HIM = re.compile(r"\b(?:les?|lui|leur|lhes?)\s$")


def _at(
    text: str,
    folded: str,
    span: Span,
    match: re.Match[str],
    stance: Stance,
    language: str,
    quotes: list[Span],
    heir: Span | None,
) -> Attribution | None:
    """The attribution of one cue: a clause with 'que', a quotation beside it, or its object.

    `heir` is the speaker of the verb before, where this one is joined to it.
    """
    (verbs, _, _, that), cue = _cues(language), match.span()
    if stance == "denies" and _TO_HIM.search(folded, span[0], cue[0]):
        return None  # "le negó la libertad": nothing was said
    clause = _clause(folded, cue[1], verbs, that)
    near = [q for q in quotes if span[0] <= q[0] and q[1] <= span[1] + 1]
    before, after = heir or _before(text, span, cue), _after(text, span, cue)
    withheld = stance in {"asserts", "denies"} and _WITHHELD.search(folded, span[0], cue[0])
    if withheld:
        stance = "does_not_know"
    inverted = text[: cue[0]].rstrip().endswith(",") and after  # "..., dijo X"
    asked = stance in {"asks", "calls_for"} and _WH.match(folded, cue[1])
    if asked and stance == "calls_for" and re.search(r"\bque$", text[slice(*asked.span())]):
        asked = None  # "pidió a las partes que respeten": a request; "pidió qué" would ask
    if asked:  # "preguntaron por qué", "demandent pourquoi"
        stance, content, source = "asks", (cue[1], span[1]), before or None
    elif clause:
        content, source = (clause.end(), _until(text, clause.end(), span[1], quotes)), before or None
    elif near and not (
        stance not in {"asserts", "asks"} and before and min(abs(q[0] - cue[1]) for q in near) > APART
    ):
        content = min(near, key=lambda q: min(abs(q[0] - cue[1]), abs(cue[0] - q[1])))
        source = after if content[1] <= cue[0] else before
    elif after and (comma := _COMMA.search(folded, span[0], cue[0])) and not before:  # "..., dijo X"
        content, source = (span[0], comma.start()), after
    elif stance not in {"asserts", "asks"} or match[0] in _objects(
        language
    ):  # also "n'a pas confirmé l'arrestation"
        content, source = (
            (cue[1], span[1]),
            before,
        )
    elif inverted:
        content, source = (span[0], cue[0]), after
    else:
        return None
    content = trimmed(text, content, " \t\n,;:.-–—")
    if source is None and not (clause or asked):
        return None
    if content[1] - content[0] < 4 or (source and content[0] < source[1] and source[0] < content[1]):
        return None
    rule = "object" if not clause and not near and content[0] > cue[1] else "cue"
    return Attribution(source=source, cue=cue, content=(content,), stance=stance, rule=rule)


def _until(text: str, start: int, end: int, quotes: list[Span]) -> int:
    """Where a clause ends: at a semicolon, unless it stands in a quotation."""
    marks = (at for at in range(start + 8, end) if text[at] == ";")
    return next((at for at in marks if not any(a < at < b for a, b in quotes)), end)


def _clause(folded: str, at: int, verbs: re.Pattern[str], that: str) -> re.Match[str] | None:
    """What leads from a cue to its clause: '... este martes que '; none where a second verb stands between."""
    lead = re.compile(rf"{_TIMES}\s*,?\s*(?<!\w)(?:{that})|[^,.;:()\"]{{0,70}}?\s(?:de\s)?(?:{that})").match(
        folded, at
    )
    # "rechazó el golpe y anunció que": the clause belongs to the second verb
    return None if lead is None or verbs.search(folded, at, lead.end() - 3) else lead


def _before(text: str, span: Span, cue: Span) -> Span | None:
    """The noun phrase that ends at the cue: back to the last break of the clause, at most 14 words."""
    piece = re.sub(
        r"\(\w{1,3}\)", lambda m: " " * len(m[0]), text[span[0] : cue[0]]
    )  # "el presidente (E) afirma"
    start = max((m.end() for m in re.finditer(r"[,;:(“”\"«»]\s*(?=[^,;:]*$)|^\s*", piece)), default=0)
    inserted = re.search(
        r"(?:^|[;:(“”\"«»]|,\s)\s*([^,;:“”\"«»]{3,80}),\s*[^,;:“”\"«»]{3,90},\s*"
        r"(?:(?:a|ont|avait|avaient|ha|han|había|habían|tem|têm)\s[^,;:“”\"«»]{0,60})?$",
        piece,
    )
    if inserted:  # "El ministro de Defensa, Vladimir Padrino López, dijo"
        start = inserted.start(1)
    found = trimmed(text, (span[0] + start, cue[0]))
    words = text[slice(*found)].split()
    while words and _OPENS.match(words[0]):
        found = trimmed(text, (found[0] + len(words[0]), found[1]))
        words = words[1:]
    found = _subject(text, found)
    words = text[slice(*found)].split()
    while words and _JOINS.match(words[-1]):
        found = trimmed(text, (found[0], found[1] - len(words[-1])))
        words = words[:-1]
    if not words and re.search(
        r"(?i)\b(?:quien|qui)\s*$", piece
    ):  # "el presidente Nicolás Maduro, quien asegura que"
        names = list(re.finditer(rf"{_NAME}(?:\s+(?:{_LINK}\s+)*{_NAME})*", piece[-120:]))
        start = len(piece) - len(piece[-120:])
        return (span[0] + start + names[-1].start(), span[0] + start + names[-1].end()) if names else None
    if words and not re.match(
        rf"{_NAME}|[@«“\"(]|(?i:el|la|los|las|un|una|su|sus|este|esta|otro|otra|varios|fuentes|testigos|vecinos|medios|l'|le|les|des|o|a|os|as|um|uma)\b",
        words[0],
    ):
        return None  # a verb of its own: the subject is left out and was named before
    return found if 0 < len(words) <= 20 else None


#: What ends a subject: "Maduro dio ... y (anunció)", "El presidente, cuyo paradero ...".
_RELATIVE = re.compile(
    r"(?i),\s+(?:cuy[oa]s?|quien(?:es)?|que|el cual|la cual|dont|qui|lequel|laquelle|cuj[oa]s?|o qual|a qual)\s"
)
_ALSO = re.compile(r"(?i)\s(?:y|e|et)(?:\s(?:se|lo|les?|a|ont|ha|han))?$")
_FINITE = re.compile(
    r"(?<=\s)(?:\w{2,}(?:ó|aron|ieron|ou|eu|iu)|\w{3,}(?:aba|aban|ía|ían|aram|eram|iram|aient|èrent)|(?:a|ont|s'est|est|ha|han)\s\w+(?:é|ée|és|i|it|u|ado|ido)|"
    r"dio|dieron|fue|fueron|hizo|hicieron|tuvo|tuvieron|puso|pusieron|vino|quiso|pudo|dijo|dijeron|deu|deram|foi|foram|fez|teve|disse|veio)(?=\s)"
)

#: "El Gobierno habla de un puñado": after a noun or a name, a verb with what it is about.
_PRESENT = re.compile(
    r"((?:(?i:el|la|los|las|le|les|o|a|os|as|l['’])\s)?[\wÀ-ÿ]+(?:\s[A-ZÁÉÍÓÚÀ-Þ][\w’'-]+)*)\s[a-zà-ÿ]{2,}[ae]n?\s(?:de|que|a|al|con|por|en|el|la|los|las|un|una|unos|su|sus|le|les|une|o|os|um|uma)\s"
)


def _subject(text: str, found: Span) -> Span:
    """A subject without what is told of it: a relative clause, or a first verb that shares it with the cue."""
    words = text[slice(*found)]
    relative = _RELATIVE.search(words)
    if relative and relative.start() > 2:
        return trimmed(text, (found[0], found[0] + relative.start()))
    first = (_FINITE.search(words) or _PRESENT.match(words)) if _ALSO.search(words) else None
    if first and first.re is _PRESENT:
        return trimmed(text, (found[0], found[0] + first.end(1)))
    return trimmed(text, (found[0], found[0] + first.start())) if first else found


def _after(text: str, span: Span, cue: Span) -> Span | None:
    """The noun phrase that follows an inverted cue: '..., dijo el ministro Jorge Rodríguez en Twitter'."""
    told = _TOLD_TO.match(text, cue[1], span[1])
    cue = (cue[0], told.end()) if told else cue
    match = re.compile(
        rf"\s+((?:(?:el|la|los|las|un|una|le|les|o|a|l')\s+)?(?:[\wáéíóúñ'’-]+\s+){{0,5}}?{_NAME}(?:\s+(?:{_LINK}\s+)*{_NAME}){{0,6}}(?:,\s{_NAME}(?:\s+(?:{_LINK}\s+)*{_NAME}){{0,5}})?|(?:el|la|los|las|un|una|le|une|les)\s+\w+(?:\s+\w+)?)"
    ).match(text, cue[1], span[1])
    unnamed = _UNNAMED.match(text, cue[1], span[1])
    if unnamed and (match is None or not re.search(r"[A-ZÁÉÍÓÚÑÀÂÇÈÊÎÔÛ]", match[1])):
        match = unnamed  # "ont rapporté des habitants", "afirmou um conselheiro do governo"
    return trimmed(text, match.span(1), " \t\n,;:.-–—") if match else None


#: Whom it was told to, between the verb and its speaker: "dijo a esta emisora un médico".
_TOLD_TO = re.compile(
    r"\s+(?:(?:a (?:la|el|los|las|esta|este|nuestr[oa]|un|una)\s|al\s|[àa] l['’]|au\s|[aà] la\s|aos?\s)[\w'’-]+|"
    r"[aà]\s[A-ZÁÉÍÓÚ][\w'’-]+(?:\s[A-ZÁÉÍÓÚ][\w'’-]+){0,3})"
    r"(?=\s+(?:el|la|los|las|un|una|varios|le|les|des|o|os|um|uma|[A-ZÁÉÍÓÚ]))"
)


def _according(
    text: str, folded: str, span: Span, match: re.Match[str], verbs: re.Pattern[str]
) -> Attribution | None:
    """'Según X, ...' or '..., según X.': the rest of the sentence is X's."""
    end = re.compile(r"[,;:.]|$").search(text, match.end(), span[1])
    stop = min(end.start() if end else span[1], span[1])
    source = trimmed(text, (match.end(), stop), " \t\n,;:.-–—")
    if said := verbs.match(folded, source[0], stop):  # "según dijo a esta emisora un médico"
        told = _TOLD_TO.match(text, said.end(), stop)
        source = trimmed(text, (told.end() if told else said.end(), stop), " \t\n,;:.-–—")
    rest = [trimmed(text, piece, " \t\n,;:.-–—") for piece in ((span[0], match.start()), (stop, span[1]))]
    content = tuple(piece for piece in rest if piece[1] - piece[0] > 8)
    if not content or not 0 < len(text[slice(*source)].split()) <= 14:
        return None
    return Attribution(
        source=source,
        cue=(match.start(), match.end() - 1),
        content=content,
        stance="asserts",
        rule="according",
    )


def _same(one: Attribution, other: Attribution) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end


def _shifted(one: Attribution, offset: int) -> Attribution:
    def moved(span: Span) -> Span:
        return span[0] + offset, span[1] + offset

    return Attribution(
        source=moved(one.source) if one.source else None,
        cue=moved(one.cue) if one.cue else None,
        content=tuple(map(moved, one.content)),
        stance=one.stance,
        rule=one.rule,
    )
