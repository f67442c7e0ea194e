"""What several stages' tests start from: the bundled crises, and small threads of one's own."""

from __future__ import annotations

import hypothesis
import pytest
from samples import facts_of

from tocsin import watch
from tocsin.model import Report
from tocsin.store.contract import Fact
from tocsin.watch import Watch

# How long one example takes depends on what else the machine does; the whole run has its own limit.
hypothesis.settings.register_profile("tocsin", deadline=None)
hypothesis.settings.load_profile("tocsin")


@pytest.fixture(scope="session")
def caracas() -> tuple[Watch, tuple[Fact, ...]]:
    """The Caracas crisis: its watch and its facts."""
    return facts_of("caracas-2019-04-30")


@pytest.fixture(scope="session")
def caracas_morning(caracas: tuple[Watch, tuple[Fact, ...]]) -> tuple[Watch, list[Fact]]:
    """The first forty reports of Caracas, with all its sources."""
    following, facts = caracas
    reports = sorted((f for f in facts if isinstance(f, Report)), key=lambda r: (r.known, r.id))
    return following, [*(f for f in facts if not isinstance(f, Report)), *reports[:40]]


@pytest.fixture(scope="session")
def mali() -> Watch:
    """A watch with two sides."""
    return watch.parse(
        """
question = "Has a coup begun in Mali?"
timezone = "Africa/Bamako"
languages = ["en", "fr"]
[place]
country = "ML"
names = ["Mali", "Bamako", "Kati"]
[sides.government]
name = "The government"
incumbent = true
members = [{ name = "Moussa Keita", aliases = ["Keita"], role = "president" }, { name = "Ali Traore", role = "defence minister" }]
[sides.soldiers]
name = "The mutineers"
members = [{ name = "Issa Sanogo", aliases = ["Sanogo"], role = "colonel" }]
"""
    )
