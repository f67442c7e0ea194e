"""Stories in a thread: each report's story is a row, merged and split by further rows, and the past stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from link.test_stories import ABROAD, BRIDGE, HARVEST
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.link import tellings as module
from tocsin.link.stories import Stories
from tocsin.model import Assessment, Link, Telling, report
from tocsin.publish.exports import export
from tocsin.store.sqlite import SQLiteStore

PAIRED = [text for pair in zip(BRIDGE, HARVEST, strict=True) for text in pair]
BOTH = f"{BRIDGE[0]} {HARVEST[0]}"
MIXED = "The millet farmers of Mopti met Colonel Oumar Dembélé; lorries at Kati bridge, the union, the harvest: all was said."


def told(mali, reports, store=None, *, each=5):
    """The thread after one pass for each report."""
    store = store or SQLiteStore(":memory:")
    for number, one in enumerate(reports):
        now = max(one.known, NOON + timedelta(minutes=each * number))
        thread.advance(mali, store, [*SOURCES, one], now=now)
    return store


def story_of(store):
    return {row.report: row.story for row in store.rows(Telling)}


def groups(store):
    found = {}
    for name, story in story_of(store).items():
        found.setdefault(story, set()).add(name)
    return sorted(map(sorted, found.values()))


def test_reports_of_two_happenings_are_two_stories_of_the_thread(mali):
    reports = [said(text, 5 * n, source=f"p{n}") for n, text in enumerate(PAIRED)]
    store = told(mali, reports)
    assert groups(store) == sorted(sorted(r.id for r in reports[k::2]) for k in (0, 1))
    rows = list(export(store, "stories"))
    assert [row["report_ids"] for row in rows] == [[r.id for r in reports[k::2]] for k in (0, 1)]
    assert {row["id"]: row["story"] for row in export(store, "reports")} == story_of(store)


def test_a_report_in_another_language_and_a_copy_are_in_the_story_of_the_first(mali):
    first = said(BRIDGE[0], language="en")
    reports = [first, said(HARVEST[0], 5), said(ABROAD, 10, language="fr", source="paper")]
    reports.append(said(BRIDGE[0], 15, source="radio"))
    store = told(mali, reports)
    assert [story_of(store)[r.id] for r in reports] == [first.id, reports[1].id, first.id, first.id]
    assert store.rows(Telling)[-1].rule == "copy"


def test_stories_go_on_after_a_restart_as_if_there_had_been_none(mali, tmp_path):
    reports = [said(text, 5 * n, source=f"p{n}") for n, text in enumerate(PAIRED)]
    whole = told(mali, reports)
    path = tmp_path / "thread.db"
    for number, one in enumerate(reports):
        store = SQLiteStore(path)
        thread.advance(mali, store, [*SOURCES, one], now=NOON + timedelta(minutes=5 * number))
        store.close()
    store = SQLiteStore(path)
    assert store.rows(Telling) == whole.rows(Telling)
    before = store.digest()
    assert thread.rebuild(store) == before


def test_a_late_report_joins_an_old_story_and_rewrites_no_assessment(mali):
    store = told(mali, [said(text, 60 + 5 * n, source=f"p{n}") for n, text in enumerate(BRIDGE)], each=60)
    before, rows = store.rows(Assessment), store.rows(Telling)
    late = said(f"{BRIDGE[0]} It was dark.", 0, source="late")
    thread.advance(mali, store, [late], now=NOON + timedelta(hours=5))
    assert story_of(store)[late.id] == rows[0].story
    assert store.rows(Assessment)[: len(before)] == before
    assert store.rows(Telling)[: len(rows)] == rows


def test_two_stories_that_grow_together_are_one_from_then_on(mali, monkeypatch):
    _loosely(monkeypatch, join=0.1, merge=0.05)
    reports = [said(BRIDGE[0]), said(HARVEST[0], 5, source="paper"), said(MIXED, 10, source="radio")]
    store = told(mali, reports[:2])
    assert len(groups(store)) == 2
    told(mali, reports[2:], store, each=20)
    assert set(story_of(store).values()) == {reports[0].id}
    assert {row.rule for row in store.rows(Telling, report=reports[1].id)} == {"starts", "merged"}
    assert len({row.story for row in store.rows(Telling, tick=2)}) == 2, "what was told then stays"


def test_a_story_that_falls_in_two_is_two_from_then_on(mali, monkeypatch):
    _loosely(monkeypatch, join=0.01, merge=1.1, split=0.9)
    reports = [
        said(BOTH),
        *(said(t, 5 + n, source=f"p{n}") for n, t in enumerate([*PAIRED, f"{HARVEST[0]} Yes."])),
    ]
    store = told(mali, reports)
    assert len(groups(store)) == 2
    gone = [row.report for row in store.rows(Telling) if row.rule == "split"]
    assert gone and len({story_of(store)[name] for name in gone}) == 1


def test_stories_rest_on_a_bounded_number_of_rows(mali, monkeypatch):
    asked = []
    of = Stories.of
    monkeypatch.setattr(module, "LATEST", 3)
    monkeypatch.setattr(
        Stories, "of", classmethod(lambda cls, rows: asked.append(list(rows)) or of(asked[-1]))
    )
    told(mali, [said(text, 5 * n, source=f"p{n}") for n, text in enumerate(PAIRED)])
    assert max(map(len, asked)) == 3


def test_the_stories_of_a_pass_do_not_depend_on_the_order_of_arrival(mali):
    reports = [said(text, n // 2, source=f"p{n}") for n, text in enumerate([*PAIRED, ABROAD])]
    forth, back = (
        thread.advance(mali, store, [*SOURCES, *order], now=NOON + timedelta(hours=1)) and store
        for store, order in ((SQLiteStore(":memory:"), reports), (SQLiteStore(":memory:"), reports[::-1]))
    )
    assert forth.rows(Telling) == back.rows(Telling)


def test_a_copy_that_an_editor_took_back_before_is_placed_by_its_own_words():
    store = SQLiteStore(":memory:")
    first, other = said(BRIDGE[0]), said(HARVEST[0], 5)
    store.append([first, other], at=NOON)
    tick = store.tick(NOON)
    assert len({row.story for row in module.tellings([first, other], [], store, tick)}) == 2
    link = Link(left=other.id, right=first.id, relation="copy_of", rule="same-words", score=1.0, at=NOON)
    assert len({row.story for row in module.tellings([first, other], [link], store, tick)}) == 1


def _loosely(monkeypatch, **constants):
    """Stories with other thresholds."""
    made = Stories.__init__
    monkeypatch.setattr(Stories, "__init__", lambda self, **_: made(self, **constants))


@pytest.mark.parametrize(
    "text",
    ["Calm.", "…", "Please enable JavaScript to continue.", "We use cookies on this site. Accept all."],
)
def test_texts_that_say_nothing_have_a_story_each_and_draw_nobody_in(mali, text):
    same = said(BRIDGE[0], 30, source="wire")
    reports = [said(f"{text} {n}" if n else text, n, source=f"p{n}") for n in range(3)]
    store = told(mali, [*reports, same])
    assert set(story_of(store)) == {r.id for r in [*reports, same]}
    assert story_of(store)[same.id] == same.id


def test_times_in_the_future_or_missing_are_the_time_of_fetching(mali):
    ahead = report("paper", BRIDGE[0], published=NOON + timedelta(days=400), fetched=NOON)
    none = report("radio", BRIDGE[1], published=None, fetched=NOON + timedelta(minutes=10))
    store = told(mali, [ahead, none])
    assert story_of(store) == {ahead.id: ahead.id, none.id: ahead.id}
