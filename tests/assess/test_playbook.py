"""A playbook is checked before it moves a number, and each of its signs can be met."""

from __future__ import annotations

from importlib import resources

import pytest
from samples import NOON, SOURCES, said

from tocsin.assess.evidence import witnessed
from tocsin.assess.playbook import load, names, parse
from tocsin.errors import PlaybookError
from tocsin.model import STATES
from tocsin.read import read

TEXT = resources.files("tocsin.playbooks").joinpath("coup.toml").read_text("utf-8")

#: One sentence of a report that shows each sign.
SHOWN = {
    "call-to-rise": "Colonel Issa Sanogo called on soldiers to rise up against the president.",
    "call-to-protest": "Colonel Issa Sanogo called on Malians to take to the streets of Bamako.",
    "coup-alleged": "The government said a coup attempt was under way in Bamako.",
    "coup-rumour": "There are unconfirmed rumours of a coup in Bamako.",
    "troops-deployed": "Tanks and armoured vehicles have been deployed around the presidential palace in Bamako.",
    "gunfire": "Heavy gunfire was heard near the Kati barracks outside Bamako.",
    "site-seized": "Soldiers have seized the airport in Bamako.",
    "takeover-announced": "Soldiers announced on state television that they had seized power and ousted the president.",
    "leader-detained": "President Moussa Keita has been arrested by soldiers, two officers said.",
    "leader-fled": "President Moussa Keita has fled the country, an official said.",
    "leader-seen": "President Moussa Keita appeared on state television on Wednesday.",
    "unit-defects": "The Kati garrison has joined the mutineers, an officer said.",
    "command-loyal": "The army high command declared its loyalty to President Keita.",
    "networks-cut": "Internet access has been cut across Mali, a monitoring group said.",
    "borders-closed": "The soldiers have closed the borders and imposed a curfew.",
    "institutions-dissolved": "The soldiers said they had dissolved parliament and suspended the constitution.",
    "new-leader": "Colonel Issa Sanogo was sworn in as transitional president.",
    "crowds-out": "Thousands of people took to the streets of Bamako.",
    "being-put-down": "The government said it was putting down a coup attempt by a small group of soldiers.",
    "plotters-give-up": "The mutinous soldiers have surrendered, the army said.",
    "attempt-over": "The coup attempt has failed, the defence minister said.",
    "no-sign": "There is no evidence of a coup in Bamako, an analyst said.",
    "lawful-process": "Parliament voted to impeach President Moussa Keita.",
    "condemned-abroad": "The African Union condemned the coup in Mali.",
    "backed-abroad": "The foreign minister of Togo said his government recognised the new leaders of Mali and backed them.",
}


@pytest.mark.parametrize("sign", sorted(SHOWN))
def test_a_plain_sentence_shows_its_sign(sign, mali):
    claims = read([said(SHOWN[sign])], mali, {s.id: s for s in SOURCES})
    shown = {
        w.sign.id for w in witnessed(claims, load("coup"), {}, {s.id: s for s in SOURCES}) if not w.against
    }
    assert sign in shown, [(c.text, c.kinds, c.stance) for c in claims]


def test_every_sign_has_its_sentence_here():
    assert set(SHOWN) == {sign.id for sign in load("coup").signs}


def test_every_sign_has_its_rates_for_every_state_and_says_where_they_are_from():
    for sign in load("coup").signs:
        assert set(sign.rates) == set(STATES) and sign.source and sign.definition


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("calm = 0.92", "calm = 0.99"), "sum to 1"),
        (("calm = 0.02, tension = 0.15", "calm = -0.02, tension = 0.15"), "call-to-rise"),
        (('source = "CSP', 'source = "" # "CSP'), "coup-alleged"),
        (('id = "gunfire"', 'id = "call-to-rise"'), "there twice"),
        (("[transitions]", "[transitions]\nwar = { calm = 0.1 }"), "transitions.war"),
        (('id = "coup"', 'id = "coup'), "playbook coup"),
        (('serves = "rebels"', 'serves = "martians"'), "playbook coup"),
        (('fact = "ha ', 'fakt = "ha '), "'fakt' is not known in spoken.es; did you mean 'fact'"),
        (('fact = "ha ', 'fakt = "ha '), "spoken.es has no 'fact'"),
        (('fact = "ha comenzado un intento"', 'fact = " "'), "spoken.es.fact is empty"),
        (('gunfire = "Disparos', 'gunfires = "Disparos'), "spoken.es.signs says nothing of gunfire"),
        (
            ('gunfire = "Disparos', 'gunfires = "Disparos'),
            r"coup:\d+: spoken.es.signs: there is no 'gunfires'",
        ),
        (('calm = "No hay ningún intento."', 'calm = ""'), "spoken.es.answers.calm is empty"),
        (("[spoken.es]\n", "[spoken]\nfr = 3\n[spoken.es]\n"), "spoken.fr is no table"),
    ],
)
def test_a_playbook_with_a_mistake_names_it(change, named):
    assert change[0] in TEXT
    with pytest.raises(PlaybookError, match=named):
        parse(TEXT.replace(*change, 1), "coup")


@pytest.mark.parametrize("name", names())
def test_every_playbook_says_in_spanish_all_that_the_page_shows(name):
    playbook = load(name)
    spoken = playbook.spoken["es"]
    assert spoken.signs.keys() == {sign.id for sign in playbook.signs}
    assert spoken.answers.keys() == playbook.answers.keys()
    for sign in playbook.signs:
        assert spoken.signs[sign.id] != sign.definition


def test_a_playbook_that_is_not_there_names_those_that_are():
    with pytest.raises(PlaybookError, match="blackout, contested-election, coup, unrest"):
        load("weather")


def test_the_rates_of_a_watchs_own_sign_favour_what_it_says(mali):
    from msgspec.structs import replace

    from tocsin.assess.playbook import of
    from tocsin.watch import WatchSign

    watch = replace(
        mali,
        signs=(
            WatchSign(id="armbands", definition="Blue armbands", words=("blue armband*",), favours="attempt"),
        ),
    )
    sign = next(s for s in of(watch).signs if s.id == "armbands")
    assert max(sign.rates, key=lambda state: sign.rates[state]) == "attempt"
    claims = read([said("Soldiers with blue armbands stood in Bamako.")], watch, {})
    assert any(w.sign.id == "armbands" for w in witnessed(claims, of(watch), {}, {}))
    assert claims[0].at == NOON
