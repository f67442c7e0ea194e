"""Server-sent events over a real connection: what is new comes once, and what was missed is made up for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tocsin.model import Update
from tocsin.publish.web import live
from tocsin.store.sqlite import SQLiteStore

from .served import DEADLINE_S, served
from .thread_by_hand import Small, assessment, at, drawn

Event = tuple[str, str, dict[str, object]]


@contextmanager
def _listening(address: str, **headers: str) -> Iterator[Iterator[Event]]:
    """The events (name, id, data) of a connection that is open while the block runs."""
    timeout = httpx.Timeout(DEADLINE_S)
    with httpx.stream("GET", address, headers=headers, timeout=timeout, trust_env=False) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-content-type-options"] == "nosniff"
        yield _events(answer.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif "data" in fields:
            yield fields.get("event", ""), fields.get("id", ""), json.loads(fields["data"])
            fields = {}


def _pass(path: Path, small: Small, seq: int, minutes: float) -> None:
    """A pass with one update."""
    store = SQLiteStore(path)
    text = f"Update {seq}: <b>shots</b> \x1b were heard."
    update = Update(seq=seq, at=at(minutes), why="claim", text=text, cites=(small.shots.id,), key=str(seq))
    drawn(store, minutes, [], [assessment(seq, minutes, 0.7, words="likely"), update])
    store.close()


def test_a_listener_hears_of_a_new_update_and_assessment(database: Path, small: Small) -> None:
    with served(database) as address, _listening(f"{address}/events") as events:
        assert next(events) == ("hello", "", {"seq": 2, "tick": 2})
        assert next(events)[2]["percent"] == "90%"  # the answer as it stands
        _pass(database, small, 3, 30)
        name, number, data = next(events)
        assert (name, number, data["seq"], data["why"]) == ("update", "3", 3, "claim")
        assert data["text"] == "Update 3: <b>shots</b> ⟨U+001B⟩ were heard."
        name, number, data = next(events)
        assert (name, number, data["words"], data["percent"]) == ("assessment", "3", "likely", "70%")


def test_a_listener_who_was_cut_off_gets_what_he_missed(database: Path, small: Small) -> None:
    with served(database) as address:
        _pass(database, small, 3, 30)
        with _listening(f"{address}/events", **{"Last-Event-ID": "1"}) as events:
            names = [next(events)[:2] for _ in range(4)]
            assert names == [("hello", ""), ("update", "2"), ("update", "3"), ("assessment", "3")]
        with _listening(f"{address}/events?after=2") as events:
            assert [next(events)[:2] for _ in range(2)] == [("hello", ""), ("update", "3")]


def test_a_nonsense_event_id_is_no_error(database: Path) -> None:
    with served(database) as address:
        for told in ("x", "-1", "9" * 40):
            with _listening(f"{address}/events", **{"Last-Event-ID": told}) as events:
                assert next(events)[0] == "hello"


def test_all_listeners_hear_the_same(database: Path, small: Small) -> None:
    with (
        served(database) as address,
        _listening(f"{address}/events") as one,
        _listening(f"{address}/events") as two,
    ):
        for name in ("hello", "assessment"):
            assert next(one)[0] == next(two)[0] == name
        _pass(database, small, 3, 30)
        assert next(one) == next(two)


def test_a_thread_that_cannot_be_read_is_said_to_listeners(database: Path, small: Small) -> None:
    with served(database) as address, _listening(f"{address}/events") as events:
        assert [next(events)[0] for _ in range(2)] == ["hello", "assessment"]
        away = database.with_name("away.db")
        database.rename(away)
        name, _, data = next(events)
        assert name == "trouble"
        assert "no such database" in str(data["message"])
        away.rename(database)
        _pass(database, small, 3, 30)
        assert next(events)[:2] == ("update", "3")


def test_a_page_that_cannot_be_made_stops_nobodys_news(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError("no page")

    monkeypatch.setattr(live, "TOLD_S", 0.0)
    store = SQLiteStore(database)

    async def heard() -> list[str]:
        events = live.Live(database, every_s=0.01, changed=broken).listen(None)
        told = [(await anext(events))["event"], (await anext(events))["event"]]
        for seq in (3, 4):
            update = Update(seq=seq, at=at(seq + 20), why="claim", text="News.", cites=(), key=str(seq))
            drawn(store, seq + 20, [], [update])
            told += [(await asyncio.wait_for(anext(events), DEADLINE_S))["id"] for _ in ("update", "pass")]
        await events.aclose()
        return told

    assert asyncio.run(heard()) == ["hello", "assessment", "3", "3", "4", "4"]
