"""What is told again in other words or another language has one origin; what others saw has its own."""

from __future__ import annotations

from datetime import timedelta

from samples import NOON

from tocsin.link import copies
from tocsin.model import Membership, Source, report
from tocsin.store.sqlite import SQLiteStore

SOURCES = [
    Source(id="ministry", name="Ministry of Defence", kind="ministry", side="government"),
    Source(id="wire", name="Meridian Press", kind="agency"),
    Source(id="paper", name="Harbor Courier", kind="newspaper"),
    Source(id="alerta", name="@AlertaPuerto", kind="account"),
]
SPOKEN = (
    "El ministerio informa de que el Gobierno está enfrentando a un reducido grupo de militares que se alzaron en el cuartel "
    "de Puerto Blanco para promover un golpe de Estado, y cierra el aeropuerto."
)
ALERT = "PUERTO BLANCO (Meridian Press) - The government says it is confronting soldiers who rose at Puerto Blanco barracks in a coup and has shut the airport."


def _memberships(*told: tuple[str, str, str, float]) -> dict[str, Membership]:
    """The membership of each report by its place, of (source, language, text, minutes)."""
    reports = [
        report(
            source,
            text,
            published=NOON + timedelta(minutes=minutes),
            language=language,
            external_id=str(number),
        )
        for number, (source, language, text, minutes) in enumerate(told)
    ]
    store = SQLiteStore(":memory:")
    now = NOON + timedelta(days=1)
    store.append([*SOURCES, *reports], at=now)
    found = {m.report: m for m in copies(reports, store, store.tick(now), store.sources()).memberships}
    name = {r.id: r.external_id or "" for r in reports}
    return {
        name[key]: Membership(report=name[key], origin=name[m.origin], rule=m.rule)
        for key, m in found.items()
    }


def test_a_wires_alert_on_a_statement_in_another_language_goes_back_to_it() -> None:
    found = _memberships(("ministry", "es", SPOKEN, 0), ("wire", "en", ALERT, 5))
    assert (found["1"].origin, found["1"].rule) == ("0", "statement")


def test_what_witnesses_say_of_the_same_is_no_statement_told_again() -> None:
    seen = ALERT.replace("The government says it is", "Witnesses said the government was")
    assert _memberships(("ministry", "es", SPOKEN, 0), ("wire", "en", seen, 5))["1"].origin == "1"


def test_a_day_later_it_is_another_statement() -> None:
    assert _memberships(("ministry", "es", SPOKEN, 0), ("wire", "en", ALERT, 8 * 60))["1"].origin == "1"


def test_a_statement_of_something_else_is_not_its_origin() -> None:
    other = "El ministerio anuncia que las elecciones se celebrarán en octubre y que el padrón está abierto en todo el país."
    assert _memberships(("ministry", "es", other, 0), ("wire", "en", ALERT, 5))["1"].origin == "1"


def test_a_rumour_that_a_paper_prints_in_another_language_is_the_accounts() -> None:
    post = "URGENTE: la base aérea de Puerto Blanco está TOMADA por los militares que apoyan a Robles. CONFIRMADO"
    print_ = "Soldiers loyal to Robles have seized the Puerto Blanco air base, according to reports circulating online."
    found = _memberships(("alerta", "es", post, 0), ("paper", "en", print_, 20))
    assert (found["1"].origin, found["1"].rule) == ("0", "same-rumour")


def test_an_alert_that_its_newsroom_tells_at_length_is_one_witness() -> None:
    alert = "A group of officers appeared on television early on Monday and said that they had seized power and annulled the election."
    story = (
        "Army officers appeared on television in Puerto Blanco on Monday and said that they had seized power. The election was "
        "annulled, one of them read out, and the institutions were dissolved. Nobody answered the telephones of the presidency. "
        "In the old town shops stayed shut, and buses stood in the depot on the hill above the harbour all morning long."
    )
    found = _memberships(("wire", "en", alert, 0), ("wire", "en", story, 40))
    assert (found["1"].origin, found["1"].rule) == ("0", "at-length")
    assert _memberships(("wire", "en", alert, 0), ("paper", "en", story, 40))["1"].rule != "at-length"
