"""The pattern language, credit lines, corrections and triage, each by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import said

from tocsin.model import Source
from tocsin.read import marks
from tocsin.read.attribution import after_dateline, paragraphs, quotations
from tocsin.read.credits import credits, short
from tocsin.read.fold import _one, fold, fold_to_ascii
from tocsin.read.language import language_of
from tocsin.read.lexicon import lexicon, tables
from tocsin.read.phrases import Phrases, Spotter, any_of
from tocsin.read.triage import matters

LISTS = {"forces": ["soldier*", "armed forces"], "nobody": []}

#: pattern, text, is it in there?
PATTERNS = [
    ("coup", "a coup was", True),
    ("coup", "the couple", False),
    ("coup*", "several coups", True),
    ("coup", "a counter-coup", False),
    ("shots fired", "shots fired", True),
    ("shots fired", "shots were fired", False),
    ("shots ~ fired", "shots were then fired", True),
    ("shots ~ fired", "shots fired", True),
    ("shots ~ fired", "shots one two three four five six fired", True),
    ("shots ~ fired", "shots one two three four five six seven fired", False),
    ("shots ~1 fired", "shots were fired", True),
    ("shots ~1 fired", "shots were then fired", False),
    ("shots ~ fired", "shots. He fired", False),
    ("call* for|on", "calling on them", True),
    ("call* for|on", "calling to them", False),
    ("call* ~ {forces}", "called on all soldiers", True),
    ("call* ~ {forces}", "called on the armed forces", True),
    ("call* ~ {forces}", "called on the forces", False),
    ("state_tv|radio off", "state tv off", True),
    ("{nobody}", "anything at all", False),
    ("golpe", "El GOLPE", True),
    ("Ejército", "el ejercito", True),
]


@pytest.mark.parametrize(("pattern", "text", "there"), PATTERNS, ids=[f"{p} in {t}" for p, t, _ in PATTERNS])
def test_a_pattern_means_what_its_notation_says(pattern, text, there):
    assert bool(any_of([pattern], LISTS).search(fold(text))) is there
    assert bool(Phrases([("it", pattern)], LISTS).find(fold(text))) is there


#: Single pieces, as triage knows them, and texts made of their parts and of what looks like them.
SPOTTED = [
    "golpe de estado",
    "coup",
    "la carlota",
    "the army chief",
    "soldier*",
    "shots",
    "mutin* troop*",
    "guaidó",
]
PARTS = [
    *" ".join(SPOTTED).replace("*", "ers").split(),
    "-",
    ".",
    ",",
    " ",
    "coups",
    "Golpe",
    "GUAIDÓ",
    "войска",
    "😀",
    "the",
    "x",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30), st.sampled_from([" ", "", " - "]))
def test_the_spotter_finds_exactly_what_the_expressions_find(parts, between):
    text = between.join(parts)
    pieces = ["_".join(words.split()) for words in SPOTTED]
    slow = any_of(pieces).search(fold_to_ascii(text))
    assert Spotter(pieces)(text) is bool(slow)


def test_a_phrase_that_begins_with_a_wildcard_cannot_be_spotted():
    with pytest.raises(ValueError, match="must not begin with"):
        Spotter(["*coup"])


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=60), st.sampled_from(["", "é", "😀", "\uffff", "\ud800", "Ж"]))
def test_a_long_text_is_folded_as_its_characters_are(text, more):
    whole = text + more
    assert fold(whole) == "".join(map(_one, whole)) or whole.isascii()
    assert fold_to_ascii(whole) == "".join(c if c.isascii() else "?" for c in fold(whole))


def test_a_label_is_found_at_its_first_words():
    phrases = Phrases([("shots", "shots"), ("shots", "gunfire"), ("calm", "calm")], {})
    assert phrases.find("then gunfire, then shots") == {"shots": (5, 12)}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "soldiers",
                "troops",
                "seized",
                "the",
                "palace",
                "gunfire",
                "coup",
                "failed",
                "president",
                "internet",
                "cut",
                ".",
                "no",
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_leaving_out_patterns_by_their_words_loses_none(text):
    rows = [
        (name, pattern) for name, kind in tables()["kinds"]["kinds"].items() for pattern in kind["patterns"]
    ][::7]
    lists = tables()["kinds"]["lists"] | {"leader": [], "power": [], "rebels": ["rebel*"], "place": ["Mali"]}
    slowly = {name for name, pattern in rows if any_of([pattern], lists).search(text)}
    assert set(Phrases(rows, lists).find(text)) == slowly


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_the_length_and_folds_once(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_paragraphs_are_the_lines_with_words_and_quotations_lie_within_the_text(text):
    for start, end in paragraphs(text):
        assert text[start:end].strip() == text[start:end] != ""
        assert "\n" not in text[start:end]
    for start, end in quotations(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(("text", "rest"), [
    ("BAMAKO (Sahel Press) - Soldiers came.", "Soldiers came."),
    ("BAMAKO, May 1 (Sahel Press) — Soldiers came.", "Soldiers came."),
    ("URGENT - Soldiers came.", "Soldiers came."),
    ("Soldiers (some drunk) - and officers - came.", "Soldiers (some drunk) - and officers - came."),
    ("The soldiers came.", "The soldiers came."),
])  # fmt: skip
def test_a_dateline_ends_where_the_sentence_begins(text, rest):
    assert text[slice(*after_dateline(text, (0, len(text))))] == rest


NAMES = ["Sahel Press Agency", "Le Fleuve", "@alert"]

#: text, who is credited, is the whole report his?
CREDITS = [
    ("BAMAKO (Sahel Press) - Soldiers came. They left.", "Sahel Press", True),
    ("Soldiers came. They left. (Sahel Press)", "Sahel Press", True),
    ("It was calm. Soldiers came (Sahel Press). They left.", "Sahel Press", False),
    ("Soldiers came.\nWith reporting by Sahel Press", "Sahel Press", True),
    ("Soldiers came.\nSource: Le Fleuve", "Le Fleuve", True),
    ("Soldados en la calle.\nCon información de Sahel Press", "Sahel Press", True),
    ("Sahel Press contributed to this report. Soldiers came.", "Sahel Press", True),
    ("RT @alert Soldiers came", "alert", True),
    ("Soldiers came via @alert", "alert", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "whole"), CREDITS, ids=[row[0][:40] for row in CREDITS])
def test_a_credit_names_whom_and_how_much(text, name, whole):
    found = credits(text, NAMES)
    assert [(c.name, c.whole) for c in found] == [(name, whole)]
    assert text[found[0].start : found[0].end] == name
    assert found[0].reshared is ("@" in text)


@pytest.mark.parametrize("text", [
    "Sahel Press was told of soldiers.", "Soldiers came (see map).", "The Sahel press corps was there.", "Follow @alert for more.",
])  # fmt: skip
def test_a_name_in_passing_is_no_credit(text):
    assert credits(text, NAMES) == []


def test_an_agency_is_credited_by_its_short_name():
    assert (short("Sahel Press Agency"), short("Agencia Sahel"), short("Le Fleuve")) == (
        "Sahel Press",
        "Sahel",
        "Le Fleuve",
    )


@pytest.mark.parametrize(("text", "correcting"), [
    ("Correction: the airport was not taken.", True),
    ("CORRECCIÓN: el aeropuerto no fue tomado.", True),
    ("An earlier version of this article said otherwise.", True),
    ("We have removed a post about the airport.", True),
    ("The general asked for a correction of course.", False),
    ("The soldiers have removed the roadblock.", False),
])  # fmt: skip
def test_a_correction_is_known_by_its_opening_words(text, correcting):
    assert bool(marks.CORRECTING.search(fold(text))) is correcting


#: country, kind and side of the source, text, can it matter?
TRIAGE = [
    ("ML", "newspaper", None, "Soldiers are in the streets.", True),
    ("ML", "newspaper", None, "The rains came late this year.", False),
    ("FR", "newspaper", None, "Soldiers are in the streets.", False),
    ("FR", "newspaper", None, "Soldiers are in the streets of Bamako.", True),
    ("FR", "newspaper", None, "The economy of MALI grew.", True),
    ("FR", "newspaper", None, "A recipe for tamales and somalia-free tea.", False),
    (None, "account", None, "Gunfire near my house!!", True),
    ("FR", "reporter", None, "Gunfire near my house!!", True),
    ("FR", "ministry", "government", "The army is loyal.", True),
    ("FR", "newspaper", None, "Sanogo has spoken.", True),
]


@pytest.mark.parametrize(("country", "kind", "side", "text", "can"), TRIAGE)
def test_what_can_matter_is_read(mali, country, kind, side, text, can):
    source = Source(id="s", name="S", country=country, kind=kind, side=side)
    assert matters(said(text, source="s"), source, lexicon(mali)) is can


@pytest.mark.parametrize(("text", "given", "language"), [
    ("Soldiers were seen near the palace at dawn, residents said.", None, "en"),
    ("Los soldados fueron vistos cerca del palacio al amanecer, dijeron vecinos.", None, "es"),
    ("Des soldats ont été vus près du palais à l'aube, selon des habitants.", None, "fr"),
    ("Coup!", None, "und"),
    ("Los soldados fueron vistos cerca del palacio.", "pt-BR", "pt"),
])  # fmt: skip
def test_the_language_is_the_given_one_or_that_of_the_words(text, given, language):
    assert language_of(said(text, language=given)) == language


def test_no_kind_of_event_names_a_list_that_is_not_there(mali):
    known = set(lexicon(mali).lists)
    for name, kind in tables()["kinds"]["kinds"].items():
        for pattern in [*kind["patterns"], *kind.get("except", ())]:
            used = {
                piece.strip("{}") for word in pattern.split() for piece in word.split("|") if piece[0] == "{"
            }
            assert used <= known, (name, pattern)
