"""What files give, and that nothing in them is lost or stops the rest."""

from __future__ import annotations

import io
import json
import os
import resource
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.gather import from_path, from_records
from tocsin.model import Source
from tocsin.settings import Settings

from .conftest import CARACAS, NOW, OPEN, Facts

GOOD = {"source": "ap", "published": "2019-04-30T09:15:00-04:00", "text": "Soldiers stand at the base."}


def line(**more: object) -> str:
    return json.dumps({**GOOD, **more}) + "\n"


def test_a_crisis_folder_gives_its_reports_and_sources_only(read, write):
    write(
        "c/sources.jsonl",
        '{"id": "ap", "name": "The Agency", "kind": "agency", "side": null, "owner": null}\n',
    )
    write("c/reports.jsonl", line(id="r001", fetched=None, author=None, title="Base", odd={"key": 1}))
    write("c/notes.txt", "not a report of the crisis")
    folder = write("c/expected.toml", "").parent
    facts = read(folder)
    assert facts.sources == {"ap": Source(id="ap", name="The Agency", kind="agency")}
    (report,) = facts.reports
    assert (report.external_id, report.title, report.fetched) == ("r001", "Base", None)
    assert report.published == datetime(2019, 4, 30, 13, 15, tzinfo=UTC)
    assert facts.aside == []


def test_every_kind_of_file_in_a_folder_is_read_by_name(read, write):
    write("f/a.txt", "Alpha text stands here.")
    write("f/b.md", "# Beta\n\nText of beta.")
    write("f/c.csv", "source,text\nx,Gamma row\n")
    write("f/sub/d.jsonl", line(text="Delta line"))
    write("f/e.json", json.dumps([{**GOOD, "text": "Epsilon one"}, {**GOOD, "text": "Epsilon two"}]))
    write("f/.hidden.txt", "no")
    write("f/README.md", "no")
    write("f/watch.toml", "no")
    write("f/tocsin.db", b"no")
    write("f/tocsin.db-wal", b"no")
    write("f/picture.png", b"\x89PNG")
    facts = read(write("f/z.ndjson", line(text="Zeta")).parent)
    assert facts.texts == [
        "Alpha text stands here.", "Text of beta.", "Gamma row", "Epsilon one", "Epsilon two", "Delta line", "Zeta",
    ]  # fmt: skip
    assert facts.reasons == ["unreadable-file"]
    assert ".png" in facts.aside[0].detail


def test_an_empty_folder_says_so_once(read, tmp_path):
    facts = read(tmp_path)
    assert (facts.reports, facts.reasons) == ([], ["no-text"])


def test_a_missing_file_is_put_aside(read, tmp_path):
    assert read(tmp_path / "nothing.jsonl").reasons == ["unreadable-file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_put_aside_and_the_next_is_read(read, write):
    write("p/a.txt", "secret").chmod(0)
    facts = read(write("p/b.txt", "Open words.").parent)
    assert (facts.texts, facts.reasons) == (["Open words."], ["unreadable-file"])


def test_a_pipe_among_the_files_is_not_waited_for(read, write, tmp_path):
    write("q/a.txt", "Words.")
    os.mkfifo(tmp_path / "q" / "b.txt")
    assert read(tmp_path / "q").texts == ["Words."]


def test_a_fifty_megabyte_line_is_put_aside_and_the_next_is_kept(read, write):
    path = write("big.jsonl", line(text="before"))
    with path.open("ab") as stream:
        stream.write(b'{"source": "ap", "text": "')
        for _ in range(50):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n')
        stream.write(line(text="after").encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    facts = read(path)
    assert (facts.texts, facts.reasons) == (["before", "after"], ["too-large"])
    assert facts.aside[0].where.endswith("big.jsonl:2")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes


def test_a_text_over_the_bound_is_put_aside(read, write):
    facts = read(write("a.jsonl", line(text="x" * 101) + line()), Settings(max_text=100))
    assert (facts.texts, facts.reasons) == ([GOOD["text"]], ["too-large"])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"source": "ap", "text": ', "bad-record"),
        ("[1, 2]", "bad-record"),
        ('"words"', "bad-record"),
        ("null", "bad-record"),
        ("[" * 100_000, "bad-record"),
        ('{"source": "ap"}', "no-text"),
        ('{"source": "ap", "text": "  "}', "no-text"),
        ('{"source": "ap", "text": 5}', "bad-record"),
        ('{"text": "whose words?"}', "bad-record"),
        ('{"source": {"kind": 4}, "text": "x"}', "bad-record"),
        ('{"source": "ap", "text": "x", "published": ' + "9" * 5000 + "}", "bad-record"),
    ],
)
def test_a_bad_line_is_put_aside_with_its_reason_and_the_others_are_kept(read, write, bad, reason):
    facts = read(write("a.jsonl", line(text="one") + bad + "\n\n" + line(text="two")))
    assert (facts.texts, facts.reasons) == (["one", "two"], [reason])
    assert facts.aside[0].where.endswith(":2")


@pytest.mark.parametrize(
    "date", ['"yesterday or so"', '"2019-02-30"', '"0001-01-01T00:00:00+14:00"', "true", "2019", "1e400"]
)
def test_a_line_with_a_bad_date_alone_is_kept_without_it_and_says_so(read, write, date):
    facts = read(write("a.jsonl", '{"source": "ap", "text": "x", "published": ' + date + "}\n"))
    assert (facts.texts, facts.reasons) == (["x"], ["date-set-aside"])
    assert facts.reports[0].published is None and facts.reports[0].fetched is not None
    assert facts.aside[0].where.endswith(":1")


def test_nul_bytes_and_control_characters_cost_no_words(read, write):
    raw = b'{"source": "ap", "text": "Tanks\x00 roll\x01 on", "title": "a\\u0000b\\ud800"}\n'
    (report,) = read(write("a.jsonl", raw)).reports
    assert (report.text, report.title) == ("Tanks roll on", "ab�")


def test_line_ends_inside_a_string_are_no_error(read, write):
    (report,) = read(write("a.jsonl", b'{"source": "ap", "text": "one\ttwo"}\r\n')).reports
    assert report.text == "one\ttwo"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_words_survive_their_encoding(read, write, codec):
    text = '{"source": "efe", "text": "Guaidó habló en Maturín"}\n'
    assert read(write("a.jsonl", text.encode(codec))).texts == ["Guaidó habló en Maturín"]
    assert read(write("b.txt", "Guaidó habló".encode(codec))).texts == ["Guaidó habló"]
    assert read(write("c.csv", "source,text\nefe,Maturín\n".encode(codec))).texts == ["Maturín"]


def test_each_line_may_have_its_own_encoding(read, write):
    raw = '{"source": "a", "text": "Maturín"}\n'.encode() + '{"source": "a", "text": "Cumaná"}\n'.encode(
        "cp1252"
    )
    assert read(write("a.jsonl", raw)).texts == ["Maturín", "Cumaná"]


def test_a_time_without_offset_is_read_in_the_zone_of_the_watch(read, write):
    (report,) = read(write("a.jsonl", line(published="2019-04-30 09:15"))).reports
    assert report.published == datetime(2019, 4, 30, 13, 15, tzinfo=UTC)


def test_a_day_alone_is_known_as_a_day(read, write):
    (report,) = read(write("a.jsonl", line(published="2019-04-30"))).reports
    assert (report.published_precision, report.published) == ("day", datetime(2019, 4, 30, 4, tzinfo=UTC))


def test_a_record_without_time_was_known_when_it_was_had(read, write):
    (report,) = read(write("a.jsonl", '{"source": "ap", "text": "x"}')).reports
    assert (report.published, report.fetched) == (None, NOW)


def test_an_unknown_source_is_told_once_and_a_known_one_is_left_alone(read, write):
    known = Source(id="ap", name="The Agency", kind="agency", side="us")
    facts = read(write("a.jsonl", line() + line(source="New") + line(source="New", text="y")), known=[known])
    assert facts.sources == {"New": Source(id="New", name="New")}
    assert [type(fact).__name__ for fact in facts.all] == ["Report", "Source", "Report", "Report"]


def test_html_is_read_as_its_words(read, write):
    html = "<p>One &amp; two</p><script>no()</script><p>Three</p>"
    facts = read(write("a.jsonl", json.dumps({"source": "a", "html": html})))
    assert facts.texts == ["One & two\n\nThree"]


def test_an_address_that_is_none_of_the_web_is_not_kept_as_a_link(read, write):
    (report,) = read(write("a.jsonl", line(url="javascript:alert(1)"))).reports
    assert (report.url, report.external_id) == (None, "javascript:alert(1)")


def test_a_table_is_read_by_its_column_names(read, write):
    rows = 'Date;Outlet;Headline;Body\n30/4;x;t;bad date\n2019-04-30;efe;"A; b";"two\nlines"\n;x;;\n'
    facts = read(write("a.csv", rows))
    assert facts.texts == ["bad date", "two\nlines"]
    assert facts.reports[1].title == "A; b"
    assert facts.reasons == ["date-set-aside", "no-text"]


def test_a_table_without_a_text_column_says_what_it_has(read, write):
    facts = read(write("a.tsv", "when\twho\n1\t2\n"))
    assert facts.reasons == ["bad-record"] and "when, who" in facts.aside[0].detail


def test_a_row_with_a_stray_comma_is_put_aside_rather_than_cut(read, write):
    assert read(write("a.csv", "source,text\nx,one, two\nx,ok\n")).texts == ["ok"]


def test_a_text_file_has_title_day_and_source(read, write):
    (report,) = read(write("caracas-2019-04-30.txt", "The base at dawn\n\nSoldiers stand there.\n")).reports
    assert (report.title, report.text, report.source) == (
        "The base at dawn",
        "Soldiers stand there.",
        "caracas-2019-04-30",
    )
    assert (report.published, report.published_precision) == (datetime(2019, 4, 30, 4, tzinfo=UTC), "day")


def test_a_first_line_that_is_a_sentence_is_no_title(read, write):
    (report,) = read(write("a.txt", "Soldiers stand there.\n\nMore words.")).reports
    assert (report.title, report.text) == ("", "Soldiers stand there.\n\nMore words.")


def test_notes_at_the_head_of_a_text_are_used(read, write):
    text = "---\ntitle: Dawn\ndate: 2019-04-30T06:00:00-04:00\nauthor: Ana\nsource: Desk\n---\nThe words.\n"
    (report,) = read(write("a.md", text)).reports
    assert (report.title, report.author, report.source, report.text) == ("Dawn", "Ana", "Desk", "The words.")
    assert report.published == datetime(2019, 4, 30, 10, tzinfo=UTC)


def test_a_picture_with_the_name_of_a_text_is_put_aside(read, write):
    assert read(write("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(500))).reasons == ["unreadable-file"]


@pytest.mark.parametrize(
    ("piped", "texts"),
    [
        (line(text="a line"), ["a line"]),
        ("garbage first\n" + line(text="a line"), ["a line"]),
        ("A heading\n\nSome words.", ["Some words."]),
        ("", []),
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(monkeypatch, read, piped, texts):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(piped.encode())))
    facts = read("-")
    assert facts.texts == texts


def test_records_that_were_sent_were_had_now():
    facts = Facts(from_records([GOOD, 5], where="POST", now=NOW, settings=OPEN))
    assert facts.reports[0].fetched == NOW
    assert [(q.where, q.reason) for q in facts.aside] == [("POST:2", "bad-record")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.lists(st.binary(max_size=60).map(lambda b: b.replace(b"\n", b"")), max_size=4))
def test_any_bytes_around_valid_lines_neither_crash_nor_lose_them(tmp_path, junk):
    path = tmp_path / "any.jsonl"
    # The first line is ours: a byte order mark at the very front would name the encoding of the whole file.
    raw = [line(text="first").encode()]
    for number, each in enumerate(junk):
        raw += [each + b"\n", line(text=f"line {number}").encode()]
    path.write_bytes(b"".join(raw))
    facts = Facts(from_path(path, now=NOW, settings=OPEN, zone=CARACAS))
    assert {"first", *(f"line {number}" for number in range(len(junk)))} <= set(facts.texts)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=400),
    name=st.sampled_from(["a.txt", "a.html", "a.csv", "a.json", "a.xml", "a", "a.md"]),
)
def test_any_bytes_in_any_file_are_a_report_or_put_aside(tmp_path, raw, name):
    path = tmp_path / name
    path.write_bytes(raw)
    facts = Facts(from_path(path, now=NOW, settings=OPEN, zone=CARACAS))
    assert not [each for each in facts.aside if each.detail.startswith("cannot be read:")], (
        "a guard had to catch"
    )
