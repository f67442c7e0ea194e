"""What each type of source gives, over real HTTP on the loopback address."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tocsin.gather import gather
from tocsin.watch import Place, Watch, WatchSource

from .conftest import NOW, OPEN, Facts

PUBLISHED = datetime(2019, 4, 30, 12, 0, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>https://n.example/</link>{}</channel></rss>"""
ITEM = """<item><title>Soldiers at the base</title><link>https://n.example/1</link><guid>g1</guid>
<pubDate>Tue, 30 Apr 2019 12:00:00 GMT</pubDate><dc:creator>Ana</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>Soldiers &amp; tanks.</p><p>More of them.</p>]]></content:encoded></item>"""


@pytest.fixture
def collect(fetcher):
    def collecting(*sources: WatchSource | tuple[str, str]) -> Facts:
        rows = [
            s if isinstance(s, WatchSource) else WatchSource(id=f"s{n}", type=s[0], url=s[1])
            for n, s in enumerate(sources)
        ]
        watch = Watch(
            question="?", place=Place(country="VE"), timezone="America/Caracas", sources=tuple(rows)
        )
        return Facts(gather(watch, now=NOW, settings=OPEN, fetcher=fetcher))

    return collecting


def test_a_feed_entry_is_a_report_with_its_words_time_and_author(site, collect):
    site.pages["/rss"] = RSS.format(ITEM).encode()
    facts = collect(WatchSource(id="news", type="feed", url=site.address + "/rss", kind="agency", side=None))
    (report,) = facts.reports
    assert (report.title, report.text) == ("Soldiers at the base", "Soldiers & tanks.\n\nMore of them.")
    assert (report.source, report.author, report.published) == ("news", "Ana", PUBLISHED)
    assert (report.url, report.external_id, report.fetched) == ("https://n.example/1", "g1", NOW)
    assert facts.sources["news"].kind == "agency"


def test_an_atom_feed_is_read(site, collect):
    site.pages[
        "/atom"
    ] = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>u</id><entry><id>e1</id>
    <title>Head</title><updated>2019-04-30T08:00:00-04:00</updated><link href="https://a.example/1"/>
    <summary>Words.</summary></entry></feed>"""
    (report,) = collect(("feed", site.address + "/atom")).reports
    assert (report.title, report.text, report.published, report.external_id) == (
        "Head",
        "Words.",
        PUBLISHED,
        "e1",
    )


def test_a_json_feed_is_read(site, collect):
    item = {
        "id": "1",
        "url": "https://j.example/1",
        "title": "T",
        "content_text": "Words.",
        "date_published": "2019-04-30T12:00:00Z",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [item]}
    site.pages["/json"] = json.dumps(feed).encode()
    (report,) = collect(("feed", site.address + "/json")).reports
    assert (report.text, report.published, report.external_id) == ("Words.", PUBLISHED, "1")


@pytest.mark.parametrize(
    ("written", "precision", "time"),
    [
        ("<pubDate>2019-04-30</pubDate>", "day", datetime(2019, 4, 30, 4, tzinfo=UTC)),
        ("<pubDate>Tue, 30 Apr 2019 12:00:00</pubDate>", "day", datetime(2019, 4, 30, 4, tzinfo=UTC)),
        (
            "<pubDate>Tue, 30 Apr 2019 12:00:00 -0400</pubDate>",
            "second",
            datetime(2019, 4, 30, 16, tzinfo=UTC),
        ),
        ("", "second", None),
    ],
)
def test_the_time_of_an_entry_is_no_finer_than_written(site, collect, written, precision, time):
    site.pages["/rss"] = RSS.format(f"<item><title>A headline</title>{written}</item>").encode()
    (report,) = collect(("feed", site.address + "/rss")).reports
    assert (report.published, report.published_precision, report.text) == (time, precision, "A headline")


def test_an_entry_with_a_bad_date_is_kept_and_counts_from_when_it_was_fetched(site, collect):
    bad = "<item><title>Bad one</title><pubDate>soon</pubDate></item>"
    site.pages["/rss"] = RSS.format(bad + ITEM).encode()
    facts = collect(("feed", site.address + "/rss"))
    assert [(r.text[:7], r.published, r.known) for r in facts.reports] == [
        ("Soldier", PUBLISHED, PUBLISHED),
        ("Bad one", None, NOW),
    ]


def test_entries_come_oldest_first(site, collect):
    items = "".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in (3, 2, 1))
    site.pages["/rss"] = RSS.format(items).encode()
    assert collect(("feed", site.address + "/rss")).texts == ["1", "2", "3"]


def test_a_news_search_gives_each_entry_to_its_outlet_as_passed_on(site, collect):
    entry = """<item><title>Soldiers revolt - {1}</title><link>https://s.example/x</link><guid>x{0}</guid>
    <description>&lt;a href="x"&gt;Soldiers revolt&lt;/a&gt;&amp;nbsp;&lt;font&gt;{1}&lt;/font&gt;</description>
    <source url="https://{2}">{1}</source></item>"""
    items = entry.format(1, "Reuters", "www.reuters.com") + entry.format(
        2, "Efecto Cocuyo", "efectococuyo.com"
    )
    site.pages["/search"] = RSS.format(items).encode()
    site.pages["/none"] = RSS.format("").encode()
    own = WatchSource(
        id="efecto-cocuyo", type="feed", url=site.address + "/none", name="Efecto Cocuyo", side=None
    )
    facts = collect(own, ("news-search", site.address + "/search"))
    assert [(r.source, r.text) for r in facts.reports] == [
        ("s1/efecto-cocuyo", "Soldiers revolt"),
        ("s1/reuters", "Soldiers revolt"),
    ]
    passed = facts.sources["s1/reuters"]
    assert (passed.url, passed.name) == ("https://www.reuters.com", "Reuters (as passed on by s1)")
    assert (passed.kind, passed.grade, passed.owner) == ("claimed", None, "s1")
    assert facts.sources["efecto-cocuyo"].kind == "newspaper"


def test_a_broken_feed_gives_what_it_has(site, collect):
    site.pages["/rss"] = RSS.format(ITEM).encode()[:-30] + b" & <oops"
    assert len(collect(("feed", site.address + "/rss")).reports) == 1


@pytest.mark.parametrize(
    "body", [b"", b"plain words", b"<html><body>no</body></html>", b"{}", b"\x00\xff\xfe", b"<a/>"]
)
def test_what_is_no_feed_says_so(site, collect, body):
    site.pages["/rss"] = body
    facts = collect(("feed", site.address + "/rss"))
    assert (facts.reports, facts.reasons) == ([], ["not-a-feed"])


def test_a_page_in_place_of_a_feed_names_its_feed(site, collect):
    site.pages["/"] = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    )
    assert "/feed.xml" in collect(("feed", site.address + "/")).aside[0].detail


def test_entities_of_a_feed_reach_no_file_and_do_not_grow(site, collect, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a0 "ha">{bomb}]>'
    site.pages["/rss"] = (head + RSS.split("?>")[1].format("<item><title>T &x; &a9;</title></item>")).encode()
    facts = collect(("feed", site.address + "/rss"))
    assert not any("the secret" in text or len(text) > 1000 for text in facts.texts)


def test_a_list_of_feeds_gives_each_as_its_own_source(site, collect):
    outline = '<outline text="Folder"><outline text="Feed {0}" xmlUrl="{1}/{0}"/></outline>'
    site.pages["/list"] = (
        f"<opml><body>{outline.format('a', site.address)}{outline.format('b', site.address)}</body></opml>".encode()
    )
    site.pages["/a"] = RSS.format(ITEM).encode()
    facts = collect(("feed", site.address + "/list"))
    assert ([r.source for r in facts.reports], facts.reasons) == (["s0/feed-a"], ["unreachable"])
    assert facts.sources["s0/feed-a"].name == "Feed a"


def test_a_list_that_lists_itself_ends(site, collect):
    site.pages["/list"] = (
        f'<opml><body><outline text="x" xmlUrl="{site.address}/list"/></body></opml>'.encode()
    )
    assert collect(("feed", site.address + "/list")).reasons == ["not-a-feed"]


ARTICLE = """<html lang="en"><head><title>Soldiers seize TV - Radio X</title>
<meta property="og:title" content="Soldiers seize TV"><meta name="author" content="Ann Lee">{}</head><body>
<nav>Home News Sport</nav><article><h1>Soldiers seize TV</h1><p>Soldiers have seized the state television station in
the capital on Wednesday, witnesses said, and the president is held in his palace by the guard.</p>
<p>The army has not said anything. There is no word on whether other units have joined.</p>{}</article></body></html>"""


def test_an_article_page_is_its_article(site, collect):
    meta = '<meta property="article:published_time" content="2019-04-30T08:00:00-04:00">'
    site.pages["/a"] = ARTICLE.format(meta, "").encode()
    (report,) = collect(("page", site.address + "/a")).reports
    assert (report.title, report.author, report.language) == ("Soldiers seize TV", "Ann Lee", "en")
    assert report.text.startswith("Soldiers have seized") and "Sport" not in report.text
    assert (report.published, report.published_precision) == (PUBLISHED, "second")


def test_a_page_that_states_a_day_is_dated_to_the_day(site, collect):
    site.pages["/a"] = ARTICLE.format('<meta name="date" content="2019-04-30">', "").encode()
    (report,) = collect(("page", site.address + "/a")).reports
    assert report.published_precision == "day"


def test_a_page_with_an_update_is_two_reports(site, collect):
    site.pages["/a"] = ARTICLE.format(
        "", "<p>UPDATE: (Jazz) The station is back on the air, residents say.</p>"
    ).encode()
    post, update = collect(("page", site.address + "/a")).reports
    assert (update.author, update.part_of) == ("Jazz", site.address + "/a")
    assert update.text.startswith("The station is back") and "UPDATE" not in post.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html></html>", b"<p>Please enable JavaScript to continue.</p>",
        b"<html><body><p>We use cookies to improve your visit. Accept all cookies to go on reading.</p></body></html>",
    ],
)  # fmt: skip
def test_a_page_without_text_is_put_aside(site, collect, body):
    site.pages["/a"] = body
    assert collect(("page", site.address + "/a")).reasons == ["no-text"]


def test_a_document_that_is_no_page_is_put_aside(site, collect):
    site.pages["/a"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    assert collect(("page", site.address + "/a")).reasons == ["no-text"]


def test_the_charset_of_a_page_is_found(site, collect):
    page = ARTICLE.format('<meta charset="windows-1251">', "<p>Генерал Иванов выступил в столице.</p>")
    site.pages["/a"] = page.encode("cp1251", "replace")
    assert "Генерал Иванов" in collect(("page", site.address + "/a")).texts[0]


def live(*updates: dict[str, object]) -> bytes:
    thing = {"@graph": [{"@type": ["LiveBlogPosting"], "headline": "Live", "liveBlogUpdate": list(updates)}]}
    return (
        f'<html><script type="application/ld+json">{json.dumps(thing)}</script><body>x</body></html>'.encode()
    )


def test_each_update_of_a_live_page_is_its_own_report(site, collect):
    site.pages["/live"] = live(
        {"headline": "Second", "articleBody": "<p>Tanks &amp; men.</p>", "datePublished": "2019-04-30T08:10:00-04:00",
         "author": [{"name": "Ana"}, {"name": "Luis"}], "url": "/live#2"},
        {"headline": "First", "datePublished": "2019-04-30T08:00:00-04:00", "author": "Desk"},
    )  # fmt: skip
    first, second = collect(("liveblog", site.address + "/live")).reports
    assert (first.text, first.published, first.author) == ("First", PUBLISHED, "Desk")
    assert (second.title, second.text, second.author) == ("Second", "Tanks & men.", "Ana, Luis")
    assert (second.url, second.part_of) == (site.address + "/live#2", site.address + "/live")
    assert first.external_id != second.external_id


def test_an_update_with_a_bad_date_is_known_from_when_it_was_had(site, collect):
    site.pages["/live"] = live(
        {"headline": "A", "datePublished": "noon"}, {"headline": "B"}, {"author": "nobody"}
    )
    facts = collect(("liveblog", site.address + "/live"))
    assert (facts.texts, facts.reasons) == (["B", "A"], ["no-text"])


def test_a_live_page_in_microdata_is_read(site, collect):
    site.pages[
        "/live"
    ] = b"""<html><body><div itemprop="liveBlogUpdate" id="block-1"><h2 itemprop="headline">Base</h2>
    <time itemprop="datePublished" datetime="2019-04-30T12:00:00Z">1h</time><div itemprop="articleBody"><p>Shots.</p></div>
    </div></body></html>"""
    (report,) = collect(("liveblog", site.address + "/live")).reports
    assert (report.title, report.text, report.published) == ("Base", "Shots.", PUBLISHED)


def test_json_behind_old_comment_marks_is_read(site, collect):
    page = (
        live({"headline": "A"})
        .decode()
        .replace("{", "\n//<![CDATA[\n{", 1)
        .replace("</script>", "\n//]]>\n</script>")
    )
    site.pages["/live"] = page.encode()
    assert collect(("liveblog", site.address + "/live")).texts == ["A"]


def test_broken_json_on_a_page_does_not_hide_its_article(site, collect):
    site.pages["/a"] = ARTICLE.format('<script type="application/ld+json">{"@type": </script>', "").encode()
    assert len(collect(("page", site.address + "/a")).reports) == 1


TOOT = {
    "id": "1", "uri": "https://m.example/1", "url": "https://m.example/@ana/1", "created_at": "2019-04-30T12:00:00.000Z",
    "language": "es", "content": "<p>Disparos en <a href='x'>#Caracas</a></p>", "reblog": None,
    "account": {"acct": "ana", "display_name": "Ana", "url": "https://m.example/@ana"},
}  # fmt: skip


def test_a_post_of_mastodon_is_a_report_of_its_account(site, collect):
    site.pages["/api/v1/timelines/tag/caracas?limit=40"] = json.dumps([TOOT, {"id": "broken"}]).encode()
    facts = collect(("mastodon", site.address + "/tags/caracas"))
    (report,) = facts.reports
    assert (report.source, report.text, report.published) == (
        "@ana@127.0.0.1",
        "Disparos en #Caracas",
        PUBLISHED,
    )
    assert facts.sources["@ana@127.0.0.1"].kind == "account"
    assert facts.reasons == ["bad-record"]


def test_a_boost_is_a_report_of_who_shared_it(site, collect):
    boost = {"id": "2", "uri": "https://m.example/2", "created_at": "2019-04-30T13:00:00.000Z", "content": "",
             "account": {"acct": "luis@other.example", "display_name": ""}, "reblog": TOOT}  # fmt: skip
    site.pages["/api/v1/timelines/tag/caracas?limit=40"] = json.dumps([boost]).encode()
    original, shared = collect(("mastodon", site.address + "/tags/caracas")).reports
    assert (shared.source, shared.author, shared.text) == (
        "@luis@other.example",
        "@ana@127.0.0.1",
        original.text,
    )
    assert shared.published == datetime(2019, 4, 30, 13, tzinfo=UTC)


def test_posts_of_bluesky_are_read(site, collect):
    post = {"uri": "at://did:plc:1/app.bsky.feed.post/k1", "author": {"handle": "ana.example", "displayName": "Ana"},
            "record": {"text": "Disparos", "createdAt": "2019-04-30T12:00:00Z", "langs": ["es"]}}  # fmt: skip
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": {"handle": "luis.example"},
        "indexedAt": "2019-04-30T13:00:00Z",
    }
    site.pages["/xrpc/feed"] = json.dumps({"feed": [{"post": post, "reason": reason}]}).encode()
    original, shared = collect(("bluesky", site.address + "/xrpc/feed")).reports
    assert (original.source, original.url) == ("@ana.example", "https://bsky.app/profile/ana.example/post/k1")
    assert (shared.source, shared.author, original.language) == ("@luis.example", "@ana.example", "es")


@pytest.mark.parametrize("kind", ["mastodon", "bluesky"])
def test_an_address_that_is_no_timeline_says_what_is_wanted(site, collect, kind):
    assert "https://" in collect((kind, site.address + "/about")).aside[0].detail


def test_a_failing_source_does_not_stop_the_others(site, collect, write):
    site.pages["/rss"] = RSS.format(ITEM).encode()
    notes = write("notes.txt", "Words of the desk.")
    facts = collect(("feed", "http://127.0.0.1:9/"), ("page", site.address + "/gone"), ("feed", site.address + "/rss"),
                    ("file", str(notes)), ("folder", str(notes.parent / "none")))  # fmt: skip
    assert [report.source for report in facts.reports] == ["s2", "s3"]
    assert facts.reasons == ["unreachable", "unreachable", "unreadable-file"]


def test_a_bug_of_a_reader_is_put_aside_like_any_failure(site, collect, monkeypatch):
    monkeypatch.setattr("tocsin.gather.feeds.entries.drafts", lambda *args: 1 / 0)
    site.pages |= {"/rss": RSS.format(ITEM).encode(), "/a": ARTICLE.format("", "").encode()}
    facts = collect(("feed", site.address + "/rss"), ("page", site.address + "/a"))
    assert (len(facts.reports), facts.reasons) == (1, ["bad-record"])


def test_an_unchanged_feed_gives_nothing_new(site, collect):
    body = RSS.format(ITEM).encode()
    site.pages["/rss"] = lambda headers: (
        (304, {}, b"") if "if-none-match" in headers else (200, {"ETag": "1"}, body)
    )
    assert len(collect(("feed", site.address + "/rss")).reports) == 1
    again = collect(("feed", site.address + "/rss"))
    assert (again.reports, again.aside) == ([], [])


def test_a_password_in_an_address_is_not_stored(site, collect):
    url = site.address.replace("http://", "http://desk:hush@") + "/gone"
    assert not any("hush" in repr(fact) for fact in collect(("feed", url)).all)


def test_the_same_failure_is_the_same_entry_on_every_pass(collect):
    first, second = (collect(("feed", "http://127.0.0.1:9/")).aside[0].id for _ in range(2))
    assert first == second
