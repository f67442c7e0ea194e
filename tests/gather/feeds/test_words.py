"""Title and text are the entry's own."""

from __future__ import annotations

import pytest

from tocsin.gather.feeds.words import readable

from .conftest import rss

OWN = "<title>Ferry stopped</title><description>The ferry was stopped, sailors said.</description>"
SAID = ("Ferry stopped", "The ferry was stopped, sailors said.")
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><id>u</id><title>D</title><entry>{}</entry></feed>'


@pytest.mark.parametrize(
    "beside",
    [
        "<media:title>Stock photo: a harbour</media:title>",
        '<media:content url="p.jpg" medium="image"><media:description>A harbour in 1998, long before anything of this.</media:description></media:content>',
        "<media:group><media:title>x</media:title><media:description>A harbour, filmed long ago by somebody else.</media:description></media:group>",
        "<itunes:summary>What this show is about in general, in many more words than the entry.</itunes:summary>",
        "<itunes:title>Episode 7</itunes:title><dc:title>ferry.html</dc:title>",
        "<dc:description>Keywords: sea, ship, sailors, harbour, the ferry company and its owners</dc:description>",
        '<x:description xmlns:x="http://other.example/">Words for other programs that are far longer than those.</x:description>',
        "<image><title>Logo of the desk</title><url>l.gif</url></image>",
        "<description></description>",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_words_of_pictures_and_modules_are_not_the_entrys(words, beside, first):
    assert words(beside + OWN if first else OWN + beside) == SAID


def test_a_module_speaks_where_the_entry_says_nothing(words):
    film = "<media:group><media:description>Sailors stopped it, filmed from the pier.</media:description></media:group>"
    assert words(f"<title>At noon</title>{film}") == ("At noon", "Sailors stopped it, filmed from the pier.")
    sound = "<itunes:summary>Sailors stopped it.</itunes:summary>"
    assert words(f"<title>At noon</title>{sound}") == ("At noon", "Sailors stopped it.")
    assert words("<dc:title>At noon</dc:title><dc:description>It stopped.</dc:description>") == (
        "At noon",
        "It stopped.",
    )


def test_the_caption_of_a_picture_is_no_text_even_where_there_is_none(words):
    picture = '<media:content url="p.jpg" type="image/jpeg"/><media:description>A harbour in 1998.</media:description>'
    assert words(f"<title>At noon</title>{picture}") == ("", "At noon")


def test_the_content_goes_before_the_summary_unless_it_is_a_stub(words):
    summary = "<description>The ferry was stopped by sailors &lt;a href='x'&gt;more&lt;/a&gt;</description>"
    whole = "<content:encoded><![CDATA[<p>Sailors stopped the ferry.</p>]]></content:encoded>"
    assert words(f"<title>T</title>{summary}{whole}")[1] == "Sailors stopped the ferry."
    assert words(f"<title>T</title>{whole}{summary}")[1] == "Sailors stopped the ferry."
    stub = "<content:encoded>More</content:encoded>"
    assert words(f"<title>T</title>{summary}{stub}")[1] == "The ferry was stopped by sailors more"


def test_xhtml_in_atom_is_read_as_a_reader_sees_it(read):
    div = '<div xmlns="http://www.w3.org/1999/xhtml">'
    entry = f'<id>1</id><title type="xhtml">{div}Ferry <em>stopped</em></div></title><content type="xhtml">{div}<p>One.</p><p>Two <b>b</b>.</p></div></content>'
    (draft,) = read(ATOM.format(entry))
    assert (draft.title, draft.text) == ("Ferry stopped", "One.\n\nTwo b.")


def test_content_that_is_a_picture_is_no_text(read):
    entry = '<id>1</id><title>T</title><summary>Words.</summary><content type="image/png">iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf</content>'
    assert read(ATOM.format(entry))[0].text == "Words."


def test_code_and_captions_in_the_markup_are_no_text(words):
    html = """<p>Sailors stopped it.</p><script>var a = "the mayor has fled";</script><style>p {}</style>
    <figure><img src="p.jpg" alt="no"><figcaption>The mayor flees. Archive</figcaption></figure>
    [caption id="a1" width="300"]<img src="p.jpg"/> The mayor in 1990[/caption]
    <div class="wp-caption"><p class="wp-caption-text">Tanks in 1991</p></div><p>It runs again.</p>"""
    text = words(f"<title>T</title><content:encoded><![CDATA[{html}]]></content:encoded>")[1]
    assert text == "Sailors stopped it.\n\nIt runs again."


def test_a_title_within_a_link_is_kept(words):
    assert (
        words("<title><a href='/x'>Ferry stopped</a></title><description>W.</description>")[0]
        == "Ferry stopped"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("hasn&amp;#8217;t", "hasn’t"),
        ("hasn&amp;amp;#39;t", "hasn't"),
        ("&lt;b&gt;hasn&amp;rsquo;t&lt;/b&gt;", "hasn’t"),
        ("R&amp;amp;D", "R&D"),
        ("&amp;lt;b&amp;gt;It runs&amp;lt;/b&amp;gt;", "It runs"),
        ("5 &lt; 6 and 7 &gt; 6", "5 < 6 and 7 > 6"),
        ("to &lt;sailor@sea.example&gt;", "to <sailor@sea.example>"),
    ],
)
def test_what_was_escaped_twice_says_what_it_said(words, written, said):
    assert words(f"<title>{written}</title><description>{written}.</description>") == (said, f"{said}.")


@pytest.mark.parametrize("text", ["AMANHÃ À NOITE", "CAFÉ» et “ARRÊTÉ”", "testing Ã alone", "Ångström"])
def test_letters_that_are_right_stay(text):
    assert readable(text) == text


def test_letters_that_a_wrong_decoding_broke_are_mended():
    assert readable("lâ€™armÃ©e n’a pas bougÃ©") == "l’armée n’a pas bougé"


def test_a_frame_that_is_never_closed_hides_nothing(words):
    text = '<![CDATA[<p>Before.</p><iframe src="https://v.example/1"><p>After.</p>]]>'
    assert words(f"<title>T</title><description>{text}</description>")[1] == "Before.\n\nAfter."


def test_rss_one_is_read_with_its_content(read):
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="x"><title>D</title></channel><item rdf:about="https://d.example/1"><title>T</title>
    <description>Short.</description><content:encoded>Whole &lt;b&gt;text&lt;/b&gt;.</content:encoded>
    <dc:date>2026-11-27T09:00:00-03:00</dc:date><dc:creator>Ana Sol</dc:creator></item></rdf:RDF>"""
    (draft,) = read(feed)
    assert (draft.text, draft.author, draft.external_id) == ("Whole text.", "Ana Sol", "https://d.example/1")
    assert draft.published is not None and draft.published.hour == 12


def test_an_empty_feed_is_a_feed(read):
    assert read(rss("")) == []


WHOLE = ' xmlns:n="http://news.example/ns" xmlns:media="http://search.yahoo.com/mrss/"'


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<n:full-text>The whole of it.</n:full-text>", "The whole of it."),
        ("<description>In short.</description><n:fulltext>The whole of it.</n:fulltext>", "The whole of it."),
        ('<n:body type="html">&lt;p&gt;The whole of it.&lt;/p&gt;</n:body>', "The whole of it."),
        ("<fulltext><![CDATA[The whole of it.]]></fulltext>", "The whole of it."),
        ("<n:description>Short.</n:description><n:text>The whole of it.</n:text>", "The whole of it."),
        (
            "<description>The entry's own.</description><n:description>A shop's.</n:description>",
            "The entry's own.",
        ),
        ("<n:genre>message</n:genre>", "A"),
        ("<n:full-text><p>The <b>whole</b> of &amp; it.</p></n:full-text>", "The whole of & it."),
        ('<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content">The whole.</c:encoded>', "The whole."),
        ("<text>The whole of it.</text>", "The whole of it."),
    ],
)
def test_a_text_that_only_an_unknown_module_holds_is_the_text(words, item, text):
    assert words(f"<title>A</title>{item}", spaces=WHOLE)[1] == text


@pytest.mark.parametrize(
    "notice",
    [
        '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
        '<div class="message_media_not_supported_label">Ouvrez</div></div></div>',
        '<a class="message_media_view_in_telegram">OUVRIR</a>',
        "<video src='a.mp4'>Your browser plays no films.</video>",
        '<p class="vjs-no-js">Please switch scripts on.</p>',
    ],
)
def test_what_stands_where_something_cannot_be_shown_is_no_text(words, notice):
    item = f"<title>A</title><description><![CDATA[{notice}<div>The port is shut.</div>]]></description>"
    assert words(item)[1] == "The port is shut."


def test_an_article_that_a_template_calls_unsupported_is_kept(words):
    long = "The port is shut. " * 40
    item = f"<title>A</title><description><![CDATA[<div class='not-supported'>{long}</div>]]></description>"
    assert words(item)[1] == long.strip()
