"""Who says what, how firmly: one sentence of every construction that the first hours of a crisis are told in."""

from __future__ import annotations

import pytest
from samples import SOURCES, said

from tocsin.read import read

KNOWN = {source.id: source for source in SOURCES}


def found(mali, text, **fields):
    return read([said(text, **fields)], mali, KNOWN)


#: text, words of the claim, who says it (None: the outlet), stance
SENTENCES = [
    ("“We have taken Bamako,” said Colonel Issa Sanogo.", "We have taken Bamako", "Colonel Issa Sanogo", "asserts"),
    ("President Moussa Keita said that the army remained loyal in Bamako.", "the army remained loyal", "President Moussa Keita", "asserts"),
    ("The army, Colonel Issa Sanogo said, has seized power in Bamako.", "has seized power", "Colonel Issa Sanogo", "asserts"),
    ("Soldiers have seized the airport in Bamako, according to two diplomats.", "Soldiers have seized the airport", "two diplomats", "asserts"),
    ("According to Radio Djoliba, soldiers have seized the airport in Bamako.", "soldiers have seized the airport", "Radio Djoliba", "asserts"),
    ("A senior official said soldiers had arrested the president in Bamako.", "soldiers had arrested the president", "A senior official", "asserts"),
    ("President Moussa Keita denied that there was a coup in Bamako.", "there was a coup in Bamako", "President Moussa Keita", "denies"),
    ("Colonel Issa Sanogo called on soldiers to rise up in Bamako.", "soldiers to rise up", "Colonel Issa Sanogo", "calls_for"),
    ("The defence minister ordered troops to return to their barracks in Bamako.", "troops to return to their barracks", "The defence minister", "orders"),
    ("Colonel Issa Sanogo threatened to storm the palace in Bamako.", "to storm the palace", "Colonel Issa Sanogo", "threatens"),
    ("It is not clear how many soldiers are involved in Bamako.", "how many soldiers are involved", None, "does_not_know"),
    ("It was unclear whether other units in Mali had joined the mutiny.", "whether other units in Mali had joined", None, "does_not_know"),
    ("Soldiers have seized the airport in Bamako.", "Soldiers have seized the airport", None, "asserts"),
    ("El presidente Moussa Keita dijo que el Ejército sigue leal en Bamako.", "el Ejército sigue leal", "El presidente Moussa Keita", "asserts"),
    ("Según Radio Djoliba, militares tomaron el aeropuerto de Bamako.", "militares tomaron el aeropuerto", "Radio Djoliba", "asserts"),
    ("El gobierno negó que haya un golpe de Estado en Mali.", "haya un golpe de Estado", "El gobierno", "denies"),
    ("No está claro cuántos soldados participan en la sublevación en Bamako.", "cuántos soldados participan", None, "does_not_know"),
    ("Le colonel Issa Sanogo a affirmé que l'armée avait pris le pouvoir à Bamako.", "l'armée avait pris le pouvoir", "Le colonel Issa Sanogo", "asserts"),
    ("Selon Radio Djoliba, des militaires ont pris l'aéroport de Bamako.", "des militaires ont pris l'aéroport", "Radio Djoliba", "asserts"),
    ("El presidente Keita apareció en la televisión y dijo que el golpe en Bamako fracasó.", "el golpe en Bamako fracasó", "El presidente Keita", "asserts"),
    ("El presidente Keita apareció en la televisión y dijo que el golpe en Bamako fracasó.", "El presidente Keita apareció en la televisión", None, "asserts"),
    ("El coronel Sanogo, que está en Kati, dijo que sus tropas tomaron el aeropuerto.", "sus tropas tomaron el aeropuerto", "El coronel Sanogo", "asserts"),
    ("Le président Keita a quitté le palais et a affirmé que des soldats avaient tiré à Bamako.", "des soldats avaient tiré", "Le président Keita", "asserts"),
    ("El gobierno habla de un puñado y dice que hay calma en Bamako; otros, no.", "hay calma en Bamako", "El gobierno", "asserts"),
    ("Ali Traore said Keita had no support in the army and called people out in Bamako.", "people out in Bamako", "Ali Traore", "calls_for"),
    ("The minister said rebels had attacked Kati and warned that they would storm the palace.", "they would storm the palace", "The minister", "threatens"),
    ("UPDATE 5:05 p.m.: “Soldiers hold the airport in Bamako,” Ali Traore says.", "Soldiers hold the airport in Bamako", "Ali Traore", "asserts"),
    ("El gobierno rechazó el golpe en Bamako y anunció que habrá elecciones.", "habrá elecciones", "El gobierno", "promises"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "speaker", "stance"), SENTENCES, ids=[row[0][:48] for row in SENTENCES]
)
def test_the_voice_and_the_stance_are_the_sentences_own(mali, text, words, speaker, stance):
    claims = found(mali, text)
    fitting = [c for c in claims if words in c.text]
    assert fitting, [(c.text, c.stance) for c in claims]
    assert stance in {c.stance for c in fitting}, [(c.text, c.stance) for c in claims]
    innermost = {None if c.speaker.start is None else c.speaker.name for c in fitting if c.stance == stance}
    assert speaker in innermost, innermost


def test_a_saying_within_a_saying_has_both_voices(mali):
    claims = found(
        mali, "Radio Djoliba quoted Defence Minister Ali Traore as saying that the coup in Bamako had failed."
    )
    chains = [
        [v.who or v.name for v in c.voices] for c in claims if "the coup in Bamako had failed" in c.text
    ]
    assert any(chain[-1] == "Ali Traore" and "Radio Djoliba" in chain for chain in chains), chains


@pytest.mark.parametrize(("text", "medium"), [
    ("Keita said on Twitter that the army in Bamako was loyal.", "twitter"),
    ("Colonel Issa Sanogo said on state television that soldiers had seized power in Bamako.", "state television"),
])  # fmt: skip
def test_where_it_was_said_is_kept(mali, text, medium):
    assert medium in {c.speaker.medium for c in found(mali, text)}


@pytest.mark.parametrize("word", ["reportedly", "allegedly", "apparently"])
def test_a_hedge_stays_with_its_claim(mali, word):
    claims = found(mali, f"Soldiers {word} seized the airport in Bamako.")
    assert [c.hedged for c in claims if "airport" in c.text] == [True]


def test_a_plain_claim_is_not_hedged(mali):
    assert [c.hedged for c in found(mali, "Soldiers seized the airport in Bamako.")] == [False]


def test_a_pronoun_is_the_speaker_of_the_sentence_before(mali):
    claims = found(mali, "President Moussa Keita appeared in Bamako. He said the coup had failed.")
    assert [c.speaker.who for c in claims if "the coup had failed" in c.text] == ["Moussa Keita"]


def test_a_minister_is_on_his_governments_side(mali):
    claims = found(mali, "Defence Minister Ali Traore said the coup in Bamako had failed.")
    assert {c.speaker.side for c in claims if "failed" in c.text} == {"government"}


def test_a_question_claims_nothing(mali):
    assert {c.stance for c in found(mali, "Have soldiers seized the airport in Bamako?")} <= {
        "asks",
        "does_not_know",
    }


def test_a_coup_of_another_year_is_background(mali):
    claims = found(mali, "In 2012, soldiers overthrew the president of Mali.")
    assert all(c.background for c in claims)


def test_an_if_is_no_assertion(mali):
    claims = found(mali, "If soldiers seize the palace in Bamako, the government will fall.")
    assert "asserts" not in {c.stance for c in claims}


def test_an_unnamed_speaker_is_known_to_be_unnamed(mali):
    claims = found(mali, "A military source said soldiers had seized the airport in Bamako.")
    assert [c.speaker.named for c in claims if "airport" in c.text] == [False]


def test_a_dateline_is_no_part_of_the_claim(mali):
    claims = found(mali, "BAMAKO (Sahel Press) - Soldiers have seized the airport.")
    assert all("Sahel" not in c.text and "BAMAKO" not in c.text for c in claims) and claims


@pytest.mark.parametrize(
    "title",
    ["Keita resiste: los soldados siguen en Kati", "Keita holds on: soldiers still hold the base in Kati"],
)
def test_what_stands_after_a_colon_is_not_said_by_him_of_whom_the_headline_tells(mali, title):
    language = "es" if "los" in title else "en"
    claims = read([said("Bamako is quiet.", title=title, language=language)], mali, KNOWN)
    assert all("Keita" not in (v.who or v.name) for c in claims for v in c.voices), claims


def test_whom_a_headline_names_before_its_colon_says_what_follows(mali):
    claims = read(
        [
            said(
                "Bamako is quiet.",
                title="President Keita: soldiers still hold the base in Kati",
                language="en",
            )
        ],
        mali,
        KNOWN,
    )
    assert any(c.speaker.who == "Moussa Keita" and "soldiers still hold" in c.text for c in claims), claims


def test_a_headline_with_two_verbs_has_one_subject(mali):
    title = "Keita appears on television in Bamako, says mutiny is over"
    claims = read([said("Bamako is quiet.", title=title, language="en")], mali, KNOWN)
    by = {c.text: c.speaker.who for c in claims}
    assert by.get("mutiny is over") == "Moussa Keita", by
    assert by.get("Keita appears on television in Bamako") != "Moussa Keita", by


@pytest.mark.parametrize(
    "sentence",
    [
        "Soldiers hold the base in Kati, said an officer, who asked not to be named.",
        "No base in Kati was seized, the palace in Bamako was never threatened.",
    ],
)
def test_what_is_no_statement_has_no_speaker(mali, sentence):
    claims = found(mali, sentence)
    assert not any("named" in c.text or c.stance in {"calls_for", "threatens"} for c in claims), claims
