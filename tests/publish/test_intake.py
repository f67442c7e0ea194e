"""What may be sent to the API, and as whom: bounded, by its own name, and never as a source of the watch."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tocsin.commands.serving import submitter
from tocsin.errors import InputError
from tocsin.publish.web import create_app, intake, tokens
from tocsin.publish.web.intake import TooMany, records_of
from tocsin.settings import Settings
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Place, Watch, WatchSource

from .served import Client

SECRET = "correct-horse-battery"  # noqa: S105 - of nobody
WATCH = Watch(
    question="Has a coup begun in Mali?",
    place=Place(country="ML"),
    sources=(
        WatchSource(id="wire", type="feed", url="https://wire.example/rss", kind="agency", grade="A"),
        WatchSource(id="radio", type="feed", url="https://radio.example/rss", kind="broadcaster"),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = SQLiteStore(tmp_path / "thread.db")
    store.append([WATCH], at=datetime.now(UTC))
    store.close()
    (tmp_path / "tokens.toml").write_text(f'wire = "{SECRET}"\nradio = "another-long-token"\n')
    return tmp_path / "thread.db"


@pytest.fixture
def client(path: Path) -> Client:
    settings = Settings(tokens=str(path.with_name("tokens.toml")))
    return Client(create_app(path, settings=settings, submit=submitter(path, settings)))


def row(source: object, text: str = "The market is open.") -> dict[str, Any]:
    return {"source": source, "text": text, "published": "2026-01-01T00:00:00Z"}


def stored(path: Path) -> tuple[dict[str, Any], list[str]]:
    store = SQLiteStore(path)
    try:
        return dict(store.sources()), [report.source for report in store.reports()]
    finally:
        store.close()


def test_an_id_of_the_watch_without_its_token_is_only_a_claim(client: Client, path: Path) -> None:
    assert client.post("/api/reports", json=row("wire")).status_code == 200
    sources, spoken = stored(path)
    assert spoken == ["pushed/wire"]
    found = sources["pushed/wire"]
    assert (found.kind, found.grade, found.side, found.owner) == ("claimed", None, None, "pushed")
    assert "not verified" in found.name


def test_its_token_lets_a_source_speak_as_itself_and_as_no_other(client: Client, path: Path) -> None:
    bearer = {"Authorization": f"Bearer {SECRET}"}
    answer = client.post(
        "/api/reports", json=[row("wire"), row("radio", "The road is open.")], headers=bearer
    )
    assert answer.json()["added"] == 2
    sources, spoken = stored(path)
    assert spoken == ["wire", "pushed/radio"]
    assert "wire" not in sources or sources["wire"].kind == "agency"


def test_nobody_grades_himself(client: Client, path: Path) -> None:
    vain = {"id": "vain", "name": "Vain Agency", "kind": "agency", "grade": "A", "side": "government"}
    assert client.post("/api/reports", json=row(vain)).status_code == 200
    sources, _ = stored(path)
    found = sources["pushed/vain"]
    assert (found.kind, found.grade, found.side) == ("claimed", None, None)


@pytest.mark.parametrize("token", ["correct-horse-batterz", "", "correct-horse-batter", "caf\u00e9" * 5])
def test_a_token_of_nobody_is_refused_and_nothing_taken(client: Client, path: Path, token: str) -> None:
    bearer = {"Authorization": f"Bearer {token}".encode()}
    assert client.post("/api/reports", json=row("wire"), headers=bearer).status_code == 401
    assert stored(path)[1] == []


def test_the_login_of_a_proxy_is_not_looked_at(client: Client) -> None:
    answer = client.post("/api/reports", json=row("wire"), headers={"Authorization": "Basic ZGVzazpodXNo"})
    assert answer.status_code == 200


def test_tokens_are_in_no_export_page_or_journal(client: Client, path: Path) -> None:
    client.post("/api/reports", json=row("wire"), headers={"Authorization": f"Bearer {SECRET}"})
    shown = [client.get(address).text for address in ("/", "/api/thread", "/api/export/reports.jsonl")]
    store = SQLiteStore(path)
    shown += [entry.body.decode() for entry in store.journal()]
    store.close()
    assert not any(SECRET in text for text in shown)


@pytest.mark.parametrize(
    "written",
    [
        f"wire = 5\nradio = '{SECRET}'",
        f"wire = 'short'\nradio = '{SECRET}'",
        f"radio = '{SECRET}",
        f"{SECRET}",
        f"\x00 {SECRET}",
    ],
)
def test_a_wrong_file_of_tokens_is_told_without_what_stands_in_it(tmp_path: Path, written: str) -> None:
    (tmp_path / "tokens.toml").write_text(written)
    with pytest.raises(InputError) as caught:
        tokens.load(str(tmp_path / "tokens.toml"))
    assert SECRET not in str(caught.value) and "tokens.toml" in str(caught.value)


@pytest.mark.parametrize("body", [b"[" + b",".join([b"{}"] * 2_600_000) + b"]", b"{}\n" * 2_600_000])
def test_millions_of_empty_rows_are_refused_at_once(body: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(TooMany):
        records_of(body)
    assert time.monotonic() - began < 1.0


def test_too_many_rows_or_sources_are_refused_in_words(client: Client, path: Path) -> None:
    many = [json.dumps(row(f"s{n % 10}", f"Words {n}.")) for n in range(intake.ROWS + 1)]
    strange = [json.dumps(row({"id": f"s{n}"})) for n in range(intake.SOURCES + 1)]
    for lines in (many, strange):
        answer = client.post("/api/reports", content="\n".join(lines))
        assert answer.status_code == 413
        assert "send them in parts. Nothing was taken." in answer.json()["error"]
    assert stored(path)[1] == []


def test_rows_that_are_none_are_told_by_their_number(client: Client, path: Path) -> None:
    answer = client.post("/api/reports", json=[*([{}] * 3000), row("stranger")]).json()
    assert answer["added"] == 1
    assert len(answer["quarantined"]) < 10
    assert "more rows" in answer["quarantined"][-1]["detail"]
    store = SQLiteStore(path)
    aside = list(store.journal(kind="quarantine"))
    store.close()
    assert len(aside) < 10


@pytest.mark.parametrize(
    "body",
    ["[{}", "[{},]", "[{}] x", "[{} {}]", "[5]", "[[{}]]", "5", "[]", "", "null", '{"a": 1} {"b": 2}', "[" * 9999],
)  # fmt: skip
def test_what_is_no_list_of_reports_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        records_of(body.encode())


@pytest.mark.parametrize(
    "body", [' [ {"a": [1, {}]} ,\n {"b": "]"} ] \n', '{"a": [1, {}]}\n{"b": "]"}', '\n{"a": [1, {}]}\r\n\r\n{"b": "]"}\r\n']
)  # fmt: skip
def test_lists_and_lines_are_read_alike(body: str) -> None:
    assert records_of(body.encode()) == [{"a": [1, {}]}, {"b": "]"}]


def test_a_body_that_drips_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BODY_S", 0.1)
    settings = Settings()
    app = create_app(path, settings=settings, submit=submitter(path, settings))

    async def dripping():
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post("/api/reports", content=dripping())

    assert asyncio.run(ask()).status_code == 408


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8765", "", "127.0.0.1.evil.example"]
)
def test_a_name_that_is_not_ours_is_not_answered(client: Client, path: Path, host: str) -> None:
    for answer in (
        client.get("/", headers={"Host": host}),
        client.post("/api/reports", json=row("wire"), headers={"Host": host, "Origin": f"http://{host}"}),
    ):
        assert answer.status_code == 421
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert stored(path)[1] == []


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8765", "127.0.0.1:8765", "[::1]:8765", "192.168.0.7", "[2001:db8::1]", "desk.example", "desk.example:80"]
)  # fmt: skip
def test_our_own_names_are_answered(path: Path, host: str) -> None:
    client = Client(create_app(path, settings=Settings(allowed_hosts="other.example, Desk.example")))
    assert client.get("/healthz", headers={"Host": host}).status_code == 200
