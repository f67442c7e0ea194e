"""Whatever the text, every span leads back to its exact words."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import SOURCES, said

from tocsin import watch
from tocsin.model import Source, report
from tocsin.read import read

KNOWN = {source.id: source for source in SOURCES}
BITS = [
    "Soldiers in Bamako", "the president", "said", "“", "”", '"', "«", "»", "according to", "Colonel Issa Sanogo", "that",
    "coup", "golpe de Estado", "dijo que", "según", "a affirmé que", ":", ",", ".", "\n\n", "\n", "?", "not clear how many",
    "hundreds of", "12,000", "@user", "RT", "🔥", "\u202e", "\u200b", "İ", "ﬁ", "ß", "مالي", "Мали", "e\u0301", "\t", "(AP)",
    "—", "...", "<b>", "&amp;", "IN BAMAKO", "on Twitter", "\xa0", "reportedly", "no", "if", "will", "denied", "he",
]  # fmt: skip


def spans_are_exact(one, claims):
    for claim in claims:
        assert one.whole[claim.start : claim.end] == claim.text
        assert 0 <= claim.sentence_start <= claim.sentence_end <= len(one.whole)
        for voice in claim.voices:
            assert voice.start is None or one.whole[voice.start : voice.end] == voice.name
        for quantity in claim.quantities:
            assert quantity.high is None or quantity.low <= quantity.high
            assert one.whole[quantity.start : quantity.end].strip()
        if claim.when:
            assert claim.when[0] < claim.when[1]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.sampled_from(BITS), min_size=1, max_size=30),
    title=st.sampled_from(["", "Mali: coup?", "“Coup” in Bamako"]),
)
def test_spans_are_exact_in_any_jumble_of_words_and_marks(mali, words, title):
    text = "Mali. " + " ".join(words)
    one = said(text, title=title)
    claims = read([one], mali, KNOWN)
    spans_are_exact(one, claims)
    assert read([one], mali, KNOWN) == claims


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.text(max_size=80))
def test_no_text_whatever_breaks_the_reader(mali, noise):
    try:
        one = said(f"Soldiers in Bamako said {noise} that there was a coup, {noise}.")
    except ValueError:
        return  # a lone surrogate is refused where it comes in
    spans_are_exact(one, read([one], mali, KNOWN))


@pytest.mark.parametrize(
    "text",
    [
        "Mali coup " * 20_000,
        "“" * 5_000 + "Mali coup said soldiers",
        "SOLDIERS IN BAMAKO SAID THEY HAD SEIZED THE PALACE. " * 200,
        "soldiers in bamako said they had seized the palace , according to witnesses . " * 200,
        "Mali " + "a" * 200_000,
        "Mali, " + ", ".join(["the general said that"] * 2_000),
    ],
    ids=["endless sentence", "unbalanced quotes", "capitals", "tokenised", "giant word", "nested sayings"],
)
def test_hostile_length_takes_bounded_time(mali, text):
    one = said(text)
    spans_are_exact(one, read([one], mali, KNOWN))


def test_a_report_that_cannot_matter_is_not_read(mali):
    elsewhere = report("cook", "The best way to bake bread is slowly.", published=said("x").published)
    assert read([elsewhere], mali, KNOWN) == []


@pytest.mark.parametrize(
    "text", ["Curfew announced in Gao", "Curfew announced in Kidal", "Curfew declared in Kidal after raid"]
)
def test_a_part_of_a_word_never_speaks(text):
    wire = Source(id="wire", name="Wire", kind="agency")
    claims = read(
        [said(text)], watch.from_question("Has a coup begun?", "ML"), {"wire": wire}, everything=True
    )
    assert [voice.name for claim in claims for voice in claim.voices] == ["Wire"]
