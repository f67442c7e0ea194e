"""What is read of agency copy in Russian, Arabic, French and Portuguese, sentence by sentence, on labelled sets.

    python bench/languages.py                the dev and the test part
    python bench/languages.py --wrong        what is missed or made up in the dev part

The labels and their conventions are in bench/sentences/README.md. Each sentence is one report of the watch of its part,
whose place is named in English only. Language: share of the sentences, alone and cut to 40 characters. Content: F1 over the
characters of what is attributed to somebody. Speaker: share of the labelled speakers found, to .8 of their characters.
Stance: share of the statements that are read as such (an event that is said not to be counts as denied). Kinds and places:
F1 over all sentences, a broader kind that comes with a labelled one aside; a place is
right where it shares a character and has the right country. Triage: share of the sentences
with a kind or a place of the country that a source of the country gets through.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tocsin import watch
from tocsin.model import Claim, Source, report
from tocsin.read import cued, read
from tocsin.read.attribution import paragraphs
from tocsin.read.language import guess
from tocsin.read.lexicon import lexicon
from tocsin.read.places import places
from tocsin.read.triage import matters
from tocsin.watch import Watch

FOLDER = Path(__file__).parent / "sentences"
LANGUAGES = ("ru", "ar", "fr", "pt")
SAID = datetime(2024, 5, 1, 12, tzinfo=UTC)
#: Where each part plays: country, its leader and who rises.
SCENES = {
    ("dev", "ru"): ("KG", "Kyrgyzstan", "Талант Осмонкулов", "Осмонкулов", "Нурлан Жээнбаев", "Жээнбаев"),
    ("dev", "ar"): ("SD", "Sudan", "عبد الرحيم الطيب", "الطيب", "حسن كرار", "كرار"),
    ("dev", "fr"): ("BF", "Burkina Faso", "Issouf Kaboret", "Kaboret", "Lassina Ouattaro", "Ouattaro"),
    ("dev", "pt"): ("GW", "Guinea-Bissau", "Armando Sanhari", "Sanhari", "Quintino Djassi", "Djassi"),
    ("test", "ru"): ("BY", "Belarus", "Виктор Рудковский", "Рудковский", "Олег Шиманский", "Шиманский"),
    ("test", "ar"): ("YE", "Yemen", "فيصل الحمادي", "الحمادي", "ناصر الضالعي", "الضالعي"),
    ("test", "fr"): ("TD", "Chad", "Adoum Kellaré", "Kellaré", "Saleh Gorani", "Gorani"),
    ("test", "pt"): ("MZ", "Mozambique", "Filimone Macuácua", "Macuácua", "Zacarias Muthemba", "Muthemba"),
}
#: Broader kinds that come with a kind by its words: whoever arrests a leader makes an arrest.
IMPLIED = {
    "leader-detained": {"arrests"},
    "plotters-give-up": {"arrests"},
    "coup-crushed": {"coup"},
    "coup-being-put-down": {"coup"},
    "condemned-abroad": {"coup"},
    "takeover-announced": {"coup"},
    "call-to-rise": {"coup", "unit-defects"},
    "unit-defects": {"coup"},
    "call-to-protest": {"crowds-out"},
}


def scene(part: str, language: str) -> Watch:
    """The watch of one language of a part: its place in English, its people in their own letters."""
    country, place, leader, short, rebel, name = SCENES[part, language]
    return watch.parse(
        f"""
question = "Has a coup begun in {place}?"
timezone = "UTC"
languages = ["{language}"]
[place]
country = "{country}"
names = ["{place}"]
[sides.government]
name = "The government"
incumbent = true
members = [{{ name = "{leader}", aliases = ["{short}"], role = "president" }}]
[sides.soldiers]
name = "The mutineers"
members = [{{ name = "{rebel}", aliases = ["{name}"] }}]
"""
    )


class Marks(NamedTuple):
    """What was labelled, what was read, and in how much of it they agree."""

    gold: int = 0
    ours: int = 0
    both: int = 0

    def plus(self, gold: Iterable[Any], ours: Iterable[Any], both: Iterable[Any]) -> Marks:
        """With one more sentence."""
        return Marks(*(a + len(list(b)) for a, b in zip(self, (gold, ours, both), strict=True)))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.both / max(1, self.gold + self.ours)


class Row:
    """The figures of one language of a part."""

    def __init__(self, part: str, language: str, *, wrong: bool) -> None:
        self.watch, self.language, self.wrong = scene(part, language), language, wrong
        self.source = Source(
            id="wire", name="Wire", kind="agency", country=self.watch.place.country, language=language
        )
        self.told, self.right = Counter[str](), Counter[str]()
        self.content = self.kinds = self.places = Marks()

    def count(self, name: str, right: bool, line: str) -> None:
        """One thing that is right or wrong; what is wrong is shown where it was asked for."""
        self.told[name] += 1
        self.right[name] += right
        if self.wrong and not right:
            print(f"  {self.language} {name:9} {line}")

    def add(self, gold: dict[str, Any]) -> None:
        """One sentence."""
        text: str = gold["text"]
        self.count("language", guess(text) == self.language, f"{guess(text)}: {text}")
        self.count("short", guess(text[:40]) == self.language, f"{guess(text[:40])}: {text[:40]}")
        one = report("wire", text, published=SAID, fetched=SAID, language=self.language)
        self._attributions(gold)
        claims = read([one], self.watch, {"wire": self.source}, everything=True)
        self._claims(gold, claims)
        self._places(gold)
        own = any(p["country"] == self.watch.place.country for p in gold["places"])
        if gold["kinds"] or own:
            self.count("triage", matters(one, self.source, lexicon(self.watch)), text)

    def _attributions(self, gold: dict[str, Any]) -> None:
        text, said = gold["text"], gold["statement"]
        pieces = [(text[a:b], a) for a, b in paragraphs(text)]
        found = [a for p in cued.read(pieces, self.language) for a in p.attributions]
        ours = {at for a in found for span in a.content for at in range(*span)}
        wanted = _at(text, said["span"]) if said["speaker"] else set()
        self.content = self.content.plus(wanted, ours, wanted & ours)
        if self.wrong and len(wanted & ours) < 0.8 * max(len(wanted), len(ours)):
            print(f"  {self.language} content   {[text[a.start : a.end] for a in found]}: {text}")
        if said["speaker"]:
            who = _at(text, said["speaker"])
            sources = [set(range(*a.source)) for a in found if a.source]
            close = max((2 * len(who & s) / (len(who) + len(s)) for s in sources), default=0)
            named = [text[slice(*a.source)] for a in found if a.source]
            self.count("speaker", close >= 0.8, f"{named}: {text}")

    def _claims(self, gold: dict[str, Any], claims: list[Claim]) -> None:
        text, said = gold["text"], gold["statement"]
        start = text.index(said["span"])
        end = start + len(said["span"])
        best = max(claims, key=lambda c: min(c.end, end) - max(c.start, start), default=None)
        stance = best.stance if best and min(best.end, end) > max(best.start, start) else None
        wanted = {"denies", "asserts"} if said["negated"] else {said["stance"]}
        self.count(
            "stance",
            # An outlet's own sentence that tells of no event needs no claim.
            stance in wanted or (stance is None and not gold["kinds"] and said["speaker"] is None),
            f"{stance}, not {said['stance']}: {text}",
        )
        if said["hedged"]:
            self.count("hedged", bool(best and best.hedged), text)
        kinds = {k for c in claims for k in c.kinds if not k.startswith("sign:") and k != "forces"}
        expected = set(gold["kinds"])
        kinds -= {k for kind in expected for k in IMPLIED.get(kind, ())} - expected
        self.kinds = self.kinds.plus(expected, kinds, kinds & expected)
        if self.wrong and kinds != expected:
            print(f"  {self.language} kinds     {sorted(kinds)}, not {sorted(expected)}: {text}")

    def _places(self, gold: dict[str, Any]) -> None:
        text = gold["text"]
        found = places(text, watch_country=self.watch.place.country)
        right = [
            row
            for row in gold["places"]
            if any(
                p.country == row["country"] and _at(text, row["span"]) & set(range(p.start, p.end))
                for p in found
            )
        ]
        self.places = self.places.plus(gold["places"], found, right)
        if self.wrong and (len(found) != len(gold["places"]) or len(right) != len(found)):
            print(
                f"  {self.language} places    {[(text[p.start : p.end], p.country) for p in found]}: {text}"
            )

    def line(self, part: str) -> str:
        """The figures, as one line of the table."""

        def share(name: str) -> str:
            return f"{self.right[name] / max(1, self.told[name]):8.2f}"

        return (
            f"{part:5} {self.language:4} {self.told['language']:4}{share('language')}{share('short')}"
            f"{self.content.f1:9.2f}{share('speaker')}{share('stance')}{share('hedged')}"
            f"{self.kinds.f1:8.2f}{self.places.f1:8.2f}{share('triage')}"
        )


def _at(text: str, words: str) -> set[int]:
    start = text.index(words)
    return set(range(start, start + len(words)))


def rows(part: str) -> list[dict[str, Any]]:
    """The labelled sentences of a part."""
    lines = (FOLDER / f"languages.{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument(
        "--wrong", action="store_true", help="list the errors of the dev part, and only it"
    )
    arguments.add_argument("--part", choices=["dev", "test"], help="only this part")
    arguments.add_argument("--data", type=Path, help="not used: these sets are in the project")
    given = arguments.parse_args()
    print("part  lang    n language   at 40  content speaker  stance  hedged   kinds  places  triage")
    for part in ["dev"] if given.wrong else [given.part] if given.part else ["dev", "test"]:
        labelled = rows(part)
        for language in LANGUAGES:
            row = Row(part, language, wrong=given.wrong)
            for gold in labelled:
                if gold["language"] == language:
                    row.add(gold)
            print(row.line(part))
        noise = [gold for gold in labelled if gold["language"] == "und"]
        print(
            f"{part:5} und  {len(noise):4} {sum(guess(g['text']) == 'und' for g in noise) / len(noise):7.2f}"
        )


if __name__ == "__main__":
    main()
