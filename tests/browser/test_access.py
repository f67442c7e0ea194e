"""What axe-core finds on the page: nothing serious, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from publish.served import served

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}


def found(page: Any) -> list[str]:
    """The grave violations, each with the places where it stands."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    violations = axe.Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in violations
        if one["impact"] in GRAVE
    ]


def test_axe_finds_nothing_grave_on_any_page(chromium: Any, caracas_unfolding: Any) -> None:
    caracas_unfolding.until("2019-04-30T08:00")
    with served(Path(caracas_unfolding.store.path)) as address:
        for width, scheme in ((1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")):
            page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(address, wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert not found(page), (width, scheme)
            page.locator("#updates .cite a[href^='/reports/']").first.click()
            page.locator(".whole").wait_for()
            page.wait_for_load_state("load")  # the words are there before their style
            assert not found(page), (width, scheme, "a report")
            page.close()


def test_an_empty_thread_and_an_error_are_as_readable(chromium: Any, tmp_path: Path) -> None:
    from publish.thread_by_hand import empty

    empty(tmp_path / "thread.db")
    with served(tmp_path / "thread.db") as address:
        page = chromium.new_page()
        for where in ("/", "/no-such-page"):
            page.goto(address + where)
            assert not found(page), where
        page.close()


def test_axe_would_find_a_picture_without_words(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")
    assert any(each.startswith("image-alt") for each in found(page))
    page.close()
