"""A reader's day with a whole crisis: arrive, follow it live, ask for the proof, look back, come back later, print.

With TOCSIN_PICTURES=FOLDER it leaves its pictures there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from publish.served import served

from tocsin.model import Assessment, Claim, Update
from tocsin.publish import shown

pytestmark = pytest.mark.browser
WAIT_MS = 15_000
PICTURES = os.environ.get("TOCSIN_PICTURES")


def picture(page: Any, name: str, part: str = "") -> None:
    """What the reader sees now, or one part of the page, where pictures are asked for."""
    if PICTURES:
        page.wait_for_timeout(300)  # the style of a part that has just come
        (page.locator(part) if part else page).screenshot(path=Path(PICTURES) / f"{name}.png")


def ids(page: Any) -> list[int]:
    """The numbers of the updates on the page, in its order."""
    return [int(each[1:]) for each in page.locator(".update").evaluate_all("all => all.map(each => each.id)")]


def percent(store: Any) -> str:
    """The newest probability as the page writes it."""
    return str(shown.percent(store.rows(Assessment)[-1].begun))


def test_a_reader_follows_a_whole_crisis(chromium: Any, caracas_unfolding: Any) -> None:
    crisis = caracas_unfolding
    store = crisis.store
    crisis.until("2019-04-30T06:00")
    with served(Path(store.path)) as address:
        context = chromium.new_context(viewport={"width": 390, "height": 844}, timezone_id="America/Caracas")
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: request.url.startswith(address) or wrong.append(request.url))

        # arrive, on a phone
        page.goto(address, wait_until="load")
        assert page.locator("h1").inner_text() == crisis.watch.question
        assert percent(store) in page.locator(".figures").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        first = ids(page)
        assert first == [u.seq for u in reversed(store.rows(Update))][:40]
        picture(page, "arrive")

        # follow it live: nothing moves until it is asked to
        reading = page.locator(f"#u{first[2]}")
        reading.evaluate("part => part.scrollIntoView({behavior: 'instant'})")
        stood = reading.bounding_box()["y"]
        crisis.until("2019-04-30T08:00")
        page.wait_for_function(
            "n => document.querySelector('#news button')?.textContent.includes(n)",
            arg=str(len(store.rows(Update)) - len(first)),
            timeout=WAIT_MS,
        )
        assert ids(page) == first
        picture(page, "news")
        page.locator("#news button").dispatch_event("click")
        page.locator(f"#u{store.rows(Update)[-1].seq}").wait_for(state="attached", timeout=WAIT_MS)
        assert abs(reading.bounding_box()["y"] - stood) < 2
        assert percent(store) in page.locator(".figures").inner_text()

        # the proof of a sentence: the same characters, in the report, from its source
        page.set_viewport_size({"width": 1180, "height": 1000})
        fresh = chromium.new_context(viewport={"width": 1180, "height": 1000}).new_page()
        fresh.goto(f"{address}/?as_of=2019-04-30T08:00", wait_until="load")
        picture(fresh, "page")
        fresh.close()
        update = next(u for u in reversed(store.rows(Update)) if u.cites)
        told = page.locator(f"#u{update.seq}")
        told.locator("summary").first.click()
        words = told.locator("mark").first.inner_text()
        link = told.locator("a[href^='/reports/']").first
        claim = link.get_attribute("href").rsplit("#c-", 1)[1]
        cited = next(c for c in store.rows(Claim) if c.id == claim)
        report = next(iter(store.reports([cited.report])))
        assert report.whole[cited.start : cited.end] == cited.text
        assert " ".join(words.split()) == " ".join(cited.text.split())
        told.scroll_into_view_if_needed()
        picture(page, "proof")
        link.click()
        page.locator(f"[id='c-{claim}']").wait_for(state="attached", timeout=WAIT_MS)
        assert words in page.locator("main").inner_text()
        page.go_back(wait_until="load")

        # filter by a source
        page.locator("#filters summary").click()
        source = page.locator("select[name=source] option").nth(1).get_attribute("value")
        page.locator("select[name=source]").select_option(source)
        page.locator(".filters button").click()
        page.locator("#updates [role=status]").wait_for(timeout=WAIT_MS)
        by = {s.name: s.id for s in store.sources().values()}
        of = {c.id: c.source for c in store.rows(Claim)}
        kept = {u.seq for u in store.rows(Update) if any(of.get(c) == by[source] for c in u.cites)}
        assert ids(page) == sorted(kept, reverse=True)[:40] and kept
        page.goto(address, wait_until="load")

        # turn back time, and forth
        page.locator("#slide").evaluate(
            "part => { part.value = Number(part.max) - 5400; part.dispatchEvent(new Event('change')); }"
        )
        page.wait_for_url("**as_of=**", timeout=WAIT_MS)
        then = max(
            u.seq
            for u in store.rows(Update)
            if u.at.isoformat() <= page.locator("main .notice time").get_attribute("datetime")
        )
        assert ids(page)[0] == then
        picture(page, "back")
        page.locator(".notice a").click()
        page.locator(f"#u{store.rows(Update)[-1].seq}").wait_for(state="attached", timeout=WAIT_MS)
        page.close()

        # come back in the evening
        seen = store.rows(Update)[-1].seq
        crisis.until("2019-05-02T00:00")
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.locator("#news a").click(timeout=WAIT_MS)
        page.locator("#since").wait_for(timeout=WAIT_MS)
        assert min(ids(page)) > seen
        assert str(store.rows(Update)[-1].seq - seen) in page.locator("#since").inner_text()

        # who copied whom, and where it is told to happen: a circle leads to what is told of its town
        page.set_viewport_size({"width": 1180, "height": 1000})
        page.goto(address, wait_until="load")
        page.locator("#origins img").evaluate("part => { part.loading = 'eager'; return part.decode(); }")
        picture(page, "map", "#places")
        picture(page, "signs", "#signs")
        town = page.locator(".town").first
        name = town.get_attribute("aria-label").split(":")[0]
        town.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**place=**", timeout=WAIT_MS)
        places = {c.id: c.location.name for c in store.rows(Claim) if c.location}
        told_of = {u.seq for u in store.rows(Update) if any(places.get(c) == name for c in u.cites)}
        assert ids(page) == sorted(told_of, reverse=True)[:40] and told_of

        # without scripts, and printed, it is the same thread
        page.goto(address, wait_until="load")
        plain = chromium.new_context(java_script_enabled=False).new_page()
        plain.goto(address)
        assert ids(plain) == ids(page)
        assert plain.locator(".figures").inner_text() == page.locator(".figures").inner_text()
        assert page.pdf(format="A4").startswith(b"%PDF")

        # and on a phone in the dark nothing sticks out or has shifted
        phone = chromium.new_page(viewport={"width": 360, "height": 800}, color_scheme="dark")
        phone.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) window.shift += e.value; })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        phone.goto(address, wait_until="load")
        phone.locator("#slide").wait_for(timeout=WAIT_MS)
        assert phone.evaluate("window.shift") < 0.01
        phone.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        assert not wrong
        for each in (page, plain, phone):
            each.close()
        context.close()
