"""PDF, DOCX and ODT give the words that a reader of them sees, in their order, and no others."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tocsin.settings import Settings

from .papers import archive, column, docx, odt, pdf, run, zipped

LONG = "The harbour master told the council that no ship has left since"
HEAD = (72.0, 815.0, 8.0, "Coastal Bulletin - weekly")


def foot(number: int) -> tuple[float, float, float, str]:
    return (290.0, 20.0, 8.0, f"Page {number} of 3")


def test_lines_of_a_page_are_one_paragraph_and_a_gap_begins_the_next(read, write):
    page = [*column(LONG, "the storm, and that two are expected."), *column("The port stays shut.", top=690)]
    (report,) = read(write("a.pdf", pdf(page))).reports
    assert report.text == f"{LONG} the storm, and that two are expected.\n\nThe port stays shut."


def test_a_word_parted_at_the_end_of_a_line_is_whole_and_a_compound_keeps_its_hyphen(read, write):
    page = column(
        "Ferries in the south-west were stopped by the harbour autho-",
        "rities on Friday, and those that come from the south-",
        "west were sent back to where they had begun their journey.",
    )
    text = read(write("a.pdf", pdf(page))).texts[0]
    assert "harbour authorities on" in text and "from the south-west were" in text


def test_what_runs_along_the_edges_of_all_pages_is_no_text(read, write):
    pages = [
        [HEAD, *column(LONG, ("snow fell.", "ice came.", "rain set in.")[number - 1]), foot(number)]
        for number in (1, 2, 3)
    ]
    text = read(write("a.pdf", pdf(*pages))).texts[0]
    assert "Bulletin" not in text and "Page" not in text and text.count("harbour master") == 3


def test_a_sentence_goes_on_over_the_turn_of_a_page(read, write):
    pages = [
        [HEAD, *column(LONG, "the storm, and"), foot(1)],
        [HEAD, *column("nobody waits for one."), foot(2)],
    ]
    assert "the storm, and nobody waits for one." in read(write("a.pdf", pdf(*pages))).texts[0]


def test_pages_without_words_are_put_aside_with_a_word_about_ocr(read, write):
    facts = read(write("a.pdf", pdf([], [])))
    assert facts.reasons == ["no-text"] and "ocrmypdf" in facts.aside[0].detail


def test_a_pdf_has_the_title_that_it_shows_and_the_day_on_which_it_was_made(read, write):
    page = [(72.0, 760.0, 18.0, "Storm closes the port"), *column(LONG, "the storm.", top=720)]
    about = {"CreationDate": "D:20190430091500-04'00'", "ModDate": "D:20190430101500-04'00'"}
    (report,) = read(write("a.pdf", pdf(page, Title="Storm closes the port", **about))).reports
    assert (report.title, report.text) == ("Storm closes the port", f"{LONG} the storm.")
    assert (report.published, report.published_precision) == (datetime(2019, 4, 30, 4, tzinfo=UTC), "day")


@pytest.mark.parametrize(
    "title", ["Microsoft Word - draft7.docx", "Annual budget of the ministry", "untitled"]
)
def test_a_title_that_nobody_reads_on_the_page_is_none(read, write, title):
    (report,) = read(write("a.pdf", pdf(column(LONG, "the storm."), Title=title))).reports
    assert report.title == ""


@pytest.mark.parametrize(
    ("created", "modified"),
    [("D:20010101", "D:20190430"), ("D:20300101", "D:20300101"), ("soon", ""), ("D:20190430", "D:20190101")],
)
def test_a_date_of_a_model_or_of_the_future_is_not_that_of_the_text(read, write, created, modified):
    (report,) = read(write("a.pdf", pdf(column(LONG), CreationDate=created, ModDate=modified))).reports
    assert report.published is None and report.fetched is not None


def test_a_broken_pdf_is_put_aside_and_the_next_file_is_read(read, write):
    write("p/a.pdf", pdf(column(LONG))[:150])
    facts = read(write("p/b.txt", "Words.").parent)
    assert (facts.texts, facts.reasons) == (["Words."], ["unreadable-file"])


def test_a_pdf_of_too_many_words_is_put_aside(read, write):
    facts = read(write("a.pdf", pdf(column(*[LONG] * 40))), Settings(max_text=500))
    assert facts.reasons == ["too-large"]


def test_deleted_and_hidden_words_are_no_text_and_inserted_ones_are(read, write):
    deleted = '<w:del w:id="1"><w:r><w:delText>has sunk</w:delText></w:r></w:del>'
    moved = f"<w:moveFrom>{run('twice ')}</w:moveFrom>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>note to self</w:t></w:r>"
    block = (
        f"<w:p>{run('The ferry ')}{deleted}<w:ins>{run('has landed')}</w:ins>{moved}{hidden}{run('.')}</w:p>"
    )
    assert read(write("a.docx", docx(block))).texts == ["The ferry has landed."]


def test_a_table_is_read_row_by_row_and_footnotes_come_last(read, write):
    row = "".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in ("Quay", "Ships"))
    rows = (
        f"<w:tbl><w:tr>{row}</w:tr><w:tr>{row.replace('Quay', 'North').replace('Ships', '4')}</w:tr></w:tbl>"
    )
    notes = f'<w:footnote w:id="2"><w:p>{run("By the port.")}</w:p></w:footnote>'
    facts = read(write("a.docx", docx("Ships by quay.", rows, "None has left.", footnotes=notes)))
    assert facts.texts == ["Ships by quay.\n\nQuay | Ships\nNorth | 4\n\nNone has left.\n\nBy the port."]


def test_a_text_box_that_is_drawn_in_two_ways_is_read_once(read, write):
    box = f"<w:p>{run('In a box.')}</w:p>"
    block = f"<w:p><w:r><Alternate><Choice>{box}</Choice><Fallback>{box}</Fallback></Alternate></w:r></w:p>"
    assert read(write("a.docx", docx(block))).texts == ["In a box."]


def test_a_document_has_the_day_of_its_last_save_where_it_was_written_in_one_sitting(read, write):
    raw = docx("Words of a day.", created="2019-04-29T08:00:00Z", modified="2019-04-30T09:00:00Z")
    assert read(write("a.docx", raw)).reports[0].published == datetime(2019, 4, 30, 4, tzinfo=UTC)


def test_an_odt_is_read_without_its_deleted_words_and_comments(read, write):
    change = "<text:tracked-changes><text:p>has sunk</text:p></text:tracked-changes>"
    noted = '<text:p>The ferry<text:s text:c="2"/>has<office:annotation><text:p>sure?</text:p></office:annotation> landed.</text:p>'
    body = "<text:note-citation>1</text:note-citation><text:note-body><text:p>By a day.</text:p></text:note-body>"
    note = f"<text:p>It is late<text:note>{body}</text:note>, too.</text:p>"
    facts = read(write("a.odt", odt(change, noted, note)))
    assert facts.texts == ["The ferry has landed.\n\nIt is late, too.\n\nBy a day."]


def test_entities_of_a_document_are_not_unpacked(read, write):
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d><p><t>&b;</t></p></d>'
    facts = read(write("a.docx", zipped(word__document_xml=bomb)))
    assert facts.reasons == ["unreadable-file"] and "document type" in facts.aside[0].detail


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.docx", archive({"x.xml": "<a/>"}), "no Word document"),
        ("a.odt", archive({"x.xml": "<a/>"}), "no OpenDocument"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("a.msg", b"\xd0\xcf\x11\xe0", "save it as .eml"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_mends_it(read, write, name, raw, words):
    facts = read(write(f"f/{name}", raw).parent)
    assert facts.reasons == ["unreadable-file"] and words in facts.aside[0].detail


def test_a_part_that_unpacks_over_the_bound_is_put_aside(read, write):
    raw = docx(*["word " * 100] * 900)
    assert len(raw) < 20_000 and read(write("a.docx", raw)).reasons == ["too-large"]


def test_the_lines_of_two_columns_are_not_mixed_and_each_is_as_wide_as_its_own(read, write):
    left = column(
        "The harbour master told the", "Council of the coast that no ship", "has left since the storm began."
    )
    right = column(
        "Two more are expected before", "Sunday, said the pilots of the", "northern quay.", left=320
    )
    (report,) = read(write("a.pdf", pdf([*left, *right]))).reports
    assert report.text == (
        "The harbour master told the Council of the coast that no ship has left since the storm began.\n\n"
        "Two more are expected before Sunday, said the pilots of the northern quay."
    )


def test_a_page_number_alone_is_no_text_and_a_number_in_a_list_is(read, write):
    page = [*column(LONG, "the storm:", "1", "that sank at the quay."), (300.0, 20.0, 9.0, "1")]
    text = read(write("a.pdf", pdf(page))).texts[0]
    assert text.count("1") == 1 and text.endswith("quay.")


@pytest.mark.parametrize("raw", [pdf(column("Piped words.")), docx("Piped words."), odt("Piped words.")])
def test_a_document_on_standard_input_is_known_by_its_first_bytes(monkeypatch, read, raw):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert read("-").texts == ["Piped words."]
