"""Abroad: where the words put an event themselves ("the coup in Gabon"), and which speakers are the country's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.model import Voice
from tocsin.read.attribution import Span
from tocsin.read.fold import fold
from tocsin.read.lexicon import Lexicon
from tocsin.read.names import GOVERNMENT
from tocsin.read.places import Place
from tocsin.read.placewords import demonyms

#: Between an event and the place where it is: "coup attempt in the", "golpe de Estado en", "coup d'État au", "golpe na".
_IN = re.compile(
    r"(?:[ '’-][\w.]+){0,3}? (?:in|across|en|au|aux|a|na|no|nas|nos|em)(?: (?:the|neighbou?ring|la|el|le|les|los|las))* "
)
#: The same after the nouns for what a claim on a takeover tells of, up to the place.
PUT = re.compile(
    rf"\b(?:coup|putsch|takeover|golpe|mutin\w+|motin|uprising|seizure|toma|prise)\b{_IN.pattern}$"
)
#: Whom a country is said to belong to, or who is called after it: "Mali's junta", "the government of Mali".
_OWN = re.compile(r"(?:(?:^|\bof|\bde|\bdel|\bdu|\bdo|\bda|\bd['’]) ?(?:the |la |el |le |l['’])?)$")
#: Kinds of event that only a foreign state makes.
FOREIGN = frozenset({"condemned-abroad", "backed-abroad"})


def put(text: str, content: Span, ends: Iterable[int], places: tuple[Place, ...]) -> Place | None:
    """The place that the words put their event in: it follows an event that ends at one of `ends` by "in" or its like."""
    for place in places:
        if content[0] <= place.start and place.end <= content[1]:
            for end in ends:
                if (
                    end <= place.start
                    and place.start - end < _NEAR
                    and _IN.fullmatch(fold(text[end : place.start]))
                ):
                    return place
    return None


_NEAR = 48


def of_home(voice: Voice, lexicon: Lexicon) -> bool:
    """Whether a speaker is the country's own, so no foreign state: "Mali's ministry", "the Malian president", the government.

    An ambassador to a country and a mission in it are not its own.
    """
    if voice.start is None:
        return False
    name, home = fold(voice.name), lexicon.watch.place.country
    if (lexicon.incumbent is not None and voice.side == lexicon.incumbent) or GOVERNMENT.match(name):
        return True
    words = re.findall(r"[\w'-]+", name)
    if any(demonyms().get(word, ("",))[0] == home for word in words):
        return True
    called = sorted({fold(n) for n in (*lexicon.country[:1], *lexicon.abroad)}, key=len, reverse=True)
    return any(
        _OWN.search(name[: match.start()].removeprefix("the "))
        for own in called
        for match in re.finditer(rf"(?<!\w){re.escape(own)}(?!\w)", name)
    )
