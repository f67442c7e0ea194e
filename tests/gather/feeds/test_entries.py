"""Which entry is which, and where it stands on the web."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tocsin.gather.drafts import finish
from tocsin.store.sqlite import SQLiteStore

from .conftest import INTAKE, NOW, drafts_of, rss

ITEM = "<item><title>{}</title><description>{}</description>{}</item>"
DATE = "<pubDate>Fri, 27 Nov 2026 0{}:00:00 GMT</pubDate>"


def stored(*feeds: str):
    """The reports that passes over these states of one feed leave behind."""
    store = SQLiteStore(":memory:")
    for feed in feeds:
        store.append([finish(draft, INTAKE) for draft in reversed(drafts_of(feed))], at=NOW)
    return store.reports()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "<guid>https://desk.example/live</guid>",
        "<guid isPermaLink='false'>0</guid>",
        "<link>https://desk.example/live</link>",
    ],
)
def test_entries_that_share_a_name_are_reports_of_their_own(name):
    items = [
        ITEM.format(
            f"Bulletin {n}",
            f"Ship {n} left the harbour at noon on Friday, sailors said.",
            name + DATE.format(n),
        )
        for n in range(3)
    ]
    found = stored(rss("".join(items)))
    assert len(found) == 3 and [r.revises for r in found] == [None] * 3


def test_an_id_given_to_a_new_entry_revises_nothing_and_an_edited_text_does():
    guid = "<guid isPermaLink='false'>latest</guid>"
    states = [
        ITEM.format("A", "Two ships left the harbour at noon, sailors said.", guid + DATE.format(1)),
        ITEM.format("B", "The mayor opened the new market hall.", guid + DATE.format(2)),
        ITEM.format("B", "The mayor opened the new market hall. Hundreds came.", guid + DATE.format(3)),
    ]
    first, other, edited = stored(*map(rss, states))
    assert (first.revises, other.revises, edited.revises) == (None, None, other.id)


def test_a_feed_that_numbers_its_entries_anew_tells_them_once():
    def state(*numbers: int) -> str:
        return rss(
            "".join(
                ITEM.format(
                    f"Ship {n}",
                    f"Ship {n} left.",
                    f"<guid isPermaLink='false'>{place}</guid>"
                    f"<link>https://desk.example/{n}</link>{DATE.format(n)}",
                )
                for place, n in enumerate(numbers)
            )
        )

    assert sorted(r.text for r in stored(state(2, 1), state(3, 2, 1), state(3, 2, 1))) == [
        "Ship 1 left.",
        "Ship 2 left.",
        "Ship 3 left.",
    ]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/2026/ferry.html", "https://desk.example/2026/ferry.html"),
        ("ferry?id=1&amp;b=2", "https://desk.example/ferry?id=1&b=2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("https://else.example/ä", "https://else.example/ä"),
        ("&lt;site&gt;/2026", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_link_is_an_address_in_full_or_none(link, address):
    (draft,) = drafts_of(rss(ITEM.format("T", "W.", f"<link>{link}</link>")))
    assert draft.url == address


def test_a_number_for_an_id_is_no_address():
    (draft,) = drafts_of(rss(ITEM.format("T", "W.", "<guid>77</guid>")))
    assert (draft.url, draft.external_id) == (None, "77")


def test_xml_base_is_what_links_are_read_against():
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://desk.example/a/"><id>u</id><title>D</title>
    <entry xml:base="b/"><id>1</id><title>T</title><link href="c"/></entry></feed>"""
    assert drafts_of(feed, url="https://else.example/")[0].url == "https://desk.example/a/b/c"


def test_the_feeds_own_address_helps_where_it_names_no_site():
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title><link href="c"/></entry></feed>'
    assert drafts_of(feed, url="https://else.example/f/feed")[0].url == "https://else.example/f/c"


def test_no_date_and_a_date_that_is_none_lose_no_entry():
    odd = "<pubDate>when the tide was high</pubDate>"
    found = stored(
        rss(
            ITEM.format("A", "One.", odd)
            + ITEM.format("B", "Two.", "")
            + ITEM.format("C", "Three.", DATE.format(1))
        )
    )
    assert {r.text: (r.published is None, r.fetched) for r in found} == {
        "One.": (True, NOW),
        "Two.": (True, NOW),
        "Three.": (False, NOW),
    }


LATER = "The mayor opened the new market hall on Friday morning with {} guests, the town said."


def _twice(*entries: tuple[str, int], name: str = "<guid isPermaLink='false'>hall</guid>") -> str:
    return rss("".join(ITEM.format("Hall", text, name + DATE.format(hour)) for text, hour in entries))


@pytest.mark.parametrize("hours", [(1, 2), (2, 1)])
def test_an_entry_told_again_later_in_one_feed_is_a_revision_of_the_earlier(hours):
    found = stored(_twice(*((LATER.format(hour * 10), hour) for hour in hours)))
    assert [r.published.hour for r in found] == [1, 2]
    assert [r.revises for r in found] == [None, found[0].id]


@pytest.mark.parametrize(
    "entries",
    [
        ((LATER.format(10), 1), ("Two ships left the harbour.", 2)),
        ((LATER.format(10), 1), (LATER.format(20), 1)),
    ],
)
def test_other_words_or_no_later_time_make_no_revision_of_a_shared_id(entries):
    assert [r.revises for r in stored(_twice(*entries))] == [None, None]


@pytest.mark.parametrize(
    "space", ["http://rssnamespace.org/feedburner/ext/1.0", "http://www.pheedo.com/namespace/pheedo"]
)
def test_the_outlets_own_address_goes_before_that_of_a_service_that_counts(read, space):
    item = (
        "<item><title>A</title><link>https://count.example/~r/7</link>"
        f'<x:origLink xmlns:x="{space}">https://desk.example/a.html</x:origLink></item>'
    )
    assert read(rss(item))[0].url == "https://desk.example/a.html"


@pytest.mark.parametrize(
    "date",
    [
        '&lt;time datetime="2026-11-27T08:30:00Z" class="d"&gt;Friday, half past eight&lt;/time&gt;',
        "<![CDATA[<time datetime='2026-11-27T09:30:00+01:00'>Friday</time>]]>",
        '&lt;span property="dc:date" content="2026-11-27T08:30:00+00:00"&gt;Friday&lt;/span&gt;',
        "&lt;b&gt;Fri, 27 Nov 2026 08:30:00 GMT&lt;/b&gt;",
    ],
)
def test_a_date_in_markup_is_the_date_that_the_markup_tells(read, date):
    (draft,) = read(rss(f"<item><title>A</title><pubDate>{date}</pubDate></item>"))
    assert draft.published == datetime(2026, 11, 27, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "guid", "address"),
    [
        ("https://count.example/~r/desk/~3/x/", "https://desk.example/a.html", "https://desk.example/a.html"),
        (
            "https://search.example/url?sa=t&amp;url=https://desk.example/a%3Fb=1&amp;ct=ga",
            "7",
            "https://desk.example/a?b=1",
        ),
        (
            "https://desk.example/print?url=https://desk.example/a",
            "7",
            "https://desk.example/print?url=https://desk.example/a",
        ),
    ],
)
def test_an_address_that_only_leads_on_gives_way_to_the_outlets_own(read, link, guid, address):
    item = f"<item><title>A</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid></item>"
    assert read(rss(item))[0].url == address
