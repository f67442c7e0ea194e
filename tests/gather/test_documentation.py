"""What the documentation of sources and of the watch file says is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from tocsin import watch
from tocsin.errors import Reason
from tocsin.gather.files.formats import READERS
from tocsin.gather.files.sniff import READ_HERE

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "sources.md").read_text("utf-8")
KEYS = (DOCS / "watch-file.md").read_text("utf-8")
TABLES = (watch.Watch, watch.Place, watch.Side, watch.Member, watch.WatchSign, watch.WatchSource)


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", HOW_TO, re.DOTALL))
def test_each_example_of_a_source_is_valid(example):
    head = 'question = "?"\n[place]\ncountry = "VE"\n[sides.government]\n'
    assert watch.parse(head + example).sources


def test_every_type_of_source_has_an_example():
    assert set(re.findall(r'^type = "([\w-]+)"', HOW_TO, re.MULTILINE)) == set(get_args(watch.SourceType))


def test_every_reason_is_explained():
    assert [name for name in get_args(Reason) if f"| `{name}` |" not in HOW_TO] == []


def test_every_kind_of_file_that_is_read_is_named():
    told = {f".{suffix}" for suffix in re.findall(r"\.([a-z]+)", READ_HERE)}
    assert told <= READERS.keys() and all(f"`{suffix}`" in HOW_TO for suffix in told)


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_the_watch_file_is_documented(table):
    assert [name for name in table.__struct_fields__ if f"| `{name}` |" not in KEYS] == []


def test_no_key_is_documented_that_is_not_there():
    known = {name for table in TABLES for name in table.__struct_fields__}
    assert set(re.findall(r"^\| `(\w+)` \|", KEYS, re.MULTILINE)) == known


def test_the_schema_is_up_to_date():
    """If this fails: write watch.json_schema() to docs/watch.schema.json."""
    assert (DOCS / "watch.schema.json").read_text("utf-8") == watch.json_schema()
