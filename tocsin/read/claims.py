"""Claims: what was attributed, what the outlet says itself, and what is said not to be known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from tocsin.model import Claim, Party, Report, Source, Stance, Voice, digest
from tocsin.read import abroad, firmness, marks
from tocsin.read.attribution import Attribution, Deed, Passage, Span, trimmed, without
from tocsin.read.credits import Credit, credits, short
from tocsin.read.fold import fold
from tocsin.read.headlines import headed, speaks
from tocsin.read.lexicon import Lexicon, folded_words, word_list
from tocsin.read.names import Names
from tocsin.read.quantities import quantities
from tocsin.read.statements import attributed, own
from tocsin.read.unknowns import Unknown, unknowns
from tocsin.read.when import when
from tocsin.read.where import located, location, where

STOP = word_list("stop")
#: Kinds that are news only as somebody's statement; an outlet's own sentence with them alone is commentary.
BESIDE_NO_SIGN = frozenset({"no-sign", "leader-seen", "lawful-process"})
LOOKED_AT = 900  # characters of one claim in which events are looked for: ten times a long sentence
FRAGMENT = 5  # words that an outlet's own part of a sentence needs beside what it attributes
#: What joins a first verb to the one that says: "... and", "... y", "... et a".
_JOINED = re.compile(r"(?i),?\s(?:and|but|y|e|et|mais|pero|mas)(?:\s(?:has|have|had|ha|han|a|ont|se))?$")
#: Words by which speakers mean themselves in what is reported of them.
_SELF = frozenset(["he", "she", "it", "they", "we", "i"])
COMMENTARY = frozenset({"accuses", "talks", "coup", "foreign-forces"})


class Reader:
    """Turns the passages of one report into its claims."""

    def __init__(
        self,
        report: Report,
        source: Source,
        lexicon: Lexicon,
        sources: dict[str, Source],
        language: str,
        *,
        sentences: bool = False,
    ) -> None:
        self.report, self.source, self.lexicon, self.language = report, source, lexicon, language
        self._every = sentences
        self.text = report.whole
        self._open_ones: dict[Span, list[Unknown]] = {}
        self._deeds: list[Deed] = []
        self._places = located(self.text, lexicon, language)
        self.names = Names(lexicon, sources, source)
        self.credits = credits(
            self.text, (s.name for s in sources.values() if s.kind in {"agency", "broadcaster", "newspaper"})
        )
        self.correcting = bool(marks.CORRECTING.search(fold(self.text)))
        own = {fold(source.name), fold(short(source.name))}
        self.credits = [c for c in self.credits if fold(c.name) not in own]

    def claims(self, passages: list[Passage]) -> list[Claim]:
        """The claims of the report in the order of its words; overlapping repeats are left out."""
        found = list(self._all(passages))
        title = len(self.report.title)
        return [
            self._as_in_the_text(claim, found) if claim.end <= title else self._withdrawn(claim)
            for claim in found
        ]

    def _as_in_the_text(self, claim: Claim, found: list[Claim]) -> Claim:
        """A headline in nobody's voice is as firm as the text below it: 'Base seized' over 'according to posts'."""
        if claim.speaker.start is not None or claim.stance != "asserts":
            return claim
        below = [
            c
            for c in found
            if c.start > len(self.report.title) and c.kind and c.kind in claim.kinds and c.stance == "asserts"
        ]
        if not below or any(c.speaker.start is None and not c.hedged for c in below):
            return claim
        return structs.replace(claim, voices=below[0].voices, hedged=claim.hedged or below[0].hedged)

    def _withdrawn(self, claim: Claim) -> Claim:
        """What a correction says that the outlet had said: taken back, so denied in its own voice."""
        sentence = fold(self.text[claim.sentence_start : claim.sentence_end])
        if claim.stance != "asserts" or not (self.correcting and marks.SAID_BEFORE.search(sentence)):
            return claim
        return structs.replace(
            claim, stance="denies", negated=True, cue="correction", voices=(self.names.outlet(),)
        )

    def _all(self, passages: list[Passage]) -> Iterator[Claim]:
        seen: set[tuple[int, int, Stance, str | None]] = set()
        said: list[tuple[Attribution, Voice]] = []
        self.names.people = [person for passage in passages for person in passage.people]
        self._deeds = [deed for passage in passages for deed in passage.deeds]
        for bare in passages:
            passage = headed(self.text, bare, len(self.report.title), self._known)
            voiced = self._voices(passage)
            said = [*said[-3:], *voiced]
            for claim in (
                *self._attributed(passage, voiced),
                *self._remarks(passage, said),
                *self._own(passage),
                *self._unknown(passage, voiced),
            ):
                key = (claim.start, claim.end, claim.stance, claim.speaker.who)
                if key not in seen and claim.end > claim.start:
                    seen.add(key)
                    yield claim

    def _known(self, name: str) -> bool:
        return self.names.known(name) or speaks(name) or self._surname(name)

    def _surname(self, name: str) -> bool:
        """Whether one word is the surname of somebody whom the report names in full: 'Bolton: ...'."""
        if " " in name.strip() or not name[:1].isupper():
            return False
        full = (self.text[slice(*person)].split() for person in self.names.people)
        return any(len(words) > 1 and words[-1] == name.strip() for words in full)

    # Voices -------------------------------------------------------------------------------------

    def _voices(self, passage: Passage) -> list[tuple[Attribution, Voice]]:
        ordered = sorted(passage.attributions, key=lambda a: (a.cue or a.content[0])[0])
        return [
            (
                one,
                self.names.voice(
                    self.text,
                    one.source,
                    pronoun=one.source in passage.pronouns,
                    near=self._sentence_text(passage, one),
                ),
            )
            for one in ordered
        ]

    def _sentence_text(self, passage: Passage, one: Attribution) -> str:
        """The words after the speaker and after the cue, and those that open the sentence: there the medium is named."""
        start, end = self._sentence(passage, (one.cue or one.content[0])[0])
        after = [span[1] for span in (one.source, one.cue) if span]
        near = [self.text[at : min(at + 56, end)] for at in after]
        opening = marks.OPENING.match(self.text, start, end)  # "In a statement, X said"
        if opening and one.source and opening.end() <= one.source[0] <= opening.end() + 12:
            near.append(opening[0])
        return " ".join(near)

    def _chain(
        self,
        span: Span,
        voiced: list[tuple[Attribution, Voice]],
        own: Attribution | None = None,
        *,
        sentence: Span | None = None,
    ) -> tuple[Voice, ...]:
        """The voices within which a span stands, outermost first; a credit line stands before them all."""
        around = [
            (part[1] - part[0], voice)
            for one, voice in voiced
            if one is not own
            for part in one.content
            if part[0] <= span[0] and span[1] <= part[1]
        ]
        chain = [voice for _, voice in sorted(around, key=lambda row: -row[0])]
        credit = self._credit(sentence or span)
        if credit and (not chain or chain[0].who != credit.who):
            chain.insert(0, credit)
        return tuple(chain)

    def _credit(self, span: Span) -> Voice | None:
        covering = [c for c in self.credits if c.covers[0] <= span[0] and span[1] <= c.covers[1]]
        credit = min(
            covering, key=lambda c: (c.whole, c.covers[1] - c.covers[0]), default=None
        ) or self._restated(span)
        return self.names.voice(self.text, (credit.start, credit.end)) if credit else None

    def _restated(self, span: Span) -> Credit | None:
        """A sentence credited at a paragraph's end leads in to the credited text itself: the next paragraph is the
        agency's too where it says the credited words again."""
        for credit in self.credits:
            after = self.text[credit.covers[1] : span[0]]
            if (
                not credit.whole
                and span[0] - credit.covers[1] >= 0
                and len(after) < 400
                and after.count("\n") in {1, 2}
            ):
                lead, here = (
                    set(folded_words(self.text[slice(*credit.covers)])),
                    set(folded_words(self.text[slice(*span)])),
                )
                if len((lead & here) - STOP) >= 4:
                    return credit
        return None

    def _sentence(self, passage: Passage, at: int) -> Span:
        return next((s for s in passage.sentences if s[0] <= at < s[1]), (passage.start, passage.end))

    # The three ways to a claim --------------------------------------------------------------------

    def _attributed(self, passage: Passage, voiced: list[tuple[Attribution, Voice]]) -> Iterator[Claim]:
        for one, voice in voiced:
            start, end = one.start, one.end
            if one.rule == "object" and one.cue and 0 <= start - one.cue[1] < 4:
                start = one.cue[
                    0
                ]  # "calls for an uprising": the deed is the saying, so the words begin with it
            sentence = self._sentence(passage, start)
            cue = self.text[slice(*one.cue)] if one.cue else None
            words = self.text[start:end] if one.rule == "object" else f"{cue or ''} {self.text[start:end]}"
            if (
                one.rule == "quotes"
                or any(other.source == (start, end) for other, _ in voiced)  # a name is no statement
                or self._empty(one)
                or self._says_unknown(passage, sentence, (start, end))
            ):
                continue
            chain = (*self._chain((one.cue or (start, end)), voiced, one, sentence=sentence), voice)
            told = attributed(self.text, one, sentence, self.language)
            # "Nothing suggests that he was deposed" is said by whoever writes it, and denies it.
            nobody = one.source is not None and fold(self.text[slice(*one.source)]) in marks.NOBODY
            if nobody:
                chain = chain[:-1] or (self.names.outlet(),)
            # A word that was refused is nothing that the speaker holds; whether what is to come is a fact of now
            # ("will replace him") is seen in _claim.
            kept = one.stance == "does_not_know" or told.stance == "predicts"
            stance = one.stance if kept else told.stance
            if nobody and stance == "asserts":
                stance = "denies"
            yield self._claim(
                (start, end),
                sentence,
                chain,
                stance,
                words=words,
                cue=cue,
                hedged=told.hedged and not nobody,
                negated=told.negated or nobody,
            )

    def _says_unknown(self, passage: Passage, sentence: Span, content: Span) -> bool:
        """Whether what is said is that it is not known: that is told as an unknown in the same voice."""
        return any(
            min(end, content[1]) - max(start, content[0]) > 0.6 * (content[1] - content[0])
            for start, end in (one.clause for one in self._not_known(passage, sentence))
        )

    def _empty(self, one: Attribution) -> bool:
        """Whether an attribution says nothing: 'officials said so', 'by declaring a coup'."""
        words = self.text[one.start : one.end]
        if marks.NAMELESS.match(fold(words)):
            return True  # "asked not to be named"
        count = len([w for w in folded_words(words) if w not in STOP])
        return count < 2 and not (count and one.cue and one.rule != "object" and self._kinds(words))

    def _remarks(self, passage: Passage, said: list[tuple[Attribution, Voice]]) -> Iterator[Claim]:
        """'Information Minister X's comments on Twitter came after ...': the statement before is his."""
        for match in re.finditer(
            r"((?:[A-ZÀ-Þ][\w.-]+\s+){1,5}[A-ZÀ-Þ][\w.-]+)[’']s?\s+(?:comments?|remarks?|statement|words|tweets?|announcement)\b",
            self.text[passage.start : passage.end],
        ):
            name = (passage.start + match.start(1), passage.start + match.end(1))
            before = [
                (one, voice)
                for one, voice in said
                if one.end <= name[0] and one.stance in {"asserts", "denies"}
            ]
            if not before or name[0] - before[-1][0].end > 300:
                continue
            one, voice = before[-1]
            sentence = self._sentence(passage, name[0])
            speaker = self.names.voice(self.text, name, near=self.text[slice(*sentence)])
            if speaker.who != voice.who and (
                voice.side == speaker.side or voice.side is None or speaker.side is None
            ):
                chain = (*self._chain((one.start, one.end), said, one), speaker)
                yield self._claim(
                    (one.start, one.end),
                    sentence,
                    chain,
                    one.stance,
                    words=self.text[one.start : one.end],
                    cue="comments",
                )

    def _own(self, passage: Passage) -> Iterator[Claim]:
        for sentence in passage.sentences:
            holes = [
                hole
                for one in passage.attributions
                for hole in (
                    *one.content,
                    *((one.cue,) if one.cue else ()),
                    *((one.source,) if one.source and one.cue else ()),
                )
                if sentence[0] <= hole[0] < sentence[1]
            ]
            pieces = (
                [trimmed(self.text, piece) for piece in without(sentence, holes)] if holes else [sentence]
            )
            open_ones = self._not_known(passage, sentence)
            for piece in pieces:
                if any(one.clause[0] < piece[1] and piece[0] < one.clause[1] for one in open_ones):
                    continue  # it says that this is not known

                if claim := self._own_claim(self._with_subject(piece, passage), sentence):
                    yield claim

    def _with_subject(self, piece: Span, passage: Passage) -> Span:
        """A piece between a speaker and the cue has the speaker for its subject: 'Maduro appeared on air and' said."""
        end = piece[0] + len(_JOINED.sub("", self.text[slice(*piece)]))
        subject = [
            one.source[0]
            for one in passage.attributions
            if one.source and 0 <= piece[0] - one.source[1] < 2 and one.cue and one.cue[0] >= piece[1]
        ]
        return min(subject, default=piece[0]), end

    def _own_claim(self, piece: Span, sentence: Span) -> Claim | None:
        words = self.text[slice(*piece)]
        if len(words.split()) < 3 or words.endswith(
            ":"
        ):  # "Reaction abroad to the call:" only leads to what follows
            return None
        kinds = self._kinds(words)
        if not kinds and (piece != sentence or not (self._every or _forces(words, self.language))):
            return None
        if piece != sentence and len(words.split()) < FRAGMENT:
            return None
        if set(kinds) and set(kinds) <= COMMENTARY - {"coup"}:
            return None
        told = own(self.text, piece, sentence, self.language)
        stance: Stance = "asserts" if told.stance == "predicts" else told.stance
        if stance == "asserts" and firmness.conditional(words) and not firmness.hedged(words):
            stance = "predicts"
        chain = self._chain(piece, []) or (self.names.outlet(),)
        return self._claim(
            piece,
            sentence,
            chain,
            stance,
            words=words,
            cue=None,
            hedged=told.hedged or firmness.left_open(words),
            negated=told.negated,
        )

    def _not_known(self, passage: Passage, sentence: Span) -> list[Unknown]:
        if sentence not in self._open_ones:  # asked once for each attribution of the sentence
            said = [(one.start, one.end) for one in passage.attributions]
            self._open_ones[sentence] = unknowns(self.text, sentence, said)
        return self._open_ones[sentence]

    def _unknown(self, passage: Passage, voiced: list[tuple[Attribution, Voice]]) -> Iterator[Claim]:
        for sentence in passage.sentences:
            for one in self._not_known(passage, sentence):
                span = one.clause
                chain = (
                    self._chain(span, voiced)
                    or self._chain((span[0], span[0] + 1), voiced)
                    or (self.names.outlet(),)
                )
                words = self.text[slice(*span)]
                if len([w for w in folded_words(words) if w not in STOP]) >= 2:
                    claim = self._claim(span, sentence, chain, "does_not_know", words=words, cue=None)
                    yield structs.replace(claim, question=one.topic or one.clause)

    def _claim(
        self,
        span: Span,
        sentence: Span,
        voices: tuple[Voice, ...],
        stance: Stance,
        *,
        words: str,
        cue: str | None,
        hedged: bool = False,
        negated: bool = False,
    ) -> Claim:
        start, end = trimmed(self.text, span, " \t\n\r,;")
        text, whole, said = self.text[start:end], self.text[slice(*sentence)], self.report.known
        kinds = tuple(self._kinds(words)) or (("forces",) if _forces(text, self.language) else ())
        events = self._kinds(text)
        if events:  # what counts is whether the event is said not to be
            negated = "no-sign" not in events and firmness.negated(text, next(iter(events.values())))
        if stance == "asserts" and events and negated:
            stance = "denies"
        if events and stance == "asserts":  # a saying that whoever passes it on calls false: not vouched for
            first = next(iter(events.values()))
            here = start - sentence[0]
            hedged = hedged or firmness.debunked(whole, (first[0] + here, first[1] + here))
        clause = fold(self.text[max(0, start - 5) : start]).endswith(("que ", "that "))
        if stance == "asserts" and events and firmness.supposed(text, next(iter(events.values()))):
            stance = "predicts"
        if (
            stance == "denies"
            and cue
            and marks.CONDEMNS.match(fold(cue))
            and not clause
            and not marks.SAYING.search(fold(text))
        ):
            stance = "asserts"  # to reject a coup is not to deny that there is one
        if stance == "asserts" and firmness.conditional(text) and _future(text):
            stance = "predicts"
        deed = self._deed((start, end), next(iter(events.values()), None))
        if any(abroad.of_home(voice, self.lexicon) for voice in voices[-1:]):  # no foreign state
            kinds = tuple(kind for kind in kinds if kind not in abroad.FOREIGN)
        there = abroad.put(self.text, (start, end), [start + b for _, b in events.values()], self._places)
        away = there is not None and there.country not in {None, self.lexicon.watch.place.country}
        return Claim(
            id=f"c-{digest(self.report.id, str(start), str(end), stance, *(v.name for v in voices))}",
            report=self.report.id,
            source=self.report.source,
            start=start,
            end=end,
            text=text,
            sentence_start=sentence[0],
            sentence_end=sentence[1],
            voices=voices,
            stance=stance,
            hedged=stance != "does_not_know"
            and "no-sign" not in kinds  # "no evidence for the rumours" hedges nothing
            and (
                hedged
                or firmness.hedged(text)
                or (firmness.hedged(whole) and len(voices) == 1 and not voices[0].start)
            ),
            negated=negated,
            kind=kinds[0] if kinds else None,
            kinds=kinds,
            actors=self._actors(text, voices),
            actor=self._party(deed.agent, voices) if deed and deed.agent else None,
            recipient=self._party(deed.patient, voices) if deed and deed.patient else None,
            place=None if away else where(self.text, sentence, self._places, self.lexicon),
            location=location((there,) if there else self._places, (start, end), sentence),
            when=when(
                whole, said, self.lexicon.watch.zone, self.source.country or self.lexicon.watch.place.country
            ),
            quantities=quantities(text, start, self.language),
            terms=tuple(sorted({w for w in folded_words(text) if w not in STOP and len(w) > 2})),
            cue=cue,
            background=firmness.history(whole, said.astimezone(self.lexicon.watch.zone).year),
            language=self.language,
            at=said,
        )

    def _deed(self, content: Span, event: Span | None) -> Deed | None:
        """The deed that makes the event of a claim; without an event, the first that is done to somebody."""
        within = [deed for deed in self._deeds if content[0] <= deed.start and deed.end <= content[1]]
        if event is None:
            return next((deed for deed in within if deed.agent and deed.patient), None)
        first, last = content[0] + event[0], content[0] + event[1]
        # The words of an event hold the deed ("arrested"), or what it is done to ("a coup attempt").
        return next(
            (
                deed
                for deed in within
                if any(a < last and first < b for a, b in ((deed.start, deed.end), deed.patient or (0, 0)))
            ),
            None,
        )

    def _party(self, span: Span, voices: tuple[Voice, ...]) -> Party:
        """Who is meant: a member of a side, or for a pronoun in somebody's words the speaker himself."""
        name = self.text[slice(*span)]
        who, side = self.names.meant(name)
        if fold(name) in _SELF and voices[-1].start is not None:
            who, side = voices[-1].who, voices[-1].side
        return Party(name=name, start=span[0], end=span[1], who=who, side=side)

    def _kinds(self, words: str) -> dict[str, Span]:
        """The kinds of event in the words; of endless text only the beginning is looked at."""
        found = self.lexicon.kinds_in(fold(words[:LOOKED_AT]), self.language)
        if (
            "no-sign" in found
        ):  # "no evidence of a coup", "baseless talk that he was held": the rest is what is not so
            return {kind: span for kind, span in found.items() if kind in BESIDE_NO_SIGN}
        return found

    def _actors(self, text: str, voices: tuple[Voice, ...]) -> tuple[str, ...]:
        """The members of the sides whom the words name."""
        folded = fold(text)
        found = {member.name: None for _, member, _ in self.lexicon.named(folded)}
        return tuple(name for name in found if not voices or name != voices[-1].who or name in text)


def _forces(text: str, language: str) -> bool:
    """Whether the words say how many soldiers or vehicles there are."""
    return any(
        re.match(
            r"soldier|troop|officer|vehicle|tank|soldado|militar|uniformado|efectivo|tanqueta|soldat",
            q.unit,
        )
        for q in quantities(text, 0, language)
    )


def _future(text: str) -> bool:
    """Whether the main words lie in the future or are only possible, rather than a subordinate 'if'."""
    return bool(
        re.match(r"(?i)^\W*(?:\S+\W+){0,8}?(?:will|would|may|might|could|if|unless|podría\w*|si)\b", text)
    )
