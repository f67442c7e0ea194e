"""Which updates a reader has asked for: pages, filters, order, and what is new since the last visit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tocsin.model import Update
from tocsin.publish.choosing import PAGE, Choice, choose, parse
from tocsin.publish.view import view
from tocsin.publish.web import create_app
from tocsin.settings import Settings

from .served import Client
from .thread_by_hand import Small, assessment, at, drawn

MANY = 3 * PAGE + 5


@pytest.fixture
def long(tmp_path: Path) -> Small:
    """A thread of several pages of updates."""
    made = Small(tmp_path / "thread.db")
    rows = [
        Update(seq=n, at=at(20), why="claim", text=f"Update {n}.", cites=(made.shots.id,), key=str(n))
        for n in range(3, MANY + 1)
    ]
    drawn(made.store, 20, [], [assessment(3, 20, 0.9), *rows])
    return made


@pytest.fixture
def client(long: Small) -> Client:
    return Client(create_app(Path(long.store.path), settings=Settings()))


def _numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="update" id="u(\d+)"', html)]


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_every_update_is_on_exactly_one_page_and_the_links_lead_to_all(client: Client, order: str) -> None:
    address, seen = f"/?order={order}", []
    while address:
        html = client.get(address).text
        seen += _numbers(html)
        more = re.search(r'class="more"><a href="([^"#]+)', html)
        address = more[1].replace("&amp;", "&") if more else ""
    assert seen == sorted(range(1, MANY + 1), reverse=order == "newest")


def test_an_old_update_has_an_address_that_leads_to_it(client: Client) -> None:
    answer = client.get("/updates/2")
    assert answer.status_code == 303
    page, anchor = answer.headers["location"].split("#")
    assert anchor == "u2"
    assert 2 in _numbers(client.get(page).text)


def test_a_further_page_does_not_repeat_the_rest_of_the_thread(client: Client) -> None:
    first, second = client.get("/").text, client.get(f"/?before={PAGE}").text
    assert 'id="known"' in first
    assert 'id="known"' not in second
    assert 'id="question"' in second


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"sign": "site-seized"}, {1, 2}),
        ({"actor": "Vladimir Padrino"}, {2}),
        ({"source": "State TV"}, {2}),
        ({"source": "nobody"}, set()),
        ({"sign": "site-seized", "actor": "Vladimir Padrino"}, {2}),
    ],
)
def test_updates_are_filtered_by_what_their_proof_says(
    small: Small, asked: dict[str, str], wanted: set[int]
) -> None:
    page = choose(view(small.store), parse(asked))
    assert {entry.seq for entry in page.entries} == wanted
    assert page.found == len(wanted)


def test_each_filter_offers_only_what_finds_something(small: Small) -> None:
    shown = view(small.store)
    for name, values in choose(shown, Choice()).offers.items():
        for value, _ in values:
            assert choose(shown, parse({name: value})).found, (name, value)


def test_what_changed_since_the_last_visit_is_what_came_after_it(client: Client) -> None:
    html = client.get(f"/?since={MANY - 2}").text
    assert _numbers(html) == [MANY, MANY - 1]
    assert f"2 updates after number {MANY - 2}" in html


def test_a_filter_stays_while_the_page_is_turned_back(client: Client) -> None:
    html = client.get("/?as_of=2019-04-30T10:15:00Z&sign=site-seized").text
    assert _numbers(html) == [2, 1]
    assert '<input type="hidden" name="as_of" value="2019-04-30T10:15:00Z">' in html


@pytest.mark.parametrize("asked", ["before=x", "after=-1", "since=1e3", "before=" + "9" * 400, "since=²"])
def test_a_number_that_is_none_is_an_error_in_words(client: Client, asked: str) -> None:
    answer = client.get(f"/?{asked}")
    assert answer.status_code == 400
    assert "no update&#39;s number" in answer.text


def test_a_hostile_filter_is_shown_as_text(client: Client) -> None:
    html = client.get("/?actor=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in html
    assert "No update like this." in html


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    mark = client.get("/").headers["etag"]
    again = client.get("/", headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/?order=oldest").headers["etag"] != mark


def test_packed_or_plain_it_is_the_same_page(client: Client) -> None:
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
