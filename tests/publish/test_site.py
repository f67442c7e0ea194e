"""The thread as files: complete, and without a link that leads nowhere."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tocsin.errors import InputError
from tocsin.model import Update
from tocsin.publish.choosing import PAGE
from tocsin.publish.site import site

from .thread_by_hand import Small, assessment, at, drawn


class _Page(HTMLParser):
    """The links of a page and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action"} and value:
                self.links.append(value)
            if name == "id" and value:
                self.anchors.add(value)


@pytest.fixture
def folder(small: Small, tmp_path: Path) -> Path:
    """The site of a thread with more updates than one page holds, one of which corrects an old one."""
    rows = [
        Update(seq=n, at=at(20), why="claim", text=f"Update {n}.", cites=(small.shots.id,), key=str(n))
        for n in range(3, 2 * PAGE)
    ]
    mends = Update(seq=2 * PAGE, at=at(20), why="correction", text="Not so.", cites=(), corrects=1, key="x")
    drawn(small.store, 20, [], [assessment(3, 20, 0.9), *rows, mends])
    site(small.store, tmp_path / "site", address="https://example.org/thread")
    return tmp_path / "site"


def test_every_link_of_every_file_leads_somewhere(folder: Path) -> None:
    pages = {path: _Page(path.read_text()) for path in folder.rglob("*.html")}
    walked = 0
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in {"http", "https"}, link
                continue
            assert not parts.query or parts.path.startswith(("static/", "../static/")), link
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.name}: {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target].anchors, f"{path.name}: {link}"
            walked += 1
    assert walked > 100


def test_every_update_and_every_report_is_in_the_site(folder: Path, small: Small) -> None:
    text = "".join(path.read_text() for path in folder.glob("*.html"))
    assert all(f'id="u{number}"' in text for number in range(1, 2 * PAGE + 1))
    for report in small.store.reports():
        assert (folder / "reports" / f"{report.id}.html").is_file()
    rows = (folder / "data" / "claims.jsonl").read_text().splitlines()
    assert len([json.loads(row) for row in rows]) == 7


def test_the_feeds_name_the_address_of_the_site(folder: Path) -> None:
    assert "<id>https://example.org/thread/</id>" in (folder / "feed.atom").read_text()
    assert json.loads((folder / "feed.json").read_text())["home_page_url"] == "https://example.org/thread/"
    for item in json.loads((folder / "feed.json").read_text())["items"]:
        file, anchor = item["url"].removeprefix("https://example.org/thread/").split("#")
        assert f'id="{anchor}"' in (folder / file).read_text()
    assert json.loads((folder / "liveblog.jsonld").read_text())["@type"] == "LiveBlogPosting"


def test_nothing_in_the_site_asks_for_a_server(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        html = path.read_text()
        assert "<form" not in html
        assert "<script" not in html
        assert 'href="/' not in html


def test_without_an_address_there_are_no_feeds_and_no_links_to_them(small: Small, tmp_path: Path) -> None:
    site(small.store, tmp_path / "plain")
    assert not (tmp_path / "plain" / "feed.atom").exists()
    assert "feed.atom" not in (tmp_path / "plain" / "index.html").read_text()


@pytest.mark.parametrize("address", ["example.org", "javascript:alert(1)", "https://", "https://e.org/?a=1"])
def test_an_address_that_is_none_is_refused(small: Small, tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="--address"):
        site(small.store, tmp_path / "site", address=address)


def test_a_folder_with_something_in_it_is_left_alone(small: Small, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="not an empty folder"):
        site(small.store, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
