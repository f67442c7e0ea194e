"""Rows as other programs export them are read under our own names; what is not known of them is ignored."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from tocsin.gather.exports import known, listed

AT = datetime(2019, 4, 30, 13, 15, tzinfo=UTC)
STAMP = "2019-04-30T13:15:00Z"


def test_a_row_of_an_article_search_has_its_site_country_language_and_time(read, write):
    row = {
        "url": "https://coast.example/1", "title": "Le port est fermé", "seendate": "20190430T131500Z",
        "domain": "coast.example", "language": "French", "sourcecountry": "Venezuela", "socialimage": "x",
    }  # fmt: skip
    facts = read(write("a.json", json.dumps({"articles": [row]})))
    (report,) = facts.reports
    assert (report.source, report.language, report.published) == ("coast.example", "fr", AT)
    assert facts.sources["coast.example"].country == "VE"


def test_a_news_interface_gives_its_outlet_and_no_text_that_was_cut(read, write):
    row = {
        "source": {"id": None, "name": "Coast Courier"}, "title": "Port shut", "publishedAt": STAMP, "author": "A. B.",
        "description": "The port was shut on Tuesday.", "content": "The port was sh… [+1200 chars]",
    }  # fmt: skip
    facts = read(write("a.json", json.dumps({"status": "ok", "articles": [row]})))
    (report,) = facts.reports
    assert (report.source, report.text, report.author) == ("Coast Courier", row["description"], "A. B.")
    assert report.published == AT
    assert known({**row, "description": ""})["text"] == "The port was sh"


def test_a_media_monitors_table_gives_its_hit_beside_the_opening(read, write):
    head = "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Language,Reach"
    row = f"{STAMP},Port shut,https://c.example/1,The port is shut.,No ship has left,Coast Radio,A. Writer,Chile,Spanish,9"
    (report,) = read(write("a.csv", f"{head}\n{row}\n")).reports
    assert (report.source, report.title) == ("Coast Radio", "Port shut")
    assert report.text == "The port is shut.\n\nNo ship has left"
    assert (report.author, report.language, report.published) == ("A. Writer", "es", AT)


def test_a_table_of_headlines_is_read_by_its_own_names(read, write):
    rows = "id,language,media_name,media_url,publish_date,title,url\n7,en,coast.example,https://coast.example,2019-04-30,Port shut,https://coast.example/7\n"
    (report,) = read(write("a.csv", rows)).reports
    assert (report.source, report.text, report.external_id, report.published_precision) == (
        "coast.example", "Port shut", "7", "day",
    )  # fmt: skip


def test_a_post_is_its_accounts_and_a_repost_is_the_reposters_with_the_whole_words(read, write):
    user, fan = {"screen_name": "desk", "name": "The Desk"}, {"screen_name": "fan", "name": "Fan"}
    post = {
        "created_at": STAMP,
        "id_str": "1",
        "full_text": "The port is shut tonight",
        "user": user,
        "source": "App",
    }
    again = {
        "created_at": STAMP, "id_str": "2", "full_text": "RT @desk: The port is sh…", "user": fan, "retweeted_status": post,
    }  # fmt: skip
    facts = read(write("a.jsonl", "".join(json.dumps(each) + "\n" for each in (post, again))))
    assert [(r.source, r.author, r.text) for r in facts.reports] == [
        ("@desk", None, post["full_text"]), ("@fan", "@desk", post["full_text"]),
    ]  # fmt: skip
    assert facts.sources["@desk"].kind == "account"


def test_posts_find_their_accounts_in_the_list_beside_them():
    value = {
        "data": [{"id": "1", "text": "Words", "author_id": "9"}],
        "includes": {"users": [{"id": "9", "username": "ana", "name": "Ana"}]},
    }
    (post,) = listed(value)
    assert known(post)["source"] == {"id": "@ana", "name": "Ana (@ana)", "kind": "account"}


def test_a_channels_messages_are_read_with_their_runs_and_its_notices_are_none(read, write):
    second = int(AT.timestamp())
    messages = [
        {"id": 1, "type": "service", "action": "pin_message"},
        {"id": 2, "type": "message", "date": "2019-04-30T09:15:00", "date_unixtime": str(second),
         "text": ["See ", {"type": "link", "text": "https://c.example"}, " now"]},
        {"id": 3, "type": "message", "date_unixtime": str(second), "text": "Passed on", "forwarded_from": "Other"},
    ]  # fmt: skip
    export = {"name": "Port Watch", "type": "public_channel", "id": 77, "messages": messages}
    facts = read(write("result.json", json.dumps(export)))
    assert [(r.source, r.text, r.author) for r in facts.reports] == [
        ("Port Watch", "See https://c.example now", None), ("Port Watch", "Passed on", "Other"),
    ]  # fmt: skip
    assert (facts.reports[0].published, facts.aside) == (AT, [])


def test_posts_of_two_networks_are_read_as_from_the_network(read, write):
    toot = {"id": "1", "uri": "https://m.example/1", "created_at": STAMP, "content": "<p>Hello port</p>",
            "account": {"acct": "ana", "display_name": "Ana", "url": "https://m.example/@ana"}}  # fmt: skip
    sky = {
        "uri": "at://x/1",
        "author": {"handle": "ana.example"},
        "record": {"text": "Hi port", "createdAt": STAMP},
    }
    write("f/a.json", json.dumps([toot]))
    facts = read(write("f/b.json", json.dumps({"feed": [{"post": sky}]})).parent)
    assert [(r.source, r.text) for r in facts.reports] == [
        ("@ana@m.example", "Hello port"),
        ("@ana.example", "Hi port"),
    ]


@pytest.mark.parametrize(
    ("row", "key", "told"),
    [
        ({"Publish_Date": "2019-04-30"}, "published", "2019-04-30"),
        ({"published": "a", "seendate": "b"}, "published", "a"),
        ({"Date": "30-Apr-2019", "Time": "09:15AM"}, "published", "30-Apr-2019 09:15AM"),
        ({"text": "", "body": "words"}, "text", "words"),
        ({"text": "ours", "description": "theirs"}, "text", "ours"),
        ({"LANGUAGE": "english"}, "language", "en"),
        ({"language": "pt-BR"}, "language", "pt-BR"),
        ({"LP": "Lead.", "TD": "Tail."}, "text", "Lead.\n\nTail."),
        ({"source": "ap", "sourcecountry": "Atlantis"}, "source", "ap"),
    ],
)
def test_names_are_known_however_they_are_written(row, key, told):
    assert known(row)[key] == told


def test_what_is_not_known_is_left_out():
    assert known({"sentiment": "negative", "reach": 7, "title": "Port shut"}) == {"title": "Port shut"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mayor &amp; council: 3 &lt; 5", "Mayor & council: 3 < 5"),
        ("She said &quot;stop&quot; &amp;amp; left", 'She said "stop" &amp; left'),
        (
            "A & B write &amp; for it",
            "A & B write &amp; for it",
        ),  # whoever has a bare sign has escaped nothing
        ("<b>A</b> &amp; B", "<b>A</b> &amp; B"),
    ],
)
def test_signs_that_an_interface_has_escaped_are_what_was_written(read, write, written, said):
    row = {"source": "desk", "published": STAMP, "title": written, "text": f"{written} today"}
    (report,) = read(write("a.json", json.dumps([row]))).reports
    assert (report.title, report.text) == (said, f"{said} today")


def test_a_text_of_blanks_takes_no_longer_than_words():
    began = time.process_time()
    told = known({"source": "wire", "text": "Calm." + " \n" * 200_000 + "Calm … [+1200 chars]"})
    assert time.process_time() - began < 1 and told["text"].endswith("Calm")
