"""What is the outlet's own in a page, whose the rest is, and when it was said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.gather.drafts import Draft
from tocsin.gather.pages import article
from tocsin.gather.pages.asides import without_asides
from tocsin.gather.pages.notices import is_notice
from tocsin.gather.pages.updates import sections, split
from tocsin.gather.text.markup import page_text
from tocsin.model import Source

from .conftest import CARACAS, NOW, Facts

BODY = """<p>Firefighters reached the depot in Arica before noon and found two guards with burns, the mayor said.</p>
<p>The harbour was closed for the rest of the day, and trucks waited along the coast road for many kilometres.</p>
<p>Rosa Quispe, who sells fish across the road, said that she had smelled gas since the early morning.</p>"""
OWN = {
    "@type": "NewsArticle",
    "headline": "Depot burns in Arica",
    "datePublished": "2019-04-29T11:20:00-03:00",
}
OTHER = {"@type": "NewsArticle", "headline": "Goalkeeper signs", "url": "https://x.example/goal",
         "datePublished": "2014-01-01T00:00:00Z", "author": {"name": "Sports"}}  # fmt: skip


@pytest.fixture
def page(read: Callable[..., Facts], write: Callable[..., Path]) -> Callable[..., Facts]:
    def reading(head: str = "", body: str = BODY, title: str = "Depot burns in Arica") -> Facts:
        html = f"<html><head><title>{title} | Daily</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
        return read(write("page.html", html))

    return reading


def ld(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


def at(facts: Facts) -> str | None:
    report = facts.reports[0]
    return report.published and f"{report.published:%Y-%m-%dT%H:%M} {report.published_precision}"


@pytest.mark.parametrize(
    "head",
    [
        ld({"@graph": [{"@type": "WebSite"}, {"@type": ["Article", "NewsArticle"], **OWN}]}),
        ld([OTHER, OWN]),
        ld({"@type": "ItemList", "itemListElement": [{"item": OTHER}]}, OWN),
        ld({**OWN, "mentions": [OTHER], "isPartOf": OTHER}),
        ld(OTHER) + '<meta property="article:published_time" content="Mon, 29 Apr 2019 14:20:00 +0000">',
        ld({**OWN, "datePublished": "Mon Apr 29 14:20:00 UTC 2019"}),
        ld({**OWN, "datePublished": "2019-04-29"}) + '<meta name="date" content="2019-04-29T14:20:00Z">',
    ],
)
def test_the_time_is_that_of_the_article_itself(page, head):
    facts = page(head)
    assert (at(facts), facts.reports[0].title) == ("2019-04-29T14:20 second", "Depot burns in Arica")
    assert facts.reports[0].author != "Sports"


def test_a_time_element_of_the_article_counts_and_one_beside_it_does_not(page):
    beside = '<aside><time datetime="2011-01-01T00:00:00Z">old</time></aside>'
    changed = '<p>Updated <time datetime="2019-04-30T01:00:00Z">later</time></p>'
    own = '<p class="byline"><time datetime="2019-04-29T11:20:00-03:00">29 Apr</time></p>'
    assert at(page(body=beside + changed + own + BODY)) == "2019-04-29T14:20 second"
    assert at(page(body=beside + BODY)) is None


def test_the_line_below_the_headline_gives_the_time(page):
    assert (
        at(page(body=f'<p class="date">Publicado: 29 de abril de 2019, 14:20 GMT</p>{BODY}'))
        == "2019-04-29T14:20 second"
    )


@pytest.mark.parametrize(
    "line",
    [
        '<p>READ ALSO: <a href="/b">Minister flees to Lima</a></p>',
        '<p><strong>Lea también: <a href="/b">Minister flees to Lima</a></strong></p>',
        '<p>À lire aussi&nbsp;: <a href="/b">Minister flees to Lima</a></p>',
        '<h3>Related stories</h3><ul><li><a href="/b">Minister flees to Lima</a></li></ul>',
        "<p>Читайте также: Minister flees to Lima</p>",
        '<div class="related-box"><p><a href="/b">Minister flees to Lima</a></p></div>',
        '<figure><img src="x.jpg"><figcaption>Minister flees to Lima, file picture</figcaption></figure>',
    ],
)
def test_what_leads_elsewhere_is_not_the_outlets_word(page, line):
    first, rest = BODY.split("\n", 1)
    (report,) = page(body=f"{first}{line}{rest}").reports
    assert "Lima" not in report.text and "smelled gas" in report.text


def test_a_sentence_that_only_begins_like_a_lead_stays():
    text = "Read the law, the judge said. He left.\n\nMore on Monday, when the court sits.\n\nSee you in Lima, she wrote."
    assert without_asides(text) == text


TWEET = (
    '<blockquote class="twitter-tweet"><p lang="es">El puerto es nuestro.</p>&mdash; Gral. Mena (@gral_mena) '
    '<a href="https://twitter.com/gral_mena/status/77?ref=x">April 29, 2019</a></blockquote>'
)
BLUESKY = (
    '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:1/app.bsky.feed.post/k2"><p>The port is quiet.</p>'
    '&mdash; Ana (<a href="https://bsky.app/profile/ana.example">@ana.example</a>) '
    '<a href="https://bsky.app/profile/ana.example/post/k2">April 29, 2019 at 9:00 AM</a></blockquote>'
)


@pytest.mark.parametrize(
    ("post", "account", "words"),
    [
        (TWEET, "@gral_mena@x.com", "El puerto es nuestro."),
        (BLUESKY, "@ana.example", "The port is quiet."),
        (TWEET.replace(' class="twitter-tweet"', ""), "@gral_mena@x.com", "El puerto es nuestro."),
    ],
)
def test_a_post_within_an_article_is_a_report_of_its_author(page, post, account, words):
    facts = page(ld(OWN), BODY + post)
    article_, said = facts.reports
    assert words not in article_.text and article_.source == "page"
    assert (said.source, said.text, facts.sources[account].kind) == (account, words, "account")
    assert (said.published_precision, said.part_of) == ("day", "page.html")
    assert f"{said.published:%d %m}" == "29 04"


def test_a_quotation_is_no_post(page):
    (report,) = page(body=BODY + "<blockquote><p>We stay, he said, and that is all.</p></blockquote>").reports
    assert "We stay" in report.text


def live(*updates: dict[str, object]) -> str:
    return ld({"@type": "LiveBlogPosting", "url": "https://x.example/live", "liveBlogUpdate": list(updates)})


def test_updates_that_share_the_pages_address_are_no_revisions_of_each_other(page):
    shared = {"@id": "https://x.example/live", "url": "https://x.example/live"}
    one, two = page(
        live({"articleBody": "The port is shut.", **shared}, {"articleBody": "Two are hurt.", **shared})
    ).reports
    assert one.address != two.address
    (alone,) = page(live({"articleBody": "The port is shut.", **shared})).reports
    assert alone.external_id != "https://x.example/live"


def test_an_update_whose_time_runs_along_is_the_same_report_on_every_pass(page):
    first = page(live({"articleBody": "The port is shut.", "datePublished": "12 minutes ago"}))
    again = page(live({"articleBody": "The port is shut.", "datePublished": "19 minutes ago"}))
    assert first.reports[0].published is None and first.reports[0].fetched == NOW
    assert first.reports[0].id == again.reports[0].id


DESK = Source(id="desk", name="Desk")
CLOCKS = """11:40 Two guards were taken to hospital with burns, the mayor said.

09:05 – Smoke is rising over the depot near the port, residents say.

08:50 US sailors left the harbour on foot, a reporter at the gate said."""


def parts(text: str, published: datetime | None, precision: str = "second") -> list[Draft]:
    draft = Draft(
        source=DESK,
        text=text,
        published=published,
        precision=precision,
        fetched=NOW,
        url="https://x.example/l",
    )  # type: ignore[arg-type]
    return sections(draft, zone=CARACAS, now=NOW)


def times(found: list[Draft]) -> list[str | None]:
    return [part.published and f"{part.published.astimezone(UTC):%d %H:%M}" for part in found]


def test_paragraphs_that_begin_with_their_clock_are_reports_of_that_minute():
    found = parts(CLOCKS, datetime(2019, 4, 30, 12, 0, tzinfo=UTC))
    assert times(found) == ["30 15:40", "30 13:05", "30 12:50"]
    assert found[2].text.startswith("US sailors") and found[1].text.startswith("Smoke")


def test_a_timeline_is_not_known_before_it_was_written():
    assert times(parts(CLOCKS, datetime(2019, 4, 30, 17, 0, tzinfo=UTC))) == ["30 17:00"] * 3


def test_clocks_past_midnight_belong_to_the_next_day():
    text = "00:20 The guards of the port have gone home.\n\n23:50 The lights of the port are out, people say there."
    assert times(parts(text, datetime(2019, 4, 29, 22, 0, tzinfo=UTC))) == ["30 04:20", "30 03:50"]


def test_clocks_of_several_zones_are_read_on_the_day_of_the_post():
    text = "UPDATE 9.05am GMT: The port is shut.\n\nUPDATE 8:30 EDT: Two are hurt."
    assert times(parts(text, datetime(2019, 4, 30, 4, 0, tzinfo=UTC), "day")) == ["30 09:05", "30 12:30"]


@pytest.mark.parametrize(
    "text", [CLOCKS, "09:00 Mass\n\n10:00 Tea\n\n11:00 Talk", "At 09:15 they came.\n\n9:15", "1:1\n2:2"]
)
def test_no_character_is_lost_where_clocks_open_paragraphs(text):
    assert "".join(part.marker + part.text for part in split(text)) == text


def test_a_programme_of_sessions_is_no_live_page():
    assert len(split("Programme of the day\n\n09:00 Mass\n\n10:00 Tea\n\n11:00 Talk")) == 1


UNSEEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "notices.unseen.tsv").read_text("utf-8").splitlines()
]


def test_notices_in_twenty_languages_are_told_from_short_reports():
    caught = [is_notice(title, text) for kind, _, title, text in UNSEEN if kind == "notice"]
    wrong = [title for kind, _, title, text in UNSEEN if kind == "article" and is_notice(title, text)]
    assert sum(caught) >= 0.9 * len(caught) and len(caught) >= 100
    assert len(wrong) <= 2


def test_a_notice_with_a_date_of_publication_is_judged_more_slowly():
    args = "Sign in", "Please log in to your account to continue."
    assert is_notice(*args)
    held = [is_notice(title, text, dated=True) for kind, _, title, text in UNSEEN if kind == "article"]
    assert sum(held) <= 2


def test_a_page_that_is_gone_is_put_aside_and_a_short_alert_is_kept(page):
    gone = page(
        body="<p>Sorry, we could not find the page you asked for. It may have been moved.</p>",
        title="Not found",
    )
    assert (gone.reports, gone.reasons) == ([], ["no-text"])
    alert = page(
        body="<p>Shots were heard near the barracks in Arica, residents said.</p>", title="Shots in Arica"
    )
    assert (len(alert.reports), alert.reasons) == (1, [])


WORDS = {
    "cp1251": "Пожарные прибыли на склад в порту до полудня, сообщил мэр города.",
    "koi8-r": "Пожарные прибыли на склад в порту до полудня, сообщил мэр города.",
    "cp1256": "وصل رجال الإطفاء إلى المستودع في الميناء قبل الظهر، بحسب رئيس البلدية.",
    "gb18030": "消防员中午前抵达港口仓库，市长说有两名保安烧伤。",
    "cp1252": "Los bomberos llegaron al depósito antes del mediodía, señaló el alcalde; también ardió el almacén.",
}


@pytest.mark.parametrize("codec", WORDS)
def test_an_encoding_that_nobody_states_is_found_by_its_letters(codec):
    assert WORDS[codec] in page_text(f"<html><body><p>{WORDS[codec]}</p></body></html>".encode(codec))


def test_utf_8_is_read_as_such_whatever_the_page_says_of_itself():
    words = "Señaló él que ardió también"
    assert words in page_text(f'<meta charset="windows-1251"><p>{words}</p>'.encode(), "windows-1251")


def test_the_charset_of_the_server_comes_before_that_of_the_page():
    raw = f'<meta charset="koi8-r"><p>{WORDS["cp1251"]}</p>'.encode("cp1251")
    assert WORDS["cp1251"] in page_text(raw, "windows-1251")


def test_a_page_of_posts_alone_gives_the_posts_and_says_that_it_has_no_text():
    base = Draft(source=DESK, text="", url="https://x.example/l", fetched=NOW)
    found = list(article.drafts(f"<html><body>{TWEET}</body></html>".encode(), base, UTC))
    assert [type(each).__name__ for each in found] == ["Unfit", "Draft"]


def test_a_post_whose_words_are_not_in_the_page_leaves_it_without_a_trace(page):
    empty = (
        '<blockquote class="mastodon-embed"><a href="https://m.example/@ana/11223344"><div>Post by @ana@m.example</div>'
        "<div>View on Mastodon</div></a></blockquote>"
    )
    (report,) = page(body=BODY + empty + BODY.replace("noon", "dusk")).reports
    assert "Post by" not in report.text and "View on" not in report.text


def test_what_a_network_adds_below_a_post_is_not_of_its_author(page):
    post = (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Ab12cd/"><p>We are safe.</p>'
        '<p>A post shared by Ana Paz (@anapaz) on <time datetime="2019-04-29T08:00:00+00:00">Apr 29</time></p></blockquote>'
    )
    said = page(body=BODY + post).reports[1]
    assert (said.source, said.text) == ("@anapaz@instagram.com", "We are safe.")


BANNER = """<div id="{id}" role="{role}"><h2>Your privacy matters</h2><p>We and our 840 partners store cookies on your device to
personalise ads and measure content. Click "Accept all" to agree, or manage your preferences at any time. You can withdraw
your consent by clicking the privacy link below every page of this website.</p><p>We use precise data about your device and
browser to improve our services. By clicking you allow us to process your personal data as our policy says.</p></div>"""
SHORT = "<p>Gunmen held up a fuel convoy near Gao, the mayor said.</p>"


@pytest.mark.parametrize(
    ("name", "role"), [("didomi-popup", "none"), ("x1", "dialog"), ("cookieOverlay", "none")]
)
def test_a_consent_banner_longer_than_the_article_is_not_its_text(read, write, name, role):
    html = f"<html><body>{BANNER.format(id=name, role=role)}<main><article><h1>Convoy held up near Gao</h1>{SHORT}</article></main></body></html>"
    facts = read(write("page.html", html))
    assert facts.texts == ["Gunmen held up a fuel convoy near Gao, the mayor said."]


def test_a_page_that_is_only_a_consent_box_is_put_aside_with_its_menu(read, write):
    menu = "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
    facts = read(
        write("page.html", f"<html><body>{menu}{BANNER.format(id='overlay', role='none')}</body></html>")
    )
    assert (facts.reports, facts.reasons) == ([], ["no-text"])


def test_an_article_on_cookies_stays_also_where_its_box_is_called_so(page):
    told = "<div class='cookies'><p>The regulator in Dublin fined a shop over cookies that it set without consent.</p></div>"
    facts = page(body=told, title="Regulator fines a shop over cookies")
    assert "set without consent" in facts.texts[0]


def test_a_real_headline_over_an_offer_stands_alone(page):
    offer = "<p>You have read your last free article. Subscribe now to continue reading.</p><p>Already a subscriber? Log in.</p>"
    facts = page(body=offer, title="Soldiers block the road to the airport in Gao")
    assert facts.texts == ["Soldiers block the road to the airport in Gao"]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("Two officers were held in Gao on Monday, a lawyer said.", "Subscribe now to continue reading. Cancel anytime."),
        ("Dos oficiales fueron detenidos en Gao, dijo un abogado.", "Suscríbete para seguir leyendo. ¿Ya eres suscriptor? Inicia sesión."),
        ("Zwei Offiziere wurden in Gao festgenommen, sagte ein Anwalt.", "Jetzt abonnieren und weiterlesen. Bereits Abonnent? Melden Sie sich an."),
    ],
)  # fmt: skip
def test_an_offer_behind_a_teaser_leaves_only_the_teaser(page, told, asked):
    facts = page(body=f"<p>{told} {asked}</p>", title="Gao")
    assert [text.strip() for text in facts.texts] == [told]


@pytest.mark.parametrize(
    "line",
    [
        "Published 29 April 2019 at 11:20 (UTC-3), updated 30 April 2019 at 08:00",
        "Updated on 30 April 2019, 08:00 | Published on 29 April 2019, 11:20 GMT-3",
        "Publié le 29 avril 2019 à 11h20 (UTC-3) - Modifié le 30 avril 2019 à 8h00",
        "Veröffentlicht am 29. April 2019, 11:20 (UTC-3) | Aktualisiert am 30. April 2019, 08:00",
        "Publicado el 29 de abril de 2019 a las 11:20 (UTC-3). Actualizado el 30 de abril de 2019",
        "Gepubliceerd op 29 april 2019 om 11:20 (UTC-3), bijgewerkt op 30 april 2019",
    ],
)
def test_of_two_dates_in_a_line_the_published_one_counts_and_the_line_is_no_text(page, line):
    facts = page(body=f"<p>{line}</p>{BODY}")
    assert facts.reports[0].published == datetime(2019, 4, 29, 14, 20, tzinfo=UTC)
    assert "2019" not in facts.texts[0]


def test_a_teaser_with_microdata_of_its_own_gives_no_title_author_or_time(read, write):
    teaser = """<div class="strip"><div itemscope itemtype="http://schema.org/NewsArticle"><h3 itemprop="headline">Cup draw</h3>
<meta itemprop="datePublished" content="2018-01-02T03:04:05Z"><span itemprop="author">A. Stranger</span></div></div>"""
    own = """<article itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Depot burns in Arica</h1>
<meta itemprop="datePublished" content="2019-04-29T14:20:00Z">"""
    facts = read(write("page.html", f"<html><body>{teaser}{own}{BODY}</article></body></html>"))
    report = facts.reports[0]
    assert (report.title, report.author) == ("Depot burns in Arica", None)
    assert report.published == datetime(2019, 4, 29, 14, 20, tzinfo=UTC)


SAID = ["Soldiers entered the radio building in Arica, two staff members said.",
        "The mayor asked residents to stay at home until further notice."]  # fmt: skip
DAY = '<meta property="article:published_time" content="2019-04-29T08:00:00Z">'


@pytest.mark.parametrize(
    "shape",
    [
        '<div class="post"><time data-timestamp="1556546700">{}</time><p>{}</p></div>',
        '<div class="post"><h3><span>{}</span> Word from the town</h3><p>{}</p></div>',
        '<section><strong>{}</strong><div><p>{}</p></div></section>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("clocks", [("15:05", "14:20"), ("10:05", "11:20"), ("2.05 pm", "1.20 pm"), ("15h05", "14h20")])  # fmt: skip
def test_posts_in_boxes_with_a_clock_of_their_own_are_taken_apart(page, shape, clocks):
    pinned = '<div class="pinned"><p>What is known so far: the coast road is closed to all traffic.</p></div>'
    listed = f"<ul><li><a href='#a'>{clocks[0]} Word from the town</a></li></ul>"
    posts = "".join(shape.format(clock, said) for clock, said in zip(clocks, SAID, strict=True))
    facts = page(head=DAY, body=listed + pinned + posts, title="Arica live")
    assert len(facts.texts) == 3
    assert sorted(sum(said in text for text in facts.texts) for said in SAID) == [1, 1]


def test_cards_with_clocks_beside_an_article_do_not_take_its_place(page):
    cards = "".join(f"<div class='x'><span>{at}</span><a href='/{at}'>Cup draw held on Sunday in town</a></div>" for at in ("14:05", "13:20"))  # fmt: skip
    facts = page(body=f"{BODY}<div>{cards}</div>")
    assert "Rosa Quispe" in facts.texts[0]
