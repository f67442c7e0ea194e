"""Who is the voice, by which medium, and where a name, a credit or a reason is taken for one."""

from __future__ import annotations

import pytest
from samples import SOURCES, said

from tocsin.read import read

KNOWN = {source.id: source for source in SOURCES}


def found(mali, text, **fields):
    return read([said(text, **fields)], mali, KNOWN, everything=True)


def voice_of(claims, words):
    fitting = [claim for claim in claims if words in claim.text]
    assert fitting, [(c.text, [v.name for v in c.voices]) for c in claims]
    return fitting[0].speaker


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("In a statement, the interior minister said the mutiny in Bamako was over.", "statement"),
        ("On state television, Colonel Issa Sanogo said the mutiny in Bamako was over.", "state television"),
        ("Colonel Issa Sanogo told state television the mutiny in Bamako was over.", "state television"),
        ("Colonel Issa Sanogo said on the radio that the mutiny in Bamako was over.", "radio"),
        ("The mutiny in Bamako was over, the interior minister said in a video.", "video"),
    ],
)
def test_the_medium_of_a_statement_is_kept_wherever_it_stands(mali, text, medium):
    assert voice_of(found(mali, text, language="en"), "mutiny in Bamako was over").medium == medium


def test_who_speaks_without_a_medium_has_none(mali):
    claims = found(mali, "Colonel Issa Sanogo said the mutiny in Bamako was over.", language="en")
    assert voice_of(claims, "was over").medium is None


def test_a_reason_that_is_cited_is_no_voice(mali):
    claims = found(mali, "The junta, citing security, closed all borders of Mali.", language="en")
    assert claims and all(voice.name != "security" for claim in claims for voice in claim.voices)


def test_officials_who_are_cited_are_a_voice(mali):
    claims = found(
        mali,
        "The airport in Bamako was closed on Monday, Le Fleuve reported, citing officials.",
        language="en",
    )
    assert any(voice.name == "officials" for claim in claims for voice in claim.voices)


def test_a_surname_after_the_full_name_is_the_member(mali):
    text = "Ali Traore said the mutiny in Bamako was over. Traore said the airport in Bamako was open."
    assert voice_of(found(mali, text, language="en"), "airport in Bamako was open").who == "Ali Traore"


def test_a_title_and_a_surname_after_the_full_name_are_the_member(mali):
    text = (
        "Ali Traore said the mutiny in Bamako was over. Minister Traore said the airport in Bamako was open."
    )
    assert voice_of(found(mali, text, language="en"), "airport in Bamako was open").who == "Ali Traore"


def test_a_namesake_with_a_first_name_of_his_own_is_not_the_member(mali):
    text = "Ali Traore said the mutiny in Bamako was over. Awa Traore said the airport in Bamako was open."
    assert voice_of(found(mali, text, language="en"), "airport in Bamako was open").who != "Ali Traore"


def test_a_credit_at_the_end_of_a_sentence_covers_that_sentence_alone(mali):
    text = "Soldiers seized the palace in Bamako (Sahel Press). They arrested President Moussa Keita at noon."
    claims = found(mali, text, source="paper", language="en")
    credited = {claim.text: [v.who for v in claim.voices] for claim in claims}
    assert any("Sahel Press" in who for text, who in credited.items() if "seized" in text), credited
    assert all("Sahel Press" not in who for text, who in credited.items() if "arrested" in text), credited


def test_a_dateline_that_ends_with_a_full_stop_credits_the_whole(mali):
    text = "BAMAKO (Sahel Press). Soldiers seized the palace in Bamako. They arrested President Moussa Keita."
    claims = found(mali, text, source="paper", language="en")
    assert claims and all("Sahel Press" in [v.who for v in claim.voices] for claim in claims)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There are soldiers at the airport in Bamako."),
        ("es", "Hay militares en el aeropuerto de Bamako."),
        ("fr", "Il y a des militaires devant le palais à Bamako."),
    ],
)
def test_soldiers_who_are_there_are_a_claim_without_a_number(mali, language, text):
    (claim,) = found(mali, text, language=language)
    assert "troops" in claim.kinds and claim.stance == "asserts"


def test_soldiers_who_are_not_there_are_denied(mali):
    (claim,) = found(mali, "There were no soldiers at the airport in Bamako.", language="en")
    assert "troops" in claim.kinds and claim.stance == "denies"


@pytest.mark.parametrize(
    "text",
    [
        "Interior Minister Awa Diallo wrote on Twitter: the mutiny in Bamako is over.",
        'Interior Minister Awa Diallo wrote on Twitter: "The mutiny in Bamako is over."',
        "Interior Minister Awa Diallo tweeted: “The mutiny in Bamako is over.”",
    ],
)
def test_an_embedded_post_is_in_the_voice_of_who_wrote_it(mali, text):
    voice = voice_of(found(mali, text, language="en"), "mutiny in Bamako is over")
    assert "Awa Diallo" in (voice.who or "")


def test_a_post_of_an_account_is_in_the_voice_of_the_account(mali):
    claims = found(mali, "Soldiers have seized the palace in Bamako.", source="alert", language="en")
    assert voice_of(claims, "seized the palace").who == "@alert"


def test_two_verbs_of_one_subject_have_one_speaker_in_spanish(mali):
    text = "El coronel Issa Sanogo anuncia que empezó la sublevación en Bamako y convoca a los militares a la calle."
    claims = [c for c in found(mali, text, language="es") if c.stance == "calls_for"]
    assert claims and claims[0].speaker.who == "Issa Sanogo"
