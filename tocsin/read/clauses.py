"""Attributions by cue words in Russian and Arabic, the same shapes as in cued.py in their own order of words.

Russian: "X заявил, что ...", "«...», — сказал X", "по словам X, ..."; Arabic begins with the verb: "قال X إن ...",
"نفى X ...", "بحسب X، ...". A report in Arabic marks neither names nor the beginning of sentences with capitals, so
where a subject ends is told by the words that an object begins with (cues.toml).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tocsin.model import Stance
from tocsin.read.attribution import MOST, Attribution, Span, quotations, trimmed
from tocsin.read.fold import fold
from tocsin.read.lexicon import tables
from tocsin.read.phrases import expression

LANGUAGES = frozenset({"ru", "ar"})
_ENDS = ' \t\n,;:.!?"«»“”()،؛؟-–—'
_BREAK = re.compile(r'[,;:"()،؛]|\s[-–—]\s')
#: A speaker has no more words than this.
_WORDS = 12


class _Cues(NamedTuple):
    """The compiled cues of one language."""

    verbs: re.Pattern[str]
    stances: list[tuple[re.Pattern[str], Stance]]
    objects: re.Pattern[str]
    that: re.Pattern[str]
    according: re.Pattern[str]
    opens: re.Pattern[str]
    closes: re.Pattern[str]
    begins: re.Pattern[str]
    withheld: re.Pattern[str]
    pronouns: frozenset[str]


def _any(words: list[str]) -> str:
    return "|".join(f"(?:{expression(word)})" for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@lru_cache(maxsize=4)
def _cues(language: str) -> _Cues:
    table = tables()["cues"][language]
    stances: tuple[Stance, ...] = (
        "denies", "calls_for", "orders", "threatens", "promises", "predicts", "asks", "asserts",
    )  # fmt: skip
    rows = [(re.compile(_any(table.get(stance, []))), stance) for stance in stances]
    return _Cues(
        verbs=re.compile("|".join(_any(table.get(stance, [])) for stance in stances)),
        stances=rows,
        objects=re.compile(_any(table["object"])),
        that=re.compile(rf"\s*,?\s*(?:{_any(table['that'])})\s+"),
        according=re.compile(_any(table["according"])),
        opens=re.compile(rf"(?:{_any(table['opens'])})\s*"),
        closes=re.compile(rf"\s*(?:{_any(table['closes'])})"),
        begins=re.compile(_any(table["begins"])),
        withheld=re.compile(rf"(?:{_any(table['withheld'])})\s*(?:\w+\s+)?$"),
        pronouns=frozenset(map(fold, table["pronouns"])),
    )


def in_sentence(text: str, folded: str, span: Span, language: str) -> list[Attribution]:
    """The attributions of one sentence of a paragraph; `folded` is the paragraph folded."""
    cues = _cues(language)
    quotes = [q for q in quotations(text) if span[0] <= q[0] and q[1] <= span[1] + 1]
    found = [a for m in cues.according.finditer(folded, *span) if (a := _according(text, folded, span, m))]
    for match in cues.verbs.finditer(folded, *span):
        if len(found) >= MOST:
            break
        if any(a < match.start() < b for a, b in quotes) or any(_within(match.span(), a) for a in found):
            continue
        stance = next(stance for pattern, stance in cues.stances if pattern.fullmatch(match[0]))
        verb = _Verb(text, folded, span, match.span(), quotes, cues, language)
        if one := verb.attribution(stance):
            found.append(one)
    return found


def _within(span: Span, one: Attribution) -> bool:
    """Whether a cue stands in what is already an attribution's cue or source."""
    return any(p and p[0] <= span[0] < p[1] for p in (one.cue, one.source))


def is_pronoun(words: str, language: str) -> bool:
    """Whether a source is a pronoun, to be resolved by the report."""
    return language in LANGUAGES and fold(words) in _cues(language).pronouns


class _Verb:
    """One verb of saying with the words around it."""

    def __init__(
        self, text: str, folded: str, span: Span, cue: Span, quotes: list[Span], cues: _Cues, language: str
    ) -> None:
        self.text, self.folded, self.span, self.cue, self.quotes = text, folded, span, cue, quotes
        self.cues, self.language = cues, language

    def attribution(self, stance: Stance) -> Attribution | None:
        """What the verb attributes: a clause, a quotation beside it, what stands before its comma, or its object."""
        withheld = self.cues.withheld.search(self.folded, self.span[0], self.cue[0])
        said = self._clause() or self._quoted() or self._before_comma()
        rule = "cue"
        if said is None and (stance != "asserts" or self.cues.objects.fullmatch(self.folded, *self.cue)):
            # The subject of an Arabic verb stands between it and its object.
            said, rule = self._object(stance), "object" if self.language == "ru" else "cue"
        if said is None:
            return None
        source, content = said
        content = trimmed(self.text, content, _ENDS)
        if content[1] - content[0] < 4 or (source and content[0] < source[1] and source[0] < content[1]):
            return None
        if withheld and stance in {"asserts", "denies"}:
            stance = "does_not_know"
        return Attribution(source=source, cue=self.cue, content=(content,), stance=stance, rule=rule)

    def _clause(self) -> tuple[Span | None, Span] | None:
        """'X заявил, что ...', 'заявил X, что ...', 'قال X إن ...'."""
        end = self.quotes[0][0] if self.quotes and self.quotes[0][0] > self.cue[1] else self.span[1]
        that = self.cues.that.match(self.folded, self.cue[1], self.span[1])
        if that:
            return self._before(), (that.end(), self.span[1])
        that = self.cues.that.search(self.folded, self.cue[1], min(end, self.cue[1] + 90))
        if that is None or (self.language == "ru" and "," not in that[0]):
            return None
        source = self._subject((self.cue[1], that.start()))
        return (
            (source or self._before(), (that.end(), self.span[1]))
            if source or self.language == "ru"
            else None
        )

    def _quoted(self) -> tuple[Span | None, Span] | None:
        """A quotation before the verb, with the speaker after it, or one after it, with the speaker before or between."""
        if not self.quotes:
            return None
        near = min(self.quotes, key=lambda q: min(abs(q[0] - self.cue[1]), abs(self.cue[0] - q[1])))
        if near[1] <= self.cue[0]:
            if self.cue[0] - near[1] > 40 or near[1] - near[0] < 12:
                return None
            return self._subject((self.cue[1], self.span[1])), near
        between = self.text[self.cue[1] : near[0]]
        if ":" not in between and between.strip():
            return None
        source = self._subject((self.cue[1], near[0])) if self.language == "ar" else None
        return source or self._before(), near

    def _before_comma(self) -> tuple[Span | None, Span] | None:
        """'..., сообщает X', '..., — сказал X': what stands before is X's."""
        before = self.folded[self.span[0] : self.cue[0]].rstrip()
        comma = before.endswith((",", "،")) or bool(re.search(r",\s*[-–—]$", before))
        source = self._subject((self.cue[1], self.span[1])) if comma else None
        return (source, (self.span[0], self.cue[0])) if source else None

    def _object(self, stance: Stance) -> tuple[Span | None, Span] | None:
        """'X опроверг сообщения о ...', 'نفى X وقوع ...': the object of the verb."""
        if self.language == "ru":
            source = self._before() or None
            return (source, (self.cue[1], self.span[1])) if source else None
        at = self._boundary(by=stance in _WITH_BY)
        if at is None:
            before = self._before()
            return (before, (self.cue[1], self.span[1])) if before else None
        source = self._subject((self.cue[1], at))
        return (source, (at, self.span[1])) if source else None

    def _boundary(self, *, by: bool) -> int | None:
        """Where the subject of an Arabic verb ends and its object begins; `by`: the object may have a joined 'by'."""
        words = [m.span() for m in re.compile(r"\S+").finditer(self.folded, self.cue[1], self.span[1])]
        office = bool(words) and bool(_OFFICE.match(self.folded, words[0][0]))
        closed, place = False, -1
        for number, (start, end) in enumerate(words[: _WORDS + 1]):
            word = self.folded[start:end]
            if word == "في":
                place = number + 1  # "the ministry in Egypt": the place belongs to the subject
            if number > place and number:
                joined = by and len(word) > 3 and word[0] == "ب"
                if (
                    joined
                    or self.cues.begins.match(self.folded, start)
                    or (closed and word[:2] not in _DEFINITE)
                ):
                    return start
            # A construct ("the office of the president") closes with its definite word; after an office comes a name.
            closed = closed or (word[:2] in _DEFINITE and not office) or (number == 0 and word.endswith("ون"))
            if word.endswith(("،", ",", ".")):
                return None
        return None

    def _before(self) -> Span | None:
        """The noun phrase that ends at the verb: back to the last break of the clause."""
        start, piece = self.span[0], self.folded[self.span[0] : self.cue[0]]
        breaks = list(_BREAK.finditer(piece))
        if breaks:
            last = breaks[-1]
            inserted = not piece[last.end() :].strip() and len(breaks) > 1 and last[0] == breaks[-2][0] == ","
            opening = breaks[-3].end() if len(breaks) > 2 else 0
            start += opening if inserted else last.end()
        return self._cleaned((start, self.cue[0]))

    def _subject(self, span: Span) -> Span | None:
        """The noun phrase that begins after the verb: on to a mark, or to words of time, place and medium."""
        start, end = span
        stop = _BREAK.search(self.folded, start, end)
        if stop and (
            quoted := re.compile(r'[^«»"“”,،]{0,60}[«“"][^«»"“”]{1,50}[»”"]').match(self.text, start, end)
        ):
            stop = _BREAK.search(self.folded, quoted.end(), end)  # 'агентство «Ала-Тоо пресс»'
        end = stop.start() if stop else end
        for word in re.compile(r"(?<=\S)\s+").finditer(self.folded, start + 1, end):
            if (
                self.cues.closes.match(self.folded, word.start())
                and self.folded[start : word.start()].strip()
            ):
                end = word.start()
                break
        return self._cleaned((start, end))

    def _cleaned(self, span: Span) -> Span | None:
        start, end = _held(self.text, span)
        while (match := self.cues.opens.match(self.folded, start, end)) and match.end() > start:
            start = match.end()
        while closing := re.search(rf"(?:{self.cues.opens.pattern})$", self.folded[start:end]):
            if closing.end() == closing.start() or closing.start() == 0:
                break
            end = start + closing.start()
        start, end = _held(self.text, (start, end))
        words = self.text[start:end].split()
        if not 0 < len(words) <= _WORDS or not any(c.isalpha() for c in self.text[start:end]):
            return None
        if self.cues.verbs.search(self.folded, start, end):
            return None  # another verb of saying: this is no noun phrase
        return start, end


_DEFINITE = frozenset({"ال", "لل"})
#: Stances of verbs that have their object with a joined "by": to promise, threaten, demand, order it.
_WITH_BY = frozenset({"promises", "threatens", "calls_for", "orders"})
_OFFICE = re.compile(r"(?:وزير|رئيس|الرئيس|المتحدث|اللواء|العميد|العقيد|الفريق|القائد|قائد|المشير)")


def _held(text: str, span: Span) -> Span:
    """A span without marks at its ends, but with quotation marks that belong together."""
    start, end = trimmed(text, span, _ENDS)
    closing = {"«": "»", "“": "”", '"': '"'}
    inside = next((mark for mark in closing if mark in text[start:end]), None)
    if inside and text[end : end + 1] == closing[inside]:
        end += 1
    return start, end


def _according(text: str, folded: str, span: Span, match: re.Match[str]) -> Attribution | None:
    """'По словам X, ...', 'بحسب X، ...': the rest of the sentence is X's."""
    stop = _BREAK.search(folded, match.end(), span[1])
    quoted = re.compile(r'[^«»"“”,،]{0,60}[«“"][^«»"“”]{1,50}[»”"]').match(text, match.end(), span[1])
    if stop and quoted:
        stop = _BREAK.search(folded, quoted.end(), span[1])
    end = stop.start() if stop else span[1]
    source = _held(text, (match.end(), end))
    rest = [trimmed(text, piece, _ENDS) for piece in ((span[0], match.start()), (end, span[1]))]
    content = tuple(piece for piece in rest if piece[1] - piece[0] > 8)
    if not content or not 0 < len(text[slice(*source)].split()) <= _WORDS:
        return None
    return Attribution(source=source, cue=match.span(), content=content, stance="asserts", rule="according")
