"""Who speaks as whom: what a feed, a list or a server says of others borrows nothing from a source of the watch."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tocsin.gather import gather
from tocsin.gather.claimed import passed_on, pushed
from tocsin.model import Source
from tocsin.watch import Place, Watch, WatchSource

from .conftest import NOW, OPEN, Facts
from .test_sources import RSS, TOOT

ENTRY = "<item><title>Soldiers are in the street</title><guid>{0}</guid>{1}</item>"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>u</id><entry><id>e1</id><title>Head</title>
<updated>2019-04-30T12:00:00Z</updated><source><id>x</id><title>{0}</title><link href="https://wire.example/"/></source>
<summary>Words.</summary></entry></feed>"""


@pytest.fixture
def beside_the_wire(fetcher, site) -> Callable[..., Facts]:
    """What a source gives in a watch that has an agency of the first grade, and an account that it knows."""
    site.pages["/none"] = RSS.format("").encode()
    known = [
        WatchSource(id="wire-agency", type="feed", url=f"{site.address}/none", name="Wire Agency", kind="agency", grade="A"),
        WatchSource(id="@ana@other.example", type="feed", url=f"{site.address}/none", kind="reporter", grade="B"),
    ]  # fmt: skip

    def reading(kind: str, path: str, **more: str) -> Facts:
        source = WatchSource(id="blog", type=kind, url=site.address + path, name="Blog", **more)
        watch = Watch(question="?", place=Place(country="VE"), sources=(*known, source))
        return Facts(gather(watch, now=NOW, settings=OPEN, fetcher=fetcher))

    return reading


@pytest.mark.parametrize("kind", ["feed", "news-search"])
@pytest.mark.parametrize("name", ["Wire Agency", "wire-agency", "WIRE  AGENCY", "Wire\u00adAgency"])
def test_a_trusted_name_in_an_entry_is_a_claim_of_the_feed(site, beside_the_wire, kind, name) -> None:
    site.pages["/rss"] = RSS.format(
        ENTRY.format(1, f'<source url="https://wire.example/">{name}</source>')
    ).encode()
    facts = beside_the_wire(kind, "/rss")
    (report,) = facts.reports
    assert report.source.startswith("blog/")
    found = facts.sources[report.source]
    assert (found.kind, found.grade, found.side, found.owner) == ("claimed", None, None, "blog")
    assert found.name.endswith("(as passed on by Blog)")


def test_so_is_one_in_an_atom_entry(site, beside_the_wire) -> None:
    site.pages["/atom"] = ATOM.format("Wire Agency").encode()
    facts = beside_the_wire("feed", "/atom")
    assert [report.source for report in facts.reports] == ["blog/wire-agency"]


def test_a_section_of_the_feeds_own_site_is_the_feed_itself(site, beside_the_wire) -> None:
    own = f'<source url="{site.address}/politics">Politics</source>'
    site.pages["/rss"] = RSS.format(ENTRY.format(1, own)).encode()
    assert [report.source for report in beside_the_wire("feed", "/rss").reports] == ["blog"]


def test_a_list_names_its_feeds_below_itself(site, beside_the_wire) -> None:
    site.pages["/rss"] = RSS.format(ENTRY.format(1, "")).encode()
    site.pages["/list"] = (
        f'<opml><body><outline text="Wire Agency" xmlUrl="{site.address}/rss"/></body></opml>'.encode()
    )
    facts = beside_the_wire("feed", "/list")
    assert [report.source for report in facts.reports] == ["blog/wire-agency"]
    assert facts.sources["blog/wire-agency"].kind == "newspaper"  # the list's own, as the editor wrote it


def test_a_server_speaks_for_no_known_account_of_another_server(site, beside_the_wire) -> None:
    toot = {**TOOT, "account": {**TOOT["account"], "acct": "ana@other.example"}}
    site.pages["/api/v1/timelines/tag/x?limit=40"] = json.dumps([toot]).encode()
    facts = beside_the_wire("mastodon", "/tags/x")
    (report,) = facts.reports
    assert report.source.startswith("blog/")
    assert facts.sources[report.source].kind == "claimed"


def test_nor_does_a_server_that_looks_like_bluesky(site, beside_the_wire) -> None:
    post = {"uri": "at://1/k1", "author": {"handle": "ana@other.example"},
            "record": {"text": "Shots", "createdAt": "2019-04-30T12:00:00Z"}}  # fmt: skip
    site.pages["/xrpc/feed"] = json.dumps({"posts": [post]}).encode()
    (report,) = beside_the_wire("bluesky", "/xrpc/feed").reports
    assert report.source.startswith("blog/")


def test_all_names_that_one_feed_gives_have_one_owner() -> None:
    feed = Source(id="search", name="Search", kind="newspaper", grade="A", side="government", owner="House")
    found = [passed_on(f"Outlet {n}", feed) for n in range(3)]
    assert {(each.owner, each.grade, each.side, each.unvouched) for each in found} == {
        ("House", None, None, True)
    }
    assert len({each.id for each in found}) == 3


def test_a_name_without_end_is_cut() -> None:
    endless = Source(id="x" * 100_000, name="y" * 100_000)
    for found in (passed_on("z" * 100_000, Source(id="f", name="F")), pushed([])(endless)):
        assert len(found.id) < 200 and len(found.name) < 200


def test_a_token_vouches_for_its_source_alone() -> None:
    speaker = pushed(["desk"])
    desk, other = Source(id="desk", name="Desk"), Source(id="Desk", name="Desk", kind="agency")
    assert speaker(desk) is desk
    assert (speaker(other).id, speaker(other).kind) == ("pushed/Desk", "claimed")
