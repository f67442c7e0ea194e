"""A saved feed or page is shown by its outlet's name, never by that of the file that it was saved as."""

from __future__ import annotations

import json

import pytest

from tocsin.gather.files.outlets import of_feed
from tocsin.model import Source

WORDS = "<p>" + "The harbour master told the council that no ship has left since the storm. " * 5 + "</p>"
ITEM = "<item><title>Port shut</title><description>No ship has left.</description></item>"


def rss(title: str, link: str = "https://www.coast.example/") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title><link>{link}</link>{ITEM}</channel></rss>'


def page(head: str) -> str:
    return f"<html><head><title>Port shut</title>{head}</head><body><article><h1>Port shut</h1>{WORDS}</article></body></html>"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Coast Courier", "Coast Courier"),
        ("Coast Courier - RSS", "Coast Courier"),
        ("Coast Courier | Latest news", "Coast Courier"),
        ("Top stories from the Coast Courier", "Coast Courier"),
        ("Coast Courier - World", "Coast Courier - World"),
        ("Home Affairs Review", "Home Affairs Review"),
        ("RSS Feed", "coast.example"),
        ("", "coast.example"),
    ],
)
def test_a_feed_is_named_by_its_title_without_what_it_says_of_the_feed(title, name):
    found = of_feed(rss(title).encode())
    assert found is not None and (found.name, found.owner) == (name, "coast.example")


def test_a_saved_feed_keeps_its_file_as_id_and_shows_its_outlet(read, write):
    facts = read(write("saved.xml", rss("Coast Courier")))
    source = facts.sources["saved"]
    assert (source.name, source.kind, source.url) == ("Coast Courier", "outlet", "https://www.coast.example/")
    assert [r.source for r in facts.reports] == ["saved"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:site_name" content="Coast Courier">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "Coast Courier"}}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "publisher": {"@id": "#p"}},'
        ' {"@type": "Organization", "@id": "#p", "name": "Coast Courier"}]}</script>',
    ],
)
def test_a_saved_page_is_named_by_its_site_or_publisher(read, write, head):
    assert read(write("p17.html", page(head))).sources["p17"].name == "Coast Courier"


def test_a_page_that_names_only_its_address_is_named_by_that_and_one_that_names_nothing_by_its_file(
    read, write
):
    link = '<link rel="canonical" href="https://www.coast.example/2019/port">'
    assert read(write("a.html", page(link))).sources["a"].name == "coast.example"
    bare = read(write("b.html", page(""))).sources["b"]
    assert (bare.name, bare.kind) == ("b", "document")


def test_files_of_one_outlet_have_one_name_and_one_owner(read, write):
    site = '<meta property="og:site_name" content="Coast Courier"><meta property="og:url" content="https://coast.example/x">'
    write("f/one.html", page(site))
    sources = read(write("f/two.xml", rss("Coast Courier")).parent).sources
    assert {(s.name, s.owner) for s in sources.values()} == {("Coast Courier", "coast.example")} and len(
        sources
    ) == 2


def test_files_of_one_name_in_two_folders_are_not_taken_for_one_outlet(read, write):
    for folder, name in (("a", "Coast Courier"), ("b", "Hill Herald")):
        path = write(f"f/{folder}/index.html", page(f'<meta property="og:site_name" content="{name}">'))
    facts = read(path.parent.parent)
    assert [facts.sources[r.source].name for r in facts.reports] == ["Coast Courier", "Hill Herald"]


def test_a_page_that_calls_itself_an_agency_does_not_become_the_agency(read, write):
    known = [Source(id="agency", name="The Agency", kind="agency", grade="A")]
    raw = page('<meta property="og:site_name" content="The Agency">')
    facts = read(write("x.html", raw), known=known)
    assert [r.source for r in facts.reports] == ["x"] and facts.sources["x"].grade is None


def test_a_saved_json_feed_is_named_by_its_title(read, write):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Coast Courier",
        "home_page_url": "https://coast.example/",
        "items": [{"id": "1", "title": "Port shut", "content_text": "No ship has left."}],
    }
    assert read(write("a.json", json.dumps(feed))).sources["a"].name == "Coast Courier"
