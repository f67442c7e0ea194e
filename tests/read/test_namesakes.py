"""Namesakes: a word that another country, a person, a river or a bird bears is no place of the watch."""

from __future__ import annotations

import pytest
from samples import said

from tocsin import watch
from tocsin.assess.evidence import witnessed
from tocsin.assess.playbook import load
from tocsin.model import Source
from tocsin.read import read
from tocsin.read.aims import aims, mentions
from tocsin.read.lexicon import lexicon
from tocsin.read.persons import in_a_person
from tocsin.read.places import places
from tocsin.read.triage import matters, told
from tocsin.watch import Watch

WIRE = Source(id="wire", name="Wire", kind="agency")


def asked(country: str) -> Watch:
    """A watch that has nothing but its country."""
    return watch.from_question("Has a coup begun?", country)


#: A watch's country, and a report that has a word for it and tells of something else.
ELSEWHERE = [
    ("GN", "Officers in Guinea-Bissau arrested the prime minister and closed the port of Cacheu."),
    ("GN", "Soldiers in Equatorial Guinea have surrounded the parliament in Malabo."),
    ("PG", "Gunfire was heard in Conakry, the capital of Guinea."),
    ("NE", "Nigerian troops have seized the state television in Abuja."),
    ("NG", "Soldiers of the presidential guard in Niger are holding the president in Niamey."),
    ("CD", "Congo's president was overthrown. Tanks are in the streets of Brazzaville."),
    ("CG", "Soldiers mutinied in the Democratic Republic of Congo and shelled Bukavu."),
    ("SD", "The army of South Sudan shelled a camp near Juba."),
    ("DM", "Soldiers were deployed in Santo Domingo, in the Dominican Republic."),
    ("KR", "North Korea's leader has been arrested by officers in Pyongyang."),
    ("GE", "Troops were sent into Atlanta, Georgia, after shots were fired."),
    ("PE", "A gunman shot two people in Peru, Illinois."),
    ("TD", "Chad Bowers, a deputy in Texas, was shot dead."),
    ("GN", "La Guinée-Bissau a fermé ses frontières après le putsch, selon des officiers à Bissau."),
]


@pytest.mark.parametrize(("country", "text"), ELSEWHERE)
def test_a_report_on_a_namesake_is_not_read(country, text):
    assert not matters(said(text), WIRE, lexicon(asked(country)))


@pytest.mark.parametrize(("country", "text"), ELSEWHERE)
def test_a_claim_on_a_namesake_is_not_put_into_the_country_and_no_sign(country, text):
    chosen = asked(country)
    claims = read([said(text)], chosen, {"wire": WIRE}, everything=True)
    assert not [c for c in claims if c.place or (c.location and c.location.country == country)]
    located = [c for c in claims if c.location]
    assert not witnessed(located, load("coup"), {}, {"wire": WIRE}, country)


@pytest.mark.parametrize(("country", "text"), [
    ("GN", "Guinean soldiers have surrounded the radio in Conakry."),
    ("GN", "Guinea-Bissau has closed its border with Guinea."),
    ("CD", "Soldiers mutinied in Congo and shelled Bukavu."),
    ("CG", "Congo's president was overthrown. Tanks are in the streets of Brazzaville."),
    ("US", "Troops were sent into Savannah after shots were fired."),
    ("TR", "Turkey's army has closed the bridges of Istanbul."),
    ("JO", "Jordanian police opened fire in Zarqa."),
    ("VE", "Shots were heard near the palace."),
    ("VE", "The French embassy warns of gunfire near the palace."),
])  # fmt: skip
def test_a_report_on_the_country_or_on_none_is_read(country, text):
    assert matters(said(text), WIRE, lexicon(asked(country)))


def test_a_text_says_where_it_plays_or_does_not():
    words = lexicon(asked("GH"))
    assert told("Shots were fired in Tamale.", words) is True
    assert told("Shots were fired in Lomé, the capital of Togo.", words) is False
    assert told("Shots were fired at dawn.", words) is None


def test_a_sentence_is_about_the_country_where_it_happens_and_not_about_who_speaks():
    text = "France condemned the seizure of power in Niger. Officers hold the palace in Niamey."
    assert list(aims(text, mentions(text))) == ["NE", "NE"]


@pytest.mark.parametrize(("text", "name", "country"), [
    ("Congo closed the road to Brazzaville.", "Congo", "CG"),
    ("Congo closed the road to Kinshasa.", "Congo", "CD"),
    ("Congolese soldiers returned to Brazzaville.", "Congolese", "CG"),
    ("Congolese soldiers marched.", "Congolese", "CD"),
    ("Papua New Guinean police opened fire.", "Papua New Guinean", "PG"),
    ("The Jordan River has flooded fields near Jericho.", "Jordan River", "PS"),
    ("The Niger Delta is calm.", "Niger Delta", None),
    ("A jury in Lebanon, Kentucky, found him guilty.", "Lebanon", "US"),
])  # fmt: skip
def test_a_shared_name_is_the_country_of_the_places_beside_it(text, name, country):
    found = {place.name: place.country for place in places(text, peoples=True)}
    assert found[name] == country


@pytest.mark.parametrize(("text", "word"), [
    ("Chad Bowers, a deputy, was shot. Chad was 41.", "Chad"),
    ("Kenya Ashworth was arrested.", "Kenya"),
    ("Cuba Hollis, 23, was shot dead.", "Cuba"),
    ("Guinea fowl were stolen.", "Guinea"),
    ("The Turkey dinner was served.", "Turkey"),
])  # fmt: skip
def test_a_man_and_a_bird_are_no_countries(text, word):
    assert word not in {place.name for place in places(text)}


@pytest.mark.parametrize(("country", "language", "text", "word"), [
    ("NE", "en", "Officers arrested Niger Halloran, a dentist, in Dublin.", "Niger"),
    ("NE", "en", "Officers arrested Niger Halloran, a dentist, in Dublin.", "Halloran"),
    ("IR", "en", "Iran Maddox was kidnapped near the station.", "Iran"),
    ("KE", "en", "Kakamega's brother was seen in Nairobi.", "Kakamega"),
    ("NE", "en", "The assembly appointed Dosso as its speaker.", "Dosso"),
    ("ML", "en", "The army killed Sikasso, a rebel leader, near Gao.", "Sikasso"),
    ("ML", "es", "La guardia detuvo a Mali Ortega, una cantante, en Vigo.", "Mali"),
    ("ML", "fr", "La police a arrêté Mali Garnier, une avocate, à Nantes.", "Mali"),
    ("BO", "pt", "A polícia prendeu Bolívia Nunes, uma professora, em Braga.", "Bolívia"),
])  # fmt: skip
def test_whom_somebody_arrests_and_whose_kin_he_is_is_no_place(country, language, text, word):
    assert word not in {p.name for p in places(text, watch_country=country, language=language)}


@pytest.mark.parametrize(("text", "word"), [
    ("Gunmen killed Gao residents on Monday.", "Gao"),
    ("Officers arrested Mali Defence Minister Sadio Camara.", "Mali"),
    ("The council elected Chad to the bureau.", "Chad"),
    ("Rebels attacked Sikasso, a town near the border.", "Sikasso"),
    ("Mali's sons died for it.", "Mali"),
])  # fmt: skip
def test_a_place_of_those_arrested_stays_a_place(text, word):
    assert word in {p.name for p in places(text)}


def test_an_office_before_a_name_leaves_the_country():
    assert "Gabon" in {p.name for p in places("The president of Gabon Ali Bongo called for calm.")}
    assert not in_a_person("Guinea Bissau's junta spoke.", (0, 6))


def test_a_town_abroad_is_no_unlisted_quarter_of_the_capital():
    assert {p.country for p in places("Students marched in Albany.", watch_country="AL")} == {None}


def shown(country: str, text: str) -> set[str]:
    """The signs that the claims of a text show for a country."""
    claims = read([said(text)], asked(country), {"wire": WIRE}, everything=True)
    return {w.sign.id for w in witnessed(claims, load("coup"), {}, {"wire": WIRE}, country)}


NEIGHBOURS = [
    ("KE", "GA", "Kenya's foreign ministry condemned the coup in Gabon on Monday."),
    ("GH", "GN", "Ghana's president denounced the military takeover in Guinea on Monday."),
    ("PE", "BO", "El gobierno de Perú condenó el golpe de Estado en Bolivia."),
    ("SN", "NE", "Le gouvernement du Sénégal a condamné le coup d'État au Niger."),
    ("BR", "BO", "O governo do Brasil condenou o golpe na Bolívia."),
]


@pytest.mark.parametrize(("speaking", "meant", "text"), NEIGHBOURS)
def test_a_coup_is_where_its_words_put_it_and_not_where_it_is_condemned(speaking, meant, text):
    assert shown(speaking, text) == set()
    assert "condemned-abroad" in shown(meant, text)


@pytest.mark.parametrize(("country", "text"), [
    ("GH", "The government of Ghana condemned the coup attempt against it."),
    ("GH", "The Ghanaian foreign ministry condemned the coup attempt on Monday."),
    ("GH", "The government condemned the attempted coup on Monday."),
])  # fmt: skip
def test_a_countrys_own_government_is_no_foreign_state_that_condemns(country, text):
    assert "condemned-abroad" not in shown(country, text)


def test_an_envoy_to_a_country_is_not_its_own():
    assert "condemned-abroad" in shown(
        "GH", "Togo's ambassador to Ghana condemned the coup in Accra on Monday."
    )


@pytest.mark.parametrize(("text", "near"), [
    ("Soldiers met in the square, or so I was told, and none of us knew.", False),
    ("Shots were fired in Erie, Pa., at noon.", True),
    ("U.S. officials left.", True),
    ("Police in Gary, IN, closed a road.", True),
])  # fmt: skip
def test_a_small_word_is_no_short_name_of_a_region(text, near):
    assert lexicon(asked("US")).around(text) is near
