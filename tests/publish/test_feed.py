"""The updates for other programs: the same updates as on the page, in each format's own terms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tocsin.publish.web import create_app
from tocsin.settings import Settings

from .served import Client
from .thread_by_hand import empty


def _client(path: Path) -> Client:
    return Client(create_app(path, settings=Settings(max_bytes=2000)))


@pytest.fixture
def blog(database: Path) -> dict[str, Any]:
    answer = _client(database).get("/liveblog.jsonld")
    assert answer.headers["content-type"].startswith("application/ld+json")
    found: dict[str, Any] = answer.json()
    return found


def test_the_live_blog_names_what_schema_org_asks_of_one(blog: dict[str, Any]) -> None:
    assert (blog["@context"], blog["@type"]) == ("https://schema.org", "LiveBlogPosting")
    assert 0 < len(blog["headline"]) <= 110
    start, changed = (datetime.fromisoformat(blog[key]) for key in ("coverageStartTime", "dateModified"))
    assert start.tzinfo and start <= changed
    assert [post["@id"].rsplit("#", 1)[1] for post in blog["liveBlogUpdate"]] == ["u2", "u1"]
    for post in blog["liveBlogUpdate"]:
        assert post["@type"] == "BlogPosting" and post["articleBody"] and 0 < len(post["headline"]) <= 110
        assert start <= datetime.fromisoformat(post["datePublished"]) <= changed


def test_the_live_blog_cites_the_address_of_each_original(blog: dict[str, Any]) -> None:
    assert "https://ap.example/1" in blog["liveBlogUpdate"][-1]["citation"]


def test_a_json_feed_has_the_updates_of_the_atom_feed(database: Path) -> None:
    client = _client(database)
    answer = client.get("/feed.json")
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    atom = client.get("/feed.atom").text
    assert len(feed["items"]) == 2 == atom.count("<entry>")
    assert all(f"<id>{item['id']}</id>" in atom and item["content_text"] for item in feed["items"])


def test_a_thread_without_updates_makes_up_no_dates(tmp_path: Path) -> None:
    empty(tmp_path / "t.db").close()
    client = _client(tmp_path / "t.db")
    blog = client.get("/liveblog.jsonld").json()
    assert blog["liveBlogUpdate"] == [] and not {"datePublished", "coverageStartTime"} & set(blog)
    assert client.get("/feed.json").json()["items"] == []
