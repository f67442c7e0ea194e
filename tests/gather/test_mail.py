"""A mail is a report of its sender, in the sender's own words; what it carries are reports of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from .papers import archive, docx

WHEN = "Tue, 30 Apr 2019 09:15:00 -0400"


def mail(text: str, *, sender: str = "Harbour Office <Office@Port.example>", **heads: str) -> EmailMessage:
    message = EmailMessage()
    for name, told in {"From": sender, "Date": WHEN, "Subject": "Ferries", **heads}.items():
        message[name] = told
    message.set_content(text)
    return message


def test_a_mail_is_its_senders_report_of_the_minute_it_was_sent(read, write):
    facts = read(
        write("note.eml", mail("No ferry sails.\n", Subject="=?utf-8?q?Re=3A_F=C3=A4hren?=").as_bytes())
    )
    (report,) = facts.reports
    assert (report.source, report.title, report.text) == ("office@port.example", "Fähren", "No ferry sails.")
    assert report.published == datetime(2019, 4, 30, 13, 15, tzinfo=UTC)
    assert facts.sources["office@port.example"].name == "Harbour Office"


@pytest.mark.parametrize(
    "below",
    [
        "On Mon, 29 Apr 2019 at 10:00, Ana <ana@x.example> wrote:\n> The mayor fled.\n> He did.\n",
        "Le lun. 29 avr. 2019 à 10:00, Ana <ana@x.example> a écrit :\n> Le maire a fui.\n",
        "El lun, 29 abr 2019 a las 10:00, Ana escribió:\n\n> El alcalde huyó.\n",
        "> The mayor fled.\n> He did.\n> Surely.\n",
        "-- \nJ. Doe\nHarbour Office\n",
        "Sent from my telephone\n",
    ],
)
def test_what_is_quoted_or_signed_is_not_the_senders_word(read, write, below):
    facts = read(write("a.eml", mail(f"The ferries sail again.\n\n{below}").as_bytes()))
    assert facts.texts == ["The ferries sail again."]


def test_an_answer_below_a_quotation_is_kept(read, write):
    text = "On Mon, 29 Apr 2019 at 10:00, Ana wrote:\n> Do they sail?\n> Today?\n\nThey do not sail.\n"
    assert read(write("a.eml", mail(text).as_bytes())).texts == ["They do not sail."]


def test_a_forwarded_mail_is_a_report_of_who_wrote_it(read, write):
    text = (
        "For you.\n\n---------- Forwarded message ---------\nFrom: Ministry Press <press@ministry.example>\n"
        "Date: Mon, 29 Apr 2019 08:00:00 -0400\nSubject: Ports\nTo: Office <office@port.example>\n\n"
        "The ministry denies that the port is closed.\n"
    )
    note, passed = read(write("a.eml", mail(text).as_bytes())).reports
    assert (note.source, note.text) == ("office@port.example", "For you.")
    assert (passed.source, passed.title) == ("press@ministry.example", "Ports")
    assert passed.text == "The ministry denies that the port is closed."
    assert passed.published == datetime(2019, 4, 29, 12, tzinfo=UTC)


def test_a_mail_attached_to_a_mail_keeps_its_own_sender_and_date(read, write):
    outer = mail("")
    outer.add_attachment(mail("Old words.", sender="b@x.example", Date="Sun, 28 Apr 2019 08:00:00 +0000"))
    (report,) = read(write("a.eml", outer.as_bytes())).reports
    assert (report.source, report.text) == ("b@x.example", "Old words.")
    assert report.published == datetime(2019, 4, 28, 8, tzinfo=UTC)


def test_attachments_are_reports_of_the_sender_and_pictures_are_passed_over(read, write):
    message = mail("See the paper.")
    for name, raw in {
        "paper.docx": docx("The port is open."),
        "logo.png": b"\x89PNG",
        "list.exe": b"MZ",
    }.items():
        message.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    facts = read(write("a.eml", message.as_bytes()))
    assert facts.texts == ["See the paper.", "The port is open."]
    assert {(r.source, r.published) for r in facts.reports} == {
        ("office@port.example", datetime(2019, 4, 30, 13, 15, tzinfo=UTC))
    }
    assert facts.reasons == ["unreadable-file"] and "list.exe" in facts.aside[0].where


def test_the_plain_version_is_read_unless_it_only_points_at_the_other(read, write):
    both = mail("The ferry has landed at noon.")
    both.add_alternative("<p>The ferry has landed at noon.</p><style>p {}</style>", subtype="html")
    poor = mail("View in a browser.")
    rich = "<p>The ferry landed at noon, and the second one follows in the evening, says the port.</p>"
    poor.add_alternative(rich + "<blockquote type=cite>Did it?</blockquote>", subtype="html")
    write("m/a.eml", both.as_bytes())
    facts = read(write("m/b.eml", poor.as_bytes()).parent)
    assert facts.texts == ["The ferry has landed at noon.", rich[3:-4]]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "koi8-r"])
def test_words_of_a_mail_survive_their_charset(read, write, charset):
    words = "Паром пришёл" if charset == "koi8-r" else "Die Fähre läuft"
    head = (
        f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    )
    assert read(write("a.eml", head.encode() + words.encode(charset))).texts == [words]


def test_a_date_that_is_none_loses_no_mail(read, write):
    (report,) = read(write("a.eml", mail("Words.", Date="yesterday, or so").as_bytes())).reports
    assert report.published is None and report.fetched is not None


def test_the_mails_of_a_mailbox_are_told_apart_and_keep_their_names_in_another_order(read, write):
    first, second = (
        b"From x@y Tue Apr 30 09:15:00 2019\n"
        + mail(f"Words {n}.\n\n>From here on, none.\n").as_bytes()
        + b"\n"
        for n in (1, 2)
    )
    one = read(write("one/a.mbox", first + second)).reports
    other = read(write("two/a.mbox", second + first)).reports
    assert [r.text.split("\n")[0] for r in one] == ["Words 1.", "Words 2."]
    assert "From here on" in one[0].text
    assert {r.id for r in one} == {r.id for r in other}


def test_mails_are_known_by_their_first_lines_where_the_name_tells_nothing(read, write):
    assert read(write("mailbox", mail("Plain words.").as_bytes())).texts == ["Plain words."]


def test_what_is_no_mail_says_so(read, write):
    assert read(write("a.eml", "just a line")).reasons == ["bad-record"]


def test_a_sender_of_brackets_in_brackets_is_read(read, write):
    assert read(write("a.eml", b"From: " + b"(" * 50_000 + b"\n\nWords.\n")).texts == ["Words."]


def test_an_archive_is_read_file_by_file_and_paths_lead_nowhere(read, write):
    raw = archive(
        {"../../up.txt": "Up words.", "x/in.docx": docx("In words."), "__MACOSX/a.txt": "no", "b.exe": "MZ"}
    )
    facts = read(write("a.zip", raw))
    assert facts.texts == ["Up words.", "In words."]
    assert facts.reasons == ["unreadable-file"] and "b.exe" in facts.aside[0].where


def test_archives_are_read_two_deep(read, write):
    two = archive({"b.zip": archive({"c.txt": "Deep words."})})
    assert read(write("a.zip", two)).texts == ["Deep words."]
    assert read(write("b.zip", archive({"a.zip": two}))).reasons == ["too-large"]


def test_an_archive_that_unpacks_without_end_is_put_aside_and_what_came_before_is_kept(read, write):
    bomb = {f"{n:02}.jsonl": b"\n" * 1_500_000 for n in range(8)}
    facts = read(write("a.zip", archive({"0.txt": "First words.", **bomb})))
    assert facts.texts == ["First words."] and facts.reasons == ["too-large"]


def test_a_packed_file_is_read_by_the_name_inside(read, write):
    import gzip

    assert read(write("a.csv.gz", gzip.compress(b"source,text\nx,Packed row\n"))).texts == ["Packed row"]
    assert read(write("b.jsonl.gz", gzip.compress(b"\n" * 3_000_000))).reasons == ["too-large"]
    assert read(write("c.txt.gz", b"\x1f\x8bbroken")).reasons == ["unreadable-file"]


def test_a_locked_archive_says_so(read, write):
    raw = bytearray(archive({"a.txt": "Words."}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1
    facts = read(write("a.zip", bytes(raw)))
    assert facts.reasons == ["unreadable-file"] and "password" in facts.aside[0].detail


def test_a_mail_of_blank_lines_takes_no_longer_than_its_length(read, write):
    # Minutes, if each of the lines were a place to begin at.
    quoted = "> said\n" + "\n" * 60_000
    assert read(write("a.eml", mail(f"Words.\n{quoted}The end.\n").as_bytes())).texts == [
        "Words.\n\nThe end."
    ]
