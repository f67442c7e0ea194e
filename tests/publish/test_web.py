"""The page on the web: complete, exact, harmless whatever the reports say, and bounded in what it takes."""

from __future__ import annotations

import json
import re
import time
from html import unescape
from pathlib import Path
from typing import Any

import lxml.etree
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError, StoreError
from tocsin.model import Update
from tocsin.publish.exports import WHAT
from tocsin.publish.view import view
from tocsin.publish.web import create_app
from tocsin.publish.web.intake import records_of
from tocsin.publish.web.pages import language, pieces
from tocsin.pulse import Trouble
from tocsin.settings import Settings

from .served import Client
from .thread_by_hand import Small, alone, assessment, at, claim, drawn, empty, link, made, voice


def _client(path: Path, **options: Any) -> Client:
    return Client(create_app(path, settings=Settings(max_bytes=2000), **options))


@pytest.fixture
def client(database: Path) -> Client:
    return _client(database)


def _text(html: str) -> str:
    """What a reader sees of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_the_page_has_every_section(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    shown = _text(answer.text)
    assert (
        "It is very likely that an attempt has begun. The likeliest reading: An attempt is under way."
        in shown
    )
    assert "90% that an attempt has begun, range 80% to 95%." in shown
    for head in (
        "What we know",
        "Claimed and disputed",
        "What nobody knows yet",
        "Signs",
        "Updates",
        "Sources",
    ):
        assert f">{head}</h2>" in answer.text
    assert "Set aside: 1 with a bad date." in shown
    assert "Rules coup@1." in shown


def test_a_state_is_said_as_a_fact_only_where_it_stands_out(small: Small, database: Path) -> None:
    sure = assessment(3, 20, 0.95, leading="attempt")
    states = (0.02, 0.001, 0.95, 0.0, 0.029)
    drawn(small.store, 20, [], [msgspec.structs.replace(sure, states=states)])
    assert view(small.store).answer.plain  # type: ignore[union-attr]
    said = _text(_client(database).get("/").text)
    assert "The likeliest reading: An attempt is under way." in said  # under way and over are as likely


def test_an_open_question_says_how_long_it_has_been_open(client: Client) -> None:
    back = _text(client.get("/", params={"as_of": "2019-04-30T06:07"}).text)  # asked at 06:01
    assert "open for 6 minutes" in back
    assert "open for" not in _text(client.get("/").text)  # answered since


def test_every_update_has_its_anchor_and_its_exact_words_marked(client: Client) -> None:
    html = client.get("/").text
    assert html.index('id="u2"') < html.index('id="u1"')
    update = html[html.index('id="u1"') :]
    assert "<mark>Soldiers have seized the air base</mark>." in update
    assert 'href="https://ap.example/1" rel="noopener noreferrer nofollow external"' in update


def test_both_sides_of_a_dispute_stand_beside_each_other(client: Client) -> None:
    html = client.get("/").text
    dispute = html[html.index('<article class="dispute">') :]
    assert (
        dispute.index("Some say")
        < dispute.index("AP")
        < dispute.index("Others say")
        < dispute.index("State TV")
    )


def test_a_disputed_point_says_how_many_stand_behind_it_and_how_many_against(client: Client) -> None:
    shown = _text(client.get("/").text)
    assert "2 reports, 1 origin, 1 against" in shown  # AP and its reprint
    assert "1 report, 1 origin, 1 against" in shown  # the minister


def test_the_curve_has_words_for_those_who_cannot_see_it(client: Client) -> None:
    html = client.get("/").text
    assert '<title id="curve-title">Probability that an attempt has begun, over time</title>' in html
    assert re.search(r'<polyline class="line" points="0\.0,95\.00 1000\.0,95\.00 1000\.0,10\.00"/>', html)
    assert "How the answer came to this: 2 turns" in html


def test_the_page_turns_back_to_what_was_known_then(client: Client) -> None:
    html = client.get("/", params={"as_of": "2019-04-30T06:07"}).text  # the watch's own zone
    assert "You are looking back" in html
    assert 'id="u2"' not in html and 'id="u1"' in html
    assert "almost no chance" in html
    assert "page.js" not in html  # what is past does not change
    assert html == client.get("/?as_of=2019-04-30T10:07:00+00:00").text  # a '+' that became a space


def test_before_the_first_pass_the_page_says_that_nothing_was_assessed(client: Client) -> None:
    shown = _text(client.get("/?as_of=2019-01-01").text)
    assert "Nothing had been assessed by then." in shown


@pytest.mark.parametrize(
    "time", ["yesterday", "2019-13-01", "0001-01-01T00:00:00+14:00", "<script>", "9" * 500]
)
def test_a_time_that_is_none_is_an_error_in_words(client: Client, time: str) -> None:
    answer = client.get("/", params={"as_of": time})
    assert answer.status_code == 400
    assert "is no time: write e.g. 2019-04-30T12:00" in unescape(answer.text)
    assert "<script>" not in answer.text


def test_the_page_cannot_be_turned_forward(client: Client) -> None:
    assert "has not come yet" in client.get("/?as_of=2999-01-01").text


def test_a_thread_with_nothing_in_it_is_not_shown_as_calm(tmp_path: Path) -> None:
    empty(tmp_path / "t.db").close()
    shown = _text(_client(tmp_path / "t.db").get("/").text)
    assert "Nothing has been assessed yet." in shown
    assert "That is no sign of calm." in shown


def test_an_old_page_says_since_when(client: Client) -> None:
    shown = _text(client.get("/").text)
    assert "The newest report is of Tue 30 Apr 06:14: that is silence, not calm." in shown
    assert "No pass has been made since Tue 30 Apr 06:15" in shown


def test_a_missing_database_is_an_error_and_no_empty_page(tmp_path: Path) -> None:
    client = _client(tmp_path / "none.db")
    answer = client.get("/")
    assert answer.status_code == 503
    assert "This says nothing about what is happening." in answer.text
    assert client.get("/healthz").status_code == 503
    assert client.get("/api/export/claims.jsonl").status_code == 503
    assert not (tmp_path / "none.db").exists()


ADDRESSES = [
    "/",
    "/?as_of=x",
    "/reports/r1",
    "/reports/none",
    "/healthz",
    "/feed.atom",
    "/feed.json",
    "/liveblog.jsonld",
    "/api/thread",
    "/static/page.css",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_page_asks_nothing_of_other_sites_and_has_no_inline_code(client: Client) -> None:
    for address in ("/", "/reports/r1"):
        html = client.get(address).text
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*?(?:src|href)="([^"]+)"', html)
        assert loaded and all(name.startswith("/") for name in loaded)
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src)", html)
    style = client.get("/static/page.css").text
    assert "@import" not in style and "url(" not in style


EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*7 }} \u202eevil\u202c \u200bhidden\x00\x1b[2J"


@pytest.fixture
def hostile(tmp_path: Path) -> Client:
    """A thread in which everything that comes from outside is hostile."""
    store = empty(tmp_path / "evil.db")
    huge = "A" * 5000
    post = made("alert", f"{EVIL} {huge}. Nobody knows {EVIL}.", f"r/{EVIL}", 1, title=EVIL, author=EVIL)
    script = made(
        "radio", f"{EVIL} is false.", "r2", 2, url="javascript:alert(3)", language='"><script>', title=""
    )
    taken = claim(post, f"{EVIL} {huge}", voice(post, "Nobody"), kind="site-seized", id='c"><script>')
    denied = claim(script, f"{EVIL} is false", kind="site-seized", stance="denies", id="c2")
    unclear = claim(post, f"Nobody knows {EVIL}", stance="does_not_know", id="c3")
    update = Update(
        seq=1, at=at(5), why="claim", text=f"@alert: {EVIL} {huge}", cites=(taken.id, "c2"), key="1"
    )
    rows = [taken, denied, unclear, link(denied, taken, "contradicts"), *alone(post, script)]
    drawn(store, 5, [post, script], [*rows, assessment(1, 5, 0.5), update])
    store.close()
    return _client(tmp_path / "evil.db")


def test_a_hostile_headline_is_shown_as_text(hostile: Client) -> None:
    for address in ("/", "/reports/r2"):
        html = hostile.get(address).text
        assert "<script>alert" not in html and "<img" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "{{ 7*7 }}" in html  # a report is no template
        assert not re.search(r'(?:href|src)="\s*javascript:', html)
        assert 'lang=""' not in html and 'lang="&#34;' not in html


def test_marks_that_reorder_text_are_shown_by_name(hostile: Client) -> None:
    html = hostile.get("/").text
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b") & set(html)
    assert "⟨U+202E⟩evil⟨U+202C⟩" in html


def test_a_hostile_report_name_still_leads_to_its_report(hostile: Client) -> None:
    (first, *_) = (line for line in hostile.get("/api/export/reports.jsonl").text.splitlines())
    answer = hostile.get(f"/reports/{json.loads(first)['id']}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_hostile_feed_is_well_formed(hostile: Client) -> None:
    from xml.etree import ElementTree

    answer = hostile.get("/feed.atom")
    root = ElementTree.fromstring(answer.text)  # noqa: S314 - our own feed
    (content,) = root.iterfind(".//{*}content")
    assert content.text is not None and "<script>alert(1)</script>" in content.text


def test_only_language_tags_reach_the_page() -> None:
    assert language("pt-BR") == "pt-BR"
    assert [language(name) for name in (None, "", '"><script>', "en en", "x" * 30)] == [""] * 5


def test_a_report_shows_its_claims_at_their_places(client: Client, small: Small) -> None:
    html = client.get("/reports/r1").text
    assert (
        f'<a class="here" id="c-{small.seizes.id}"></a><mark>Soldiers have seized the air base</mark>.'
        in html
    )
    assert f'<a href="#c-{small.shots.id}">Shots were heard</a>' in html
    assert client.get(f"/reports/{small.taken.id}").text == html


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_marking_a_report_loses_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    class Cited:
        def __init__(self, number: int, start: int, end: int) -> None:
            self.claim, self.start, self.end = str(number), start, end

    found = [Cited(n, *sorted((min(a, len(text)), min(b, len(text))))) for n, (a, b) in enumerate(spans)]
    made = pieces(text, found, 0, len(text))
    assert "".join(piece.text for piece in made) == text
    for cited in found:
        inside = "".join(piece.text for piece in made if cited.claim in piece.claims)
        assert inside == text[cited.start : cited.end]
        assert sum(cited.claim in piece.begins for piece in made) == (cited.start < cited.end)


def test_the_interface_gives_the_view_and_the_exports(client: Client) -> None:
    thread = client.get("/api/thread").json()
    assert thread["question"] == "Has a coup begun in Venezuela?"
    assert thread["answer"]["words"] == "very likely"
    assert sum(len(point["citations"]) for s in thread["speakers"] for point in s["points"]) == 7
    for what in WHAT:
        answer = client.get(f"/api/export/{what}.jsonl")
        assert answer.status_code == 200
        assert all(isinstance(json.loads(line), dict) for line in answer.text.splitlines())
    assert "there are: claims" in client.get("/api/export/rumours.jsonl").json()["error"]
    assert client.get("/healthz").json() == {
        "status": "ok",
        "last_pass": "2019-04-30T10:15:00+00:00",
        "failing_since": None,
        "error": None,
        "reports": 5,
        "put_aside": 1,
    }


class _Taken:
    """What would be put into the thread."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []

    def __call__(
        self, records: list[dict[str, Any]], *, vouched: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        self.records += records
        self.vouched = vouched
        return {"added": len(records), "quarantined": []}


BODIES = {
    "an object": b'{"source": "ap"}',
    "a list": b'[{"source": "ap"}]',
    "lines": b'{"source": "ap"}\n\n',
    "lines of windows": b'\xef\xbb\xbf{"source": "ap"}\r\n',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_reports_are_taken_as_an_object_a_list_or_lines(database: Path, body: bytes) -> None:
    taken = _Taken()
    answer = _client(database, submit=taken).post("/api/reports", content=body)
    assert answer.json() == {"added": 1, "quarantined": []}
    assert taken.records == [{"source": "ap"}]


WRONG = {
    b"": 400,
    b"[]": 400,
    b"7": 400,
    b"[7]": 400,
    b"\xff\xfe": 400,
    b'{"a": 1}\n{"b"': 400,
    b"[" * 1500: 400,
    b"x" * 2001: 413,
}


@pytest.mark.parametrize("body", WRONG, ids=lambda body: repr(body[:12]))
def test_a_body_that_is_wrong_is_taken_in_no_part(database: Path, body: bytes) -> None:
    taken = _Taken()
    answer = _client(database, submit=taken).post("/api/reports", content=body)
    assert answer.status_code == WRONG[body]
    assert "Nothing was taken." in answer.json()["error"]
    assert not taken.records


def test_the_wrong_line_is_named() -> None:
    with pytest.raises(ValueError, match="Line 2 is not JSON"):
        records_of(b'{"a": 1}\n{"b"')


def test_a_server_that_only_reads_says_so(client: Client) -> None:
    answer = client.post("/api/reports", json={"source": "ap"})
    assert answer.status_code == 501
    assert "only reads" in answer.json()["error"]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_sites_page_may_not_push_reports(database: Path, headers: dict[str, str]) -> None:
    taken = _Taken()
    answer = _client(database, submit=taken).post("/api/reports", json={"source": "ap"}, headers=headers)
    assert answer.status_code == 403
    assert not taken.records


def test_our_own_page_and_programs_may(database: Path) -> None:
    client = _client(database, submit=_Taken())
    for headers in ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, {}):
        assert client.post("/api/reports", json={"source": "ap"}, headers=headers).status_code == 200


def test_a_word_on_a_link_is_taken_one_at_a_time_and_from_no_other_site(database: Path) -> None:
    taken: list[dict[str, Any]] = []

    def decide(record: dict[str, Any]) -> dict[str, Any]:
        if record.get("withdraw") == "l-0":
            raise InputError("there is no link l-0")
        taken.append(record)
        return {"decided": "withdraw l-1"}

    client = _client(database, decide=decide)
    assert client.post("/api/links", json={"withdraw": "l-1"}).json() == {"decided": "withdraw l-1"}
    assert client.post("/api/links", json={"withdraw": "l-0"}).status_code == 400
    assert client.post("/api/links", json=[{"withdraw": "l-1"}, {"withdraw": "l-2"}]).status_code == 400
    assert client.post("/api/links", content=b"no json").status_code == 400
    foreign = client.post("/api/links", json={"withdraw": "l-1"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert taken == [{"withdraw": "l-1"}]
    assert _client(database).post("/api/links", json={"withdraw": "l-1"}).status_code == 501


def test_a_store_that_cannot_be_written_is_said(database: Path) -> None:
    def submit(records: list[dict[str, Any]], *, vouched: frozenset[str]) -> dict[str, Any]:
        raise StoreError("the disk is full")

    answer = _client(database, submit=submit).post("/api/reports", json={"source": "ap"})
    assert (answer.status_code, answer.json()) == (503, {"error": "the disk is full"})


def test_a_new_pass_is_on_the_page_at_once(database: Path, small: Small) -> None:
    from tocsin.store.sqlite import SQLiteStore

    client = _client(database)
    assert 'id="u3"' not in client.get("/").text
    store = SQLiteStore(database)
    update = Update(
        seq=3, at=at(30), why="claim", text="The radio is back.", cites=(small.shots.id,), key="3"
    )
    drawn(store, 30, [], [assessment(3, 30, 0.4, words="unlikely", leading="calm"), update])
    store.close()
    shown = client.get("/").text
    assert 'id="u3"' in shown and "It is unlikely that an attempt has begun." in _text(shown)


def test_who_copied_whom_is_a_picture_without_scripts_in_the_readers_language(client: Client) -> None:
    drawing = client.get("/origins.svg?lang=es")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert (
        drawing.text.startswith("<svg")
        and "<script" not in drawing.text
        and "Quién copió a quién" in drawing.text
    )
    lxml.etree.fromstring(drawing.text.encode())
    assert "/origins.svg" in client.get("/").text


class _Failing:
    """A pulse of passes that have failed since a time."""

    def trouble(self, now: Any) -> Trouble:
        return Trouble(since=at(30), error="the disk is full")


def test_health_and_page_say_since_when_passes_fail(database: Path) -> None:
    client = _client(database, pulse=_Failing())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    told = answer.json()
    assert (told["status"], told["error"]) == ("failing", "the disk is full")
    assert told["failing_since"] == at(30).isoformat() and told["last_pass"]
    assert "Passes have failed since" in _text(client.get("/").text)
    assert "Las revisiones fallan desde" in _text(client.get("/?lang=es").text)
    assert "Passes have failed" not in _text(client.get("/?as_of=2019-04-30T10:15:00Z").text)


@pytest.mark.parametrize("number", ["9" * 4301, "12345678901", "٣", "-1", "1.5", "x"])
def test_an_update_of_no_possible_number_is_not_found_and_keeps_the_headers(
    client: Client, number: str
) -> None:
    answer = client.get(f"/updates/{number}")
    assert answer.status_code == 404 and "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "text", ["x" * 60_000, "T" * 60_000, "T" + "1" * 60_000 + " 00:00", "0999-01-01", "0001-01-01T00:00:00Z"]
)
def test_a_time_that_can_be_none_is_refused_at_once(client: Client, text: str) -> None:
    start = time.process_time()
    assert client.get("/", params={"as_of": text}).status_code == 400
    assert client.get("/api/thread", params={"as_of": text}).status_code == 400
    assert time.process_time() - start < 2
