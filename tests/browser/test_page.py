"""The page in a real Chromium: readable at every width, live without a jump, and never running what reports say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from publish.served import served
from publish.thread_by_hand import Small, alone, assessment, at, claim, drawn, empty, made

from tocsin.model import Update
from tocsin.publish.interface import Interface, english, tables

pytestmark = pytest.mark.browser
WAIT_MS = 15_000


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A thread in a file, with enough updates to scroll."""
    made = Small(tmp_path / "thread.db")
    texts = [f"Update {n}: " + "the situation at the base is watched. " * 6 for n in range(3, 40)]
    rows = [
        Update(seq=n, at=at(20), why="claim", text=t, cites=(), key=str(n)) for n, t in enumerate(texts, 3)
    ]
    drawn(made.store, 20, [], [assessment(3, 20, 0.9), *rows])
    return made


def _path(small: Small) -> Path:
    return Path(small.store.path)


def _news(small: Small, seq: int, begun: float = 0.9) -> None:
    text = f"Update {seq}: the base is quiet."
    update = Update(seq=seq, at=at(seq), why="claim", text=text, cites=(small.shots.id,), key=str(seq))
    drawn(small.store, seq, [], [assessment(seq, seq, begun), update])


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(chromium: Any, small: Small, width: int, scheme: str) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: request.url.startswith(address) or wrong.append(request.url))
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").inner_text() == "Has a coup begun in Venezuela?"
        assert not wrong
        page.close()


def test_the_page_is_complete_without_scripts(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.goto(address)
        page.locator("#u2 summary").click()
        assert page.locator("#u2 mark").first.inner_text() == "Soldiers have seized the air base"
        page.get_by_label("Turn the page back to").fill("2019-04-30T06:07")
        page.get_by_role("button", name="Show").click()
        assert "You are looking back" in page.locator("main").inner_text()
        page.close()


def test_what_is_folded_is_printed(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page()
        page.goto(address)
        words = page.locator("#u2 mark").first
        assert not words.is_visible()
        page.emulate_media(media="print")
        assert words.is_visible()
        assert not page.locator(".back").is_visible()
        page.close()


def test_new_updates_are_offered_and_come_without_a_jump(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page(viewport={"width": 900, "height": 700})
        page.goto(address, wait_until="load")
        page.locator("#u20").evaluate("part => part.scrollIntoView({behavior: 'instant'})")
        before = page.locator("#u20").bounding_box()["y"]
        _news(small, 40)
        button = page.get_by_role("button", name="1 new update")
        button.wait_for(timeout=WAIT_MS)
        assert page.locator("#u40").count() == 0  # nothing moves until it is asked to
        assert page.title().startswith("(1) ")
        button.dispatch_event("click")  # a click of Playwright's would first scroll the button into view
        page.locator("#u40").wait_for(timeout=WAIT_MS)
        page.locator("#news").wait_for(state="hidden", timeout=WAIT_MS)
        assert abs(page.locator("#u20").bounding_box()["y"] - before) < 2
        page.close()


def test_a_new_answer_is_offered_too(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page()
        page.goto(address, wait_until="load")
        _news(small, 40, begun=0.3)
        button = page.get_by_role("button", name="a new assessment")
        button.wait_for(timeout=WAIT_MS)
        button.click()
        page.get_by_text("30% that an attempt has begun").wait_for(timeout=WAIT_MS)
        page.close()


def test_hostile_reports_run_nothing_and_reorder_nothing(chromium: Any, tmp_path: Path) -> None:
    evil = (
        "<script>window.owned=1</script><img src=x onerror='window.owned=1'> \u202eevil \u05d0\u05d1 "
        + "W" * 3000
    )
    store = empty(tmp_path / "evil.db")
    post = made("alert", f"{evil}.", "r1", 1, title=evil, url="javascript:window.owned=1")
    cited = claim(post, evil, kind="site-seized", id="c1")
    update = Update(seq=1, at=at(5), why="claim", text=evil, cites=("c1",), key="1")
    drawn(store, 5, [post], [cited, *alone(post), assessment(1, 5, 0.5), update])
    with served(tmp_path / "evil.db") as address:
        page = chromium.new_page(viewport={"width": 360, "height": 800})
        for where in ("/", "/reports/r1"):
            page.goto(address + where)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert page.evaluate("window.owned") is None
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            assert "<script>window.owned=1</script>" in page.locator("main").inner_text()
            assert page.locator("a[href^='javascript']").count() == 0
        page.close()


def _right_to_left() -> Interface:
    """A made-up language that is written from right to left: English in Hebrew letters."""
    letters = {c: chr(0x5D0 + n) for n, c in enumerate("abcdefghijklmnopqrstuvwxyz")}

    def put(words: Any) -> Any:
        if isinstance(words, dict):
            return {key: put(value) for key, value in words.items()}
        if not isinstance(words, str):
            return tuple(map(put, words))
        return re.sub(
            r"\{\w+\}|.", lambda m: m[0] if len(m[0]) > 1 else letters.get(m[0].lower(), m[0]), words
        )

    told = msgspec.to_builtins(english())
    head = {"language": "he", "name": "עברית", "direction": "rtl", "percent": "{number}%", "thousands": ","}
    return msgspec.convert({**head, "dates": put(told["dates"]), "words": put(told["words"])}, Interface)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_language_from_right_to_left_is_laid_out_from_the_right(
    chromium: Any, small: Small, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tables(), "he", _right_to_left())
    with served(_path(small)) as address:
        page = chromium.new_page(viewport={"width": width, "height": 800})
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        for where in ("/?lang=he", "/reports/r1?lang=he", "/?as_of=x&lang=he"):
            page.goto(address + where)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert page.evaluate("document.documentElement.dir") == "rtl"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            out = page.evaluate(
                """width => [...document.body.querySelectorAll('*:not(.skip):not(svg *)')].filter(each => {
                  const { left, right, width: wide } = each.getBoundingClientRect();
                  return wide && (left < -1 || right > width + 1);
                }).map(each => each.outerHTML.slice(0, 120))""",
                width,
            )
            assert out == []
        page.goto(f"{address}/?lang=he")
        left = "part => part.getBoundingClientRect().left"
        right = "part => part.getBoundingClientRect().right"
        # text begins at the right, the outlet of a chain too, with an arrow that leads on to the left
        assert page.locator("h2#h-signs").evaluate(right) > width * 0.85
        chain = page.locator(".chain:visible", has=page.locator(".by")).first
        first, second = chain.locator("bdi").nth(0), chain.locator("bdi").nth(1)
        assert chain.locator(".by").first.inner_text() == "←"
        assert first.evaluate(right) > second.evaluate(right)
        # time runs from left to right in every language
        start, end = page.locator(".span span").nth(0), page.locator(".span span").nth(1)
        assert start.evaluate(left) < end.evaluate(left)
        assert page.locator("#slide").evaluate("part => getComputedStyle(part).direction") == "ltr"
        assert page.locator(".tell").first.evaluate("part => getComputedStyle(part).direction") == "ltr"
        assert not [text for text in wrong if "400" not in text]  # the answer to as_of=x is an error in words
        page.close()


def test_the_scripts_speak_the_language_of_the_page(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        context = chromium.new_context(locale="es-VE", viewport={"width": 360, "height": 800})
        page = context.new_page()
        page.goto(address, wait_until="load")
        assert page.evaluate("document.documentElement.lang") == "es"
        page.locator("#slide").evaluate(
            "part => { part.value = Number(part.max) - 300; part.dispatchEvent(new Event('input')); }"
        )
        assert page.locator("#told").inner_text() == "mar 30 abr 06:15"
        _news(small, 40)
        page.get_by_role("button", name="1 actualización nueva").wait_for(timeout=WAIT_MS)
        page.locator("#last-pass").get_by_text("mar 30 abr 06:40").wait_for(timeout=WAIT_MS)
        _news(small, 41, begun=0.3)
        page.get_by_role("button", name="2 actualizaciones nuevas y una nueva valoración").wait_for(
            timeout=WAIT_MS
        )
        page.close()
        _news(small, 42)
        page = context.new_page()
        page.goto(f"{address}/?lang=es", wait_until="load")
        page.get_by_role("link", name="3 actualizaciones desde su última visita").click(timeout=WAIT_MS)
        page.locator("#since").wait_for(timeout=WAIT_MS)
        assert "lang=es" in page.url
        page.get_by_role("link", name="English").click()
        page.get_by_text("Since you were last here").wait_for(timeout=WAIT_MS)
        context.close()


def test_a_server_that_went_away_is_said(chromium: Any, small: Small) -> None:
    page = chromium.new_page()
    with served(_path(small)) as address:
        page.clock.install()
        page.goto(address, wait_until="load")
        page.get_by_text("Has a coup begun").first.wait_for(timeout=WAIT_MS)
    deadline = 60
    while page.locator("#news span").count() == 0 and deadline:
        page.clock.run_for(3000)
        deadline -= 1
    assert "No connection to this page's server" in page.locator("#news").inner_text()
    page.close()


def test_coming_back_later_shows_what_came_in_between(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.close()
        _news(small, 40)
        _news(small, 41)
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.get_by_role("link", name="2 updates since you were last here").click(timeout=WAIT_MS)
        page.locator("#since").wait_for(timeout=WAIT_MS)
        assert page.locator(".update").evaluate_all("all => all.map(each => each.id)") == ["u41", "u40"]
        context.close()


def test_the_slider_turns_the_page_back_and_forth(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page()
        page.goto(address, wait_until="load")
        turn = "(part, end) => { part.value = part[end]; part.dispatchEvent(new Event('change')); }"
        page.locator("#slide").evaluate(
            "part => { part.value = Number(part.max) - 300; part.dispatchEvent(new Event('change')); }"
        )
        page.get_by_text("You are looking back").wait_for(timeout=WAIT_MS)
        assert page.locator("#u39").count() == 0  # of 06:20; this is 06:15
        assert page.locator("#u2").count() == 1
        page.locator("#slide").evaluate(turn, "max")
        page.locator("#u39").wait_for(state="attached", timeout=WAIT_MS)
        assert "as_of" not in page.url
        page.close()


def test_a_mark_on_the_curve_tells_by_keyboard_what_turned_it(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page()
        page.goto(address, wait_until="load")
        page.locator(".turn").nth(1).focus()
        told = page.locator("#told").inner_text()
        assert "90%, very likely" in told
        assert "the minister denies it" in told
        page.close()


def test_filters_work_without_scripts(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_context(
            java_script_enabled=False, viewport={"width": 360, "height": 800}
        ).new_page()
        page.goto(address)
        page.get_by_text("Only some updates").click()
        page.locator("select[name=source]").select_option("State TV")
        page.locator(".filters button").click()
        assert page.locator(".update").evaluate_all("all => all.map(each => each.id)") == ["u2"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.close()


def test_nothing_shifts_while_the_page_loads(chromium: Any, small: Small) -> None:
    with served(_path(small)) as address:
        page = chromium.new_page(viewport={"width": 360, "height": 800})
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) window.shift += e.value; })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        page.goto(address, wait_until="load")
        page.locator("#slide").wait_for(timeout=WAIT_MS)
        assert page.evaluate("window.shift") < 0.01
        page.close()
