"""The shipped reader model: pinned, exact to the character, and bounded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import TocsinError
from tocsin.read import weights
from tocsin.read.codes import QUADS, codes
from tocsin.read.pointers import said


def one(text):
    return next(iter(said([text])))


def words(text, spans):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("text", "who", "what"), [
    ("The prime minister said that taxes would fall next year.", "The prime minister", "taxes would fall next year"),
    ("“We will not leave,” the colonel told reporters.", "the colonel", "We will not leave"),
    ("Turnout was low, according to the electoral commission.", "the electoral commission", "Turnout was low"),
    ("the rebels control the airport , two residents told the agency .", "two residents", "the rebels control the airport"),
    ("THE MINISTER SAID THE CAPITAL WAS CALM.", "THE MINISTER", "THE CAPITAL WAS CALM"),
])  # fmt: skip
def test_who_says_what_is_found_in_plain_tokenised_and_capital_text(text, who, what):
    found = one(text)
    assert any(
        who in words(text, a.source) and any(what in w for w in words(text, a.content)) for a in found
    ), found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_every_span_lies_in_its_text_and_a_batch_reads_like_its_parts(texts):
    found = list(said(texts))
    assert len(found) == len(texts)
    for text, attributions in zip(texts, found, strict=True):
        for attribution in attributions:
            for start, end in (*attribution.source, *attribution.cue, *attribution.content):
                assert 0 <= start < end <= len(text)


def test_a_long_text_is_read_to_its_end():
    filler = "The road to the coast is long and the weather was fine all week. " * 120
    text = filler + "The governor said that the bridge had collapsed."
    assert any("the bridge had collapsed" in w for a in one(text) for w in words(text, a.content))


@pytest.mark.parametrize(("sentence", "root"), [
    ("<s>The Security Council</s> condemned <t>the attack on the embassy</t> on Friday.", "ACCUSE"),
    ("<s>Rebels</s> shelled <t>the town</t>, killing nine people.", "ASSAULT"),
    ("<s>The foreign minister</s> met <t>his counterpart</t> for talks in Geneva.", "CONSULT"),
    ("<s>The president</s> threatened to close the border with <t>the neighbouring state</t>.", "THREATEN"),
    ("<s>Police</s> arrested <t>three journalists</t> in the capital.", "COERCE"),
])  # fmt: skip
def test_a_plain_deed_gets_its_plover_root(sentence, root):
    code = next(iter(codes([sentence])))
    assert (code.root, code.quad) == (root, QUADS[root])
    assert 0 < code.sure <= 1


def test_a_sentence_without_marks_or_words_still_has_an_answer():
    assert len(list(codes(["", "No marks at all.", "<t></t>", "x" * 5000]))) == 4


def test_a_file_that_is_not_the_shipped_one_is_refused(monkeypatch):
    monkeypatch.setattr(weights, "manifest", lambda: {"sha256": {"codes.npz": "0" * 64}})
    with pytest.raises(TocsinError, match=r"codes\.npz"):
        weights.arrays("codes.npz")


def test_the_read_command_writes_attributions_and_codes(tmp_path):
    from typer.testing import CliRunner

    from tocsin.cli import app

    texts, sentences = tmp_path / "t.jsonl", tmp_path / "s.tsv"
    texts.write_text('{"id": "a", "text": "The mayor said the bridge was closed."}\nnot json\n')
    sentences.write_text("sentence_id\tmarked_sentence\n7\t<s>Police</s> arrested <t>two men</t>.\n")
    run = CliRunner().invoke(app, ["read", "--attributions-only", "--jsonl", str(texts)])
    row = json.loads(run.stdout)
    assert run.exit_code == 0 and row["id"] == "a"
    assert row["attributions"][0]["source"] == [[0, 9]]
    run = CliRunner().invoke(app, ["read", "--plover", "--tsv", str(sentences)])
    assert run.stdout.splitlines()[1].split("\t")[:3] == ["7", "COERCE", "4"]
    plain = tmp_path / "plain.tsv"
    plain.write_text("<s>Police</s> arrested <t>two men</t>.\n")
    assert CliRunner().invoke(app, ["read", "--plover", "--tsv", str(plain)]).stdout == "COERCE\n"
    story = tmp_path / "story.txt"
    story.write_text("The mayor denied that the bridge was closed. It is unclear how many people crossed it.")
    run = CliRunner().invoke(app, ["read", str(story)])
    assert "denies" in run.stdout and "does not know" in run.stdout
    run = CliRunner().invoke(app, ["read", str(story), "--json"])
    assert {c["stance"] for c in json.loads(run.stdout)["claims"]} >= {"denies", "does_not_know"}
