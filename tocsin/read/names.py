"""Who is meant: a noun phrase resolved to a member of a side, a source, or an unnamed speaker."""

from __future__ import annotations

import re

from msgspec import structs

from tocsin.model import Source, Voice
from tocsin.read import arabic
from tocsin.read.attribution import Span
from tocsin.read.credits import AGENCIES
from tocsin.read.fold import fold
from tocsin.read.headlines import speakers
from tocsin.read.lexicon import Lexicon, tables, word_list

_MEDIA = re.compile(
    r"\b(?:told|tells?|telling|on|via|in|through|over|en|por|sur|dans|read|read out|reading|reading out)\s+"
    r"((?:his|her|their|its|a|the|su|un|una|el|la|son|une|le)?\s*(?:official\s+|live\s+|short\s+)?"
    r"(?:twitter|facebook|instagram|telegram|periscope|weibo|state tv|state television|national television|television"
    r"|state radio|radio|video|statement|tweet|post|broadcast|communique|press conference|interview|comunicado"
    r"|rueda de prensa|televisora estatal|cadena nacional|redes sociales|social media|alocucion|communique"
    r"|television nationale))\b"
)
#: What follows the head of a noun phrase: who somebody is, where, or what he has read.
_HEAD = re.compile(
    r"[,;]|\s(?=(?:of|in|from|on|at|out|to|for|with|within|close|near|inside|around|who|which|that|familiar|circulating|posted|"
    r"shared|online|early|late|de|del|en|dans|du|des|cerca|cercan[oa]s|proches?|no)\b)"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "january february march april may june july august september october november december"
_CALENDAR = frozenset(f"{_DAYS} {_MONTHS}".split())
_OF = re.compile(
    r"(?:spokes\w+|aide|adviser|advisor|ally|lawyer|minister|office|government|cabinet|camp|team|supporters?|portavoz|vocero|gobierno|porte-parole)"
)
_SPEAKS_FOR = re.compile(rf"{_OF.pattern}\s+(?:of|for|de|del|du)\s+(?:\w+\s+){{0,3}}$")
GOVERNMENT = re.compile(
    r"^(?:the |el |la |le )?(?:government|gobierno|gouvernement|authorities|autoridades|regime|presidency|presidencia|state|interior ministry|"
    r"foreign ministry|defence ministry|defense ministry|information ministry|cancilleria|officials)$"
)


#: 'The minister', 'el mandatario': the man who was named before.
_DESCRIBED = re.compile(
    r"(?:the|el|la|le|l')\s+(?:\w+\s+){0,2}(?:minister|president|spokesman|spokeswoman|secretary|general|colonel|leader|official|diplomat|adviser|premier|"
    r"ministro|ministra|presidente|presidenta|portavoz|vocero|canciller|mandatario|dirigente|lider|funcionario|ministre|porte-parole)$"
)
_TITLES = word_list("titles")
_OFFICES = word_list("offices")
_SMALL = frozenset(
    (
        "of",
        "for",
        "and",
        "to",
        "the",
        "de",
        "del",
        "la",
        "el",
        "los",
        "y",
        "en",
        "du",
        "des",
        "le",
        "et",
        "do",
        "da",
        "dos",
        "e",
        "al",
    )
)


_OFFICE = re.compile(
    r"\b(?:minister|president|spokes\w+|secretary|general|ambassador|adviser|chief|director|ministr[oa]|presidente|canciller|portavoz|vocero|secretari[oa]|ministre)\b"
)


#: One person, though without a name: "a uniformed spokesman said ... He accused ...".
_ONE = re.compile(
    r"(?i)(?:an?|one|un[ae]?|uma?)\s(?!.*\b(?:letter|statement|report|video|message|posts?|document|decree|tweet|poll)\b)"
)


class Names:
    """Resolves speakers within one report; remembers who was named, so that 'he' and surnames find their man."""

    def __init__(self, lexicon: Lexicon, sources: dict[str, Source], own: Source) -> None:
        self._lexicon, self._own = lexicon, own
        self._outlets = {fold(s.name): s for s in sources.values()}
        self._agencies = {fold(name): name for name in AGENCIES}
        self._last: Voice | None = None
        self._full: dict[str, str] = {}
        self._surnames: dict[str, tuple[str, str] | None] | None = None
        self.people: list[Span] = []
        words = tables()["cues"]["en"]["words"]
        self._bodies = frozenset(words["bodies"])
        self._unnamed = set(map(fold, words["unnamed"])) | {
            "testigos",
            "fuentes",
            "vecinos",
            "residentes",
            "usuarios",
            "temoins",
        }

    def outlet(self) -> Voice:
        """The outlet's own voice."""
        return Voice(name=self._own.name, who=self._own.name, side=self._own.side)

    def known(self, name: str) -> bool:
        """Whether a phrase names a member of a side, a source, or a person with an office or a full name."""
        folded = fold(name)
        if self._outlet(folded) or folded in _OFFICES or folded in self._bodies:
            return True
        if self._member(folded)[0]:  # "Maduro resiste: López en la embajada" tells of him, he does not say it
            return all(
                word[:1].isupper()
                or not word[:1].isalpha()
                or word in _SMALL
                or fold(word).strip("'.") in speakers() | _TITLES
                for word in name.split()
            )
        words = name.split()
        capitals = [word for word in words if word[:1].isupper()]
        return 2 <= len(capitals) <= 8 and len(capitals) * 2 >= len(words) and bool(_OFFICE.search(folded))

    def voice(self, text: str, span: Span | None, *, pronoun: bool = False, near: str = "") -> Voice:
        """The voice that the characters `span` of `text` name; `near` is the sentence, for the medium."""
        medium = self._medium(near)
        if span is not None and not pronoun and _DESCRIBED.match(fold(text[slice(*span)])):
            pronoun = self._last is not None
        if span is None or pronoun:
            last = self._last or (self._person(text, span) if span else None)
            if span is None or last is None or text[slice(*span)].lower() in {"we", "i", "it"}:
                named = span is not None and last is not None
                return last if named and last else self._bare(text, span, medium)
            return structs.replace(
                last, medium=medium or last.medium
            )  # "he said" leads back to the words that name him
        voice = self._named(text, span, medium)
        if voice.named or _ONE.match(voice.name):
            self._last = voice
        return voice

    def meant(self, name: str) -> tuple[str | None, str | None]:
        """The member of a side whom a name means and his side; words for the government are its side's."""
        who, side = self._member(fold(name))
        return who, side or (self._lexicon.incumbent if self._of_power(fold(name)) else None)

    def _person(self, text: str, span: Span) -> Voice | None:
        """The person named last before a pronoun, where nobody has spoken yet."""
        before = [person for person in self.people if person[1] <= span[0] and span[0] - person[1] < 400]
        if not before:
            return None
        start, end = before[-1]
        return self._named(text, (start, end), self._medium(text[end : end + 56]))

    def _bare(self, text: str, span: Span | None, medium: str | None) -> Voice:
        if span is None:
            return Voice(name="unnamed", named=False, medium=medium)
        return Voice(name=text[slice(*span)], start=span[0], end=span[1], named=False, medium=medium)

    def _medium(self, near: str) -> str | None:
        found = _MEDIA.search(fold(near))
        return (
            re.sub(r"^(?:his|her|their|its|a|the|su|un|una|el|la|son|une|le)\s+", "", found[1])
            if found
            else None
        )

    def _named(self, text: str, span: Span, medium: str | None) -> Voice:
        if opening := re.match(
            r"(?:RT|via)\s+(?=@)|\w{1,2}\)\s*", text[slice(*span)]
        ):  # "RT @x", "(E) Juan Guaidó"
            span = (span[0] + opening.end(), span[1])
        name = text[slice(*span)].rstrip(" ,;")
        if where := _STATE.match(name):  # "Maduro back on air, claims victory"
            name = where[1]
        span = span[0], span[0] + len(name)
        folded = fold(name)
        who, side = self._member(folded)
        if who is None and side is None and (namesake := self._by_surname(name, text)):
            who, side = namesake
        if who is None and (found := self._outlet(folded)):
            who, side = found
        if who is None and side is None and self._of_power(folded):
            side = self._lexicon.incumbent
        capitals = re.findall(r"[A-ZÁÉÍÓÚÑÀ-ÞА-ЯЁ][\w'’.-]+", name)
        unnamed = who is None and self._is_unnamed(folded, capitals)
        if who is None and not unnamed:
            who = self._known_as(name, capitals)
        return Voice(
            name=name, start=span[0], end=span[1], who=who, side=side, named=not unnamed, medium=medium
        )

    def _member(self, folded: str) -> tuple[str | None, str | None]:
        """The member of a side who is named, or the one whose spokesman or minister is."""
        for match, member, side in self._lexicon.named(folded):
            rest = folded[match.end() :]
            if rest.startswith("'") or _SPEAKS_FOR.search(folded[: match.start()]):
                return folded, side  # somebody who speaks for him is not he, but on his side
            return member.name, side
        return None, None

    def _by_surname(self, name: str, text: str) -> tuple[str, str] | None:
        """The member whom a surname means in a report that has his full name: 'Traore' after 'Ali Traore'.

        Two members of one surname in one report are told apart by nobody here.
        """
        if self._surnames is None:
            whole = fold(text)
            self._surnames = {}
            for member, side in {(m.name, s): (m, s) for _, m, s in self._lexicon.names}.values():
                full = fold(member.name).split()
                if len(full) > 1 and re.search(rf"(?<!\w){re.escape(' '.join(full))}(?!\w)", whole):
                    self._surnames[full[-1]] = None if full[-1] in self._surnames else (member.name, side)
        words = _untitled(name).split()
        titled = all(
            fold(word).rstrip(".") in _TITLES or _OFFICE.fullmatch(fold(word)) for word in name.split()[:-1]
        )
        return self._surnames.get(fold(words[-1])) if words and (len(words) == 1 or titled) else None

    def _outlet(self, folded: str) -> tuple[str, str | None] | None:
        plain = re.sub(
            r"^(?:the|la|el|le|agencia|agence|news agency|cadena|state broadcaster)\s+", "", folded
        )
        plain = re.sub(r"\s+(?:news agency|agency|news|correspondent|reporter|television|tv)$", "", plain)
        for name in (folded, plain):
            if name in self._outlets:
                return self._outlets[name].name, self._outlets[name].side
            if name in self._agencies:
                return self._agencies[name], None
        within = [
            s
            for name, s in self._outlets.items()
            if len(name) > 5 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
        ]
        return (within[0].name, within[0].side) if within else None

    def _of_power(self, folded: str) -> bool:
        """Whether these are words for the government of the watch's own country."""
        if GOVERNMENT.match(folded):
            return True
        place = "|".join(re.escape(fold(name)) for name in self._lexicon.country[:1])
        return bool(place) and bool(
            re.search(
                rf"\b(?:{place})(?:'s|n|an|ese)?\s+(?:government|authorities|foreign ministry)|(?:gobierno|autoridades) de (?:{place})",
                folded,
            )
        )

    def _is_unnamed(self, folded: str, capitals: list[str]) -> bool:
        """Whether nobody could be asked again: 'a senior official in Bamako', 'reports circulating early Tuesday'."""
        words = re.findall(r"[\w'-]+", folded)
        if words and arabic.is_in(folded):  # no capitals: by the head, which comes first
            return bool(arabic.stems({words[0]}) & self._unnamed) and len(words) < 4
        head = _HEAD.split(folded, maxsplit=1)[0].split()
        if head and len(head) <= 3 and head[-1] in self._bodies:
            return False
        if not capitals or not words:
            return True
        own = [word for word in head if word.lstrip("@") in {fold(capital) for capital in capitals}]
        leading = head[-1] in self._unnamed if head else False
        if leading and (not own or own == [head[0]] or set(own) <= _CALENDAR):
            return True
        return words[-1] in self._unnamed and len(capitals) < 2

    def _known_as(self, name: str, capitals: list[str]) -> str:
        """A stranger by the longest form of his name in this report: 'Duque' is 'Iván Duque'."""
        last = fold(capitals[-1]) if capitals else fold(name)
        plain = _untitled(re.sub(r"^(?:the|el|la|los|las|le|les)\s+", "", name, flags=re.I))
        known = self._full.get(last)
        if known is None or (len(plain) > len(known) and len(plain) < 60):
            self._full[last] = known = plain
        return known


_STATE = re.compile(
    r"((?:[A-ZÀ-Þ][\w'’.-]+\s){0,4}[A-ZÀ-Þ][\w'’.-]+)\s(?:back|still|now|out|off|again|under|after)(?:\s(?:on|in|at|of|to|from)\b|\s[a-z]|$)"
)


def _untitled(name: str) -> str:
    """A name without the office before it: 'US Secretary of State Mike Pompeo' is 'Mike Pompeo'."""
    words = re.split(r"\s+[-–—]\s+", name)[-1].split()
    run: list[str] = []
    for word in reversed(words):
        if not word[:1].isupper() or fold(word).rstrip(".") in _TITLES:
            break
        run.insert(0, word)
    return " ".join(run) if 2 <= len(run) <= 4 else " ".join(words)
