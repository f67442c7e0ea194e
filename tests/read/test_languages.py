"""Russian, Arabic, French and Portuguese: the voice, the stance, the kind of event, and exact characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import SOURCES, said

from tocsin.read import arabic, clauses, cued, read
from tocsin.read.fold import fold
from tocsin.read.language import expected, guess
from tocsin.read.lexicon import lexicon, names_abroad
from tocsin.read.phrases import Spotter, any_of
from tocsin.read.places import places
from tocsin.read.triage import matters

KNOWN = {source.id: source for source in SOURCES}

#: text, language, words of the claim, who says it, stance, a kind
SENTENCES = [
    ("Министр обороны заявил, что солдаты захватили аэропорт в Бамако.", "ru", "солдаты захватили аэропорт", "Министр обороны", "asserts", "site-seized"),
    ("«Президент арестован», — сказал полковник Исса Саного.", "ru", "Президент арестован", "полковник Исса Саного", "asserts", "leader-detained"),
    ("По словам двух дипломатов, в Бамако слышна стрельба.", "ru", "в Бамако слышна стрельба", "двух дипломатов", "asserts", "gunfire"),
    ("Правительство опровергло сообщения о перевороте.", "ru", "сообщения о перевороте", "Правительство", "denies", "coup"),
    ("Пока неизвестно, сколько солдат погибло в Бамако.", "ru", "сколько солдат погибло", None, "does_not_know", "casualties"),
    ("قال وزير الدفاع إن الجنود سيطروا على المطار في باماكو.", "ar", "الجنود سيطروا على المطار", "وزير الدفاع", "asserts", "site-seized"),
    ("بحسب شهود عيان، سمع إطلاق نار في باماكو.", "ar", "سمع إطلاق نار", "شهود عيان", "asserts", "gunfire"),
    ("نفى مكتب الرئيس وقوع انقلاب عسكري.", "ar", "وقوع انقلاب عسكري", "مكتب الرئيس", "denies", "coup"),
    ("لم يعرف بعد عدد القتلى في باماكو.", "ar", "عدد القتلى", None, "does_not_know", "casualties"),
    ("« L'aéroport est fermé », ont rapporté des habitants.", "fr", "L'aéroport est fermé", "des habitants", "asserts", "borders-closed"),
    ("«O aeroporto está encerrado», afirmou um conselheiro.", "pt", "O aeroporto está encerrado", "um conselheiro", "asserts", "borders-closed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "words", "speaker", "stance", "kind"), SENTENCES, ids=[r[0][:40] for r in SENTENCES]
)
def test_each_language_gives_the_voice_the_stance_and_the_kind(
    mali, text, language, words, speaker, stance, kind
):
    claims = read([said(text, language=language)], mali, KNOWN, everything=True)
    fitting = [c for c in claims if words in c.text and c.stance == stance and kind in c.kinds]
    assert fitting, [(c.text, c.stance, c.kinds) for c in claims]
    assert speaker in {None if c.speaker.start is None else c.speaker.name for c in fitting}


@pytest.mark.parametrize("text", ["В Бамако спокойно.", "الوضع في باماكو هادئ", "Le calme règne au Mali."])
def test_triage_knows_the_country_and_its_capital_in_other_letters(mali, text):
    abroad = SOURCES[0].__class__(id="far", name="Far Press", kind="agency", country="FR")
    assert matters(said(text), abroad, lexicon(mali))


def test_names_of_another_country_do_not_get_through(mali):
    abroad = SOURCES[0].__class__(id="far", name="Far Press", kind="agency", country="FR")
    assert not matters(said("В Осло открылась выставка."), abroad, lexicon(mali))
    assert "бамако" in names_abroad("ML")


@pytest.mark.parametrize("text", ["والجيش", "للجيش", "الجَيْش", "جـــيش", "بالجيش"])
def test_an_arabic_word_is_found_with_its_article_joined_letters_and_vowel_signs(text):
    match = any_of(["جيش"]).search(fold(f"قال {text} ذلك"))
    assert match is not None
    assert f"قال {text} ذلك"[slice(*match.span())].strip() == text
    assert Spotter(["جيش"])(text)


@pytest.mark.parametrize(("text", "named"), [
    ("قال وزير الدفاع إن الجنود سيطروا على المطار في باماكو.", True),
    ("قال شهود إن الجنود سيطروا على المطار في باماكو.", False),
    ("Полковник Исса Саного заявил, что солдаты захватили аэропорт в Бамако.", True),
    ("Очевидцы заявили, что солдаты захватили аэропорт в Бамако.", False),
])  # fmt: skip
def test_who_could_be_asked_again_is_known_without_latin_capitals(mali, text, named):
    claims = read([said(text, language="ar" if arabic.is_in(text) else "ru")], mali, KNOWN, everything=True)
    assert {c.speaker.named for c in claims if c.speaker.start is not None} == {named}


def test_part_of_an_arabic_word_is_not_the_word():
    assert any_of(["جيش"]).search(fold("جيشان")) is None
    assert any_of(["زعم"]).search(fold("يُزعم")) is None


def test_shots_are_no_coup_though_french_writes_them_with_the_word(mali):
    text = "Des coups de feu ont retenti à Bamako."
    (claim,) = read([said(text, language="fr")], mali, KNOWN, everything=True)
    assert "gunfire" in claim.kinds and "coup" not in claim.kinds


@pytest.mark.parametrize("text", ["🔥🔥🔥 !!!", "xq zzv brrk wplt fnord gqxr jjv", "1200 340 --- 17/04", ""])
def test_what_is_in_no_language_has_none(text):
    assert guess(text) == "und"


@pytest.mark.parametrize(("text", "language"), [
    ("Солдаты вошли в столицу рано утром.", "ru"),
    ("دخل الجنود العاصمة فجر اليوم.", "ar"),
    ("Les soldats sont entrés dans la capitale.", "fr"),
    ("Os soldados entraram na capital de manhã.", "pt"),
])  # fmt: skip
def test_a_sentence_is_enough_to_know_its_language(text, language):
    assert guess(text) == language


def test_a_small_town_in_a_russian_case_is_found_after_its_preposition():
    found = places("Как сообщили врачи, в Токмаке ранены четверо.", watch_country="KG")
    assert [(p.name, p.country) for p in found] == [("Токмаке", "KG")]


_MIXED = st.text(alphabet="абвЯ «»—,.:чтозаявилقالإنأن\u064b\u0640نفى،🔥\u200f xn\n\"'", max_size=120)


@given(_MIXED, st.sampled_from(["ru", "ar"]))
def test_every_span_of_mixed_and_broken_text_lies_in_the_text(text, language):
    for passage in cued.read([(text, 7)], language):
        for one in passage.attributions:
            spans = [*one.content, *(s for s in (one.source, one.cue) if s)]
            assert all(7 <= a < b <= len(text) + 7 for a, b in spans)


def test_a_long_sentence_of_cues_is_read_in_bounded_time():
    text = "заявил, что " * 600
    found = clauses.in_sentence(text, fold(text), (0, len(text)), "ru")
    assert len(found) <= 12
    assert arabic.stems({"وبالجيش"}) >= {"جيش"}


def test_a_short_text_is_rather_in_a_language_that_is_expected():
    text = "Militares anuncian toma del poder"
    assert guess(text, expected(("en",), "VE")) == "es"
    assert (
        guess("Els cotxes autònoms deleguen la responsabilitat als fabricants", expected(("en",), "VE"))
        == "ca"
    )


def test_the_languages_of_a_country_are_expected_with_those_of_the_watch():
    assert {"en", "fr", "bm"} <= expected(("en",), "ML", None)
