"""`tocsin check`: every mistake by its line, and what each source gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.check import check
from tocsin.gather import Fetcher
from tocsin.gather.starter import starter
from tocsin.settings import Settings

NOW = datetime(2019, 4, 30, 18, 0, tzinfo=UTC)
GOOD = """question = "Has a coup begun in Venezuela?"
timezone = "America/Caracas"

[place]
country = "VE"

[sides.government]
incumbent = true
members = [{ name = "Somebody" }]

[[sources]]
id = "one"
type = "feed"
url = "https://one.example/feed"
side = "government"

[[sources]]
id = "two"
type = "page"
url = "https://two.example/page"
"""


@pytest.fixture
def wrong(tmp_path):
    def checking(text: str) -> list[tuple[int, str, str]]:
        path = tmp_path / "watch.toml"
        path.write_text(text, "utf-8")
        return [(found.line, found.severity, found.message) for found in check(path)]

    return checking


def test_a_good_file_has_no_findings(wrong):
    assert wrong(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('question = "Has', 'qestion = "Has', 1, "did you mean 'question'?"),
        ('timezone = "America/Caracas"', 'timezone = "America/Karakas"', 2, "no such time zone"),
        ('timezone = "America/Caracas"', "timezone = 5", 2, "a text in quotes"),
        ('timezone = "America/Caracas"', 'playbook = "cuop"', 2, "did you mean 'coup'?"),
        ('timezone = "America/Caracas"', 'publish = "autom"', 2, "did you mean 'auto'?"),
        ('timezone = "America/Caracas"', 'languages = "es"', 2, "list of texts"),
        ('timezone = "America/Caracas"', 'since = "April"', 2, "is no day"),
        ('country = "VE"', 'country = "Venezuela"', 5, "ISO 3166"),
        ('country = "VE"', 'country = "XQ"', 5, "no country"),
        ('country = "VE"', "", 4, "'country' is missing"),
        ("incumbent = true", "incumbant = true", 8, "did you mean 'incumbent'?"),
        ("incumbent = true", 'incumbent = "yes"', 8, "true or false"),
        ('[{ name = "Somebody" }]', '[{ nam = "Somebody" }]', 9, "did you mean 'name'?"),
        ('[{ name = "Somebody" }]', '["Somebody"]', 9, "a table"),
        ('side = "government"', 'side = "goverment"', 15, "which is not among"),
        ('id = "two"', 'id = "one"', 18, "used twice"),
        ('type = "page"', 'type = "pages"', 19, "did you mean 'page'?"),
        ('url = "https://two.example/page"', "", 17, "'url' is missing in this source"),
        ('url = "https://two.example/page"', 'url = "two.example/page"', 20, "no web address"),
        ('url = "https://two.example/page"', 'url = "https://one.example/feed"', 20, "source 'one' already"),
        (
            'type = "page"\nurl = "https://two.example/page"',
            'type = "file"\nurl = "/no/file"',
            20,
            "no file or folder",
        ),
    ],
)
def test_each_mistake_is_named_on_its_line_with_its_mend(wrong, old, new, line, says):
    assert old in GOOD
    found = wrong(GOOD.replace(old, new))
    assert [place for place, severity, told in found if severity == "error" and says in told] == [line], found


def test_a_sign_without_words_is_a_mistake(wrong):
    sign = '\n[[signs]]\nid = "s"\ndefinition = "d"\nwords = []\n'
    assert [(line, "has no words" in told) for line, _, told in wrong(GOOD + sign)] == [(25, True)]


def test_all_mistakes_are_told_at_once(wrong):
    text = GOOD.replace("question", "qestion").replace("Caracas", "Karakas").replace('"VE"', "7")
    text = text.replace('side = "government"', 'side = "rebels"').replace('id = "two"', 'id = "one"')
    lines = [line for line, severity, _ in wrong(text) if severity == "error"]
    assert lines == [1, 1, 2, 5, 15, 18]


def test_what_is_allowed_and_rarely_meant_is_a_warning(wrong):
    text = 'question = "?"\n[place]\ncountry = "VE"\n[sides.army]\n'
    assert {severity for _, severity, _ in wrong(text)} == {"warning"}
    assert len(wrong(text)) == 3  # no members, nobody in power, no sources


def test_a_file_that_is_no_toml_is_told_by_its_line(wrong):
    assert [(line, "TOML" in told) for line, _, told in wrong('question = "?"\nplace = VE\n')] == [(2, True)]


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"[", b"sources = 5", b"sources = [5]\nsides = []", b"[sides]\na = 1"]
)
def test_any_file_gets_findings_and_no_crash(tmp_path, raw):
    (tmp_path / "watch.toml").write_bytes(raw)
    assert any(found.severity == "error" for found in check(tmp_path))


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert [found.severity for found in check(tmp_path / "none.toml")] == ["error"]


def test_the_starter_file_has_no_mistakes(wrong):
    assert {severity for _, severity, _ in wrong(starter("Has a coup begun?", "ML", "coup"))} == {"warning"}


def test_each_source_is_tried_and_says_what_it_gives(tmp_path: Path):
    (tmp_path / "notes-2019-04-30.txt").write_text("Words of the desk.")
    (tmp_path / "empty").mkdir()
    sources = [("notes", tmp_path / "notes-2019-04-30.txt"), ("empty", tmp_path / "empty")]
    tables = "".join(f'[[sources]]\nid = "{n}"\ntype = "file"\nurl = "{path}"\n' for n, path in sources)
    closed = '[[sources]]\nid = "inside"\ntype = "feed"\nurl = "http://127.0.0.1:9/"\n'
    path = tmp_path / "watch.toml"
    path.write_text(f'question = "?"\n[place]\ncountry = "VE"\n{tables}{closed}')
    with Fetcher(Settings(pace_s=0.0)) as fetcher:
        found = [(each.line, each.severity, each.message) for each in check(path, fetcher=fetcher, now=NOW)]
    assert [(line, severity) for line, severity, _ in found] == [(4, "ok"), (8, "error"), (12, "error")]
    assert "gives 1 reports, the newest of 2019-04-30" in found[0][2]
    assert "no-text" in found[1][2] and "TOCSIN_ALLOW_PRIVATE" in found[2][2]
