"""Whatever a feed says of its bytes, its letters arrive."""

from __future__ import annotations

import pytest

from tocsin.gather.feeds.characters import characters

FRENCH = "Le préfet n’a pas quitté Niamey – « la garnison est fidèle »"
RUSSIAN = "Гарнизон остался верен присяге, сообщил губернатор области"
CHINESE = "驻军仍然忠诚,省长在电台讲话中说,机场照常开放"


def feed(text: str, codec: str, declared: str | None, extra: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{head}<rss><channel>{extra}<title>{text}</title></channel></rss>".encode(codec)


@pytest.mark.parametrize(
    ("text", "codec", "declared", "charset"),
    [
        (FRENCH, "utf-8", None, None),
        (FRENCH, "utf-8", "iso-8859-1", None),
        (FRENCH, "utf-8", "windows-1251", "koi8-r"),
        (FRENCH, "cp1252", "iso-8859-1", None),
        (FRENCH, "cp1252", "utf-8", None),
        (FRENCH, "cp1252", None, "utf-8"),
        (FRENCH, "cp1252", "no-such-code", None),
        (FRENCH, "utf-16", "utf-16", None),
        (FRENCH, "utf-16-le", "utf-16", None),
        (FRENCH, "utf-8-sig", "iso-8859-1", None),
        (RUSSIAN, "cp1251", "windows-1251", None),
        (RUSSIAN, "cp1251", "utf-8", "windows-1251"),
        (RUSSIAN, "cp1251", "windows-1251", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "utf-8", None),
        (RUSSIAN, "cp1251", "iso-8859-1", None),
        (CHINESE + "囍嗞", "gb18030", "gb2312", None),
        (CHINESE, "gb18030", None, None),
        ("Der Kommandant sagt „nein“ – weiß niemand", "cp1252", "us-ascii", None),
    ],
)
def test_the_letters_are_right_whatever_was_declared(text, codec, declared, charset):
    assert text in characters(feed(text, codec, declared), charset)


def test_a_language_tells_an_encoding_that_nobody_names():
    text = "Dowódca garnizonu zaprzecza: żołnierze są w koszarach"
    assert text in characters(feed(text, "cp1250", None, "<language>pl</language>"))


def test_one_entry_in_another_encoding_spoils_only_itself():
    mixed = feed(FRENCH * 3, "utf-8", "utf-8") + "<b>l’été</b>".encode("cp1252")
    assert FRENCH in characters(mixed) and characters(mixed).endswith("<b>l’été</b>")


def test_signs_of_windows_1252_are_no_control_characters():
    assert characters("<a>didn\u0092t</a>".encode()) == "<a>didn’t</a>"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"\xfe\xff", b"\x00" * 9, bytes(range(256)) * 3])
def test_no_bytes_are_too_odd(raw):
    assert isinstance(characters(raw, "utf-7"), str)
