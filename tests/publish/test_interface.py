"""The page's words: whole in every language, chosen as the reader would choose, and none left in another."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import tocsin.publish
from tocsin.errors import InputError
from tocsin.model import Update
from tocsin.publish.interface import chosen, english, tables
from tocsin.publish.interface.table import Interface, values_of
from tocsin.publish.shown import clock, percent
from tocsin.publish.site import site
from tocsin.publish.web import create_app, pages
from tocsin.publish.web.reader import Reader
from tocsin.settings import Settings
from tocsin.store.contract import Fact
from tocsin.store.sqlite import SQLiteStore
from tocsin.thread import catch_up
from tocsin.watch import Watch

from .served import Client
from .thread_by_hand import Small, assessment, at, drawn, empty

PUBLISH = Path(tocsin.publish.__file__).parent
TEMPLATES = sorted((PUBLISH / "web" / "templates").glob("*.html"))
CARACAS = ZoneInfo("America/Caracas")
NAMES = {"Tocsin", "JSON", "JSON-LD", "404 · Tocsin"}


def _entries(table: Interface) -> Iterator[tuple[str, Any]]:
    for group, words in table.words.items():
        for name, entry in words.items():
            yield f"{group}.{name}", entry


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


OTHERS = [name for name in tables() if name != "en"]


def test_there_is_a_spanish_page() -> None:
    assert list(tables()) == ["en", "es"]
    assert [one.name for one in tables().values()] == ["English", "Español"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_table_has_the_same_keys_forms_and_places(language: str) -> None:
    ours, theirs = dict(_entries(english())), dict(_entries(tables()[language]))
    assert ours.keys() == theirs.keys()
    for key, entry in ours.items():
        assert type(entry) is type(theirs[key]), key
        for one, other in zip(values_of(entry), values_of(theirs[key]), strict=True):
            # what is doubted and what is held to be so stand in for each other
            assert {p if p != "fact" else "asked" for p in _places(one)} == {
                p if p != "fact" else "asked" for p in _places(other)
            }, key


@pytest.mark.parametrize("language", list(tables()))
def test_a_table_holds_text_and_no_markup_and_dates_are_whole(language: str) -> None:
    table = tables()[language]
    for key, entry in _entries(table):
        for words in values_of(entry):
            assert words.strip() == words and words, key
            assert not set('<>&"') & set(words), key
    names = table.dates
    assert len(set(names.months)) == len(set(names.months_long)) == 12
    assert len(set(names.weekdays)) == len(set(names.weekdays_long)) == 7


def test_no_words_are_kept_that_nothing_says() -> None:
    sources = [*PUBLISH.rglob("*.py"), *PUBLISH.rglob("*.html"), *PUBLISH.rglob("*.js")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    open_lists = set(re.findall(r'\.named\(\s*"(\w+)"', text)) | {"verdict"}  # whose names are values
    said = {f"live.{name}" for name in re.findall(r'(?:told|words)\("(\w+)"', text)}
    filters = {f"updates.{name}" for name in ("sign", "actor", "place", "source")}
    warned = {"warning.paused", "warning.paused_stale"}
    for key, _ in _entries(english()):
        group, name = key.split(".", 1)
        if group not in open_lists and key not in said | filters | warned:
            # a count is asked for by its name alone
            asked = name if group == "count" else key
            assert re.search(rf"""["']{re.escape(asked)}["']""", text), f"{key} is said nowhere"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_in_a_language_of_its_own(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.findall(r'(?:aria-label|title|alt|placeholder)="[^"{]*[A-Za-z]', text)
    bare = re.sub(r"\{\{.*?\}\}", "", text, flags=re.DOTALL)
    bare = re.sub(r"<[^>]*>", "\n", bare)
    assert {line.strip() for line in bare.splitlines() if re.search(r"[A-Za-z]", line)} - {
        "&quot;", "· Tocsin", "JSON-LD", "JSON", "Tocsin"
    } == set()  # fmt: skip


def test_times_numbers_and_shares_are_written_as_the_language_writes_them() -> None:
    time = datetime(2019, 5, 1, 12, 5, tzinfo=UTC)
    en, es = english(), tables()["es"]
    assert en.clock(time, CARACAS) == clock(time, CARACAS) == "Wed 01 May 08:05"
    assert es.clock(time, CARACAS) == "mié 1 may 08:05"
    assert en.day(time, CARACAS) == "Wednesday 01 May 2019, 08:05"
    assert es.day(time, CARACAS) == "miércoles 1 de mayo de 2019, 08:05"
    assert [es.count("reports", number) for number in (0, 1, 3000)] == [
        "0 publicaciones", "1 publicación", "3.000 publicaciones"
    ]  # fmt: skip
    for share in (0, 0.004, 0.005, 0.345, 0.5, 0.995, 0.9951, 1):
        assert en.share(share) == percent(share)
    assert [es.share(share) for share in (0, 0.5, 1)] == [
        "menos del 1\u00a0%", "50\u00a0%", "más del 99\u00a0%"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "less than a minute"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (2879, "47 hours"),
        (2880, "2 days"),
    ],
)
def test_an_age_is_told_in_its_largest_whole_unit(minutes: int, words: str) -> None:
    assert english().age(timedelta(minutes=minutes)) == words


def test_words_are_filled_with_text_that_cannot_act() -> None:
    said = english()("disputed.holder", name="<b>\u202e", time="now")
    assert said == "&lt;b&gt;⟨U+202E⟩ since now"
    assert english().named("rule", "a-rule-of-tomorrow") == "a rule of tomorrow"
    assert english().named("reason", "new-reason", number=2) == "2 new reason"


@pytest.mark.parametrize(
    ("asked", "accepted", "languages", "given"),
    [
        ("", "", (), "en"),
        ("es", "en", ("en",), "es"),
        ("fr", "es", (), "es"),
        ("", "es-VE,es;q=0.9,en;q=0.8", ("en",), "es"),
        ("", "en;q=0.1, ES;q=0.2", (), "es"),
        ("", "es;q=0, en", (), "en"),
        ("", "fr, de;q=0.5", ("fr", "es"), "es"),
        ("", "es;q=nonsense, *;q=x", (), "en"),
        ("", "," * 5000 + "es", (), "en"),
        ("../es", "", ("pt",), "en"),
    ],
)
def test_the_language_is_the_readers_choice(
    asked: str, accepted: str, languages: tuple[str, ...], given: str
) -> None:
    assert chosen(asked, accepted, languages).language == given


def _client(path: Path) -> Client:
    return Client(create_app(path, settings=Settings()))


def test_the_page_follows_the_browser_and_says_which_language_it_is(database: Path) -> None:
    client = _client(database)
    spanish = client.get("/", headers={"Accept-Language": "es-MX"})
    assert '<html lang="es" dir="ltr">' in spanish.text
    assert spanish.headers["content-language"] == "es"
    assert "Accept-Language" in spanish.headers["vary"]
    plain = client.get("/")
    assert '<html lang="en" dir="ltr">' in plain.text
    assert plain.headers["etag"] != spanish.headers["etag"]
    same = {"Accept-Language": "es-MX", "If-None-Match": spanish.headers["etag"]}
    assert client.get("/", headers=same).status_code == 304
    assert client.get("/", headers={**same, "Accept-Language": "en"}).status_code == 200


def test_a_watch_in_spanish_has_a_page_in_spanish(tmp_path: Path) -> None:
    from tocsin.watch import parse

    from .thread_by_hand import WATCH

    empty(tmp_path / "t.db", parse('languages = ["pt", "es"]\n' + WATCH)).close()
    assert '<html lang="es"' in _client(tmp_path / "t.db").get("/").text


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and "hreflang" not in values:
            self.found.append(values.get("href") or "#")


@pytest.mark.parametrize(
    "address", ["/?lang=es", "/?lang=es&since=1&order=oldest", "/?as_of=2019-04-30T06:07&lang=es", "/reports/r1?lang=es", "/reports/none?lang=es"]
)  # fmt: skip
def test_every_link_keeps_the_language_that_was_asked_for(database: Path, address: str) -> None:
    links = _Links(_client(database).get(address).text).found
    own = [link for link in links if link.startswith("/") and not re.match(r"/(api|feed|liveblog)", link)]
    assert own and all(re.search(r"[?&]lang=es(&|#|$)", link) for link in own), own


def test_forms_keep_the_language_and_updates_lead_back_to_it(database: Path) -> None:
    client = _client(database)
    html = client.get("/?lang=es").text
    assert html.count('<input type="hidden" name="lang" value="es">') == html.count("<form")
    assert client.get("/updates/1?lang=es").headers["location"] == "/?before=2&lang=es#u1"
    assert client.get("/updates/1").headers["location"] == "/?before=2#u1"
    assert "lang=" not in "".join(_Links(client.get("/").text).found)  # nothing was asked for


def test_an_error_is_told_in_the_readers_language(database: Path, tmp_path: Path) -> None:
    client = _client(database)
    assert "no es una hora válida" in client.get("/?as_of=x&lang=es").text
    assert "aún no ha llegado" in client.get("/?as_of=2999-01-01&lang=es").text
    assert "no es el número de ninguna actualización" in client.get("/?since=x&lang=es").text
    assert "No hay ninguna publicación con ese nombre" in client.get("/reports/none?lang=es").text
    assert "No hay ninguna página en esta dirección" in client.get("/none?lang=es").text
    assert "is no time" in client.get("/api/thread?as_of=x&lang=es").json()["error"]  # programs read English
    gone = _client(tmp_path / "none.db").get("/?lang=es")
    assert gone.status_code == 503 and "El hilo no se puede leer" in gone.text


def test_a_language_that_was_asked_for_is_made_ahead_for_the_next_pass(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.db"
    store = Small(path).store
    reader, made = Reader(path), []
    thread = pages.thread
    monkeypatch.setattr(
        pages, "thread", lambda *args, words, **rest: made.append(words.language) or thread(*args, words=words, **rest)
    )  # fmt: skip
    reader.prepare()
    assert made == ["en"]
    assert reader.page(None, accepted="es").language == "es"
    reader.page(None, accepted="es-VE")
    assert made == ["en", "es"]  # made once for all who read Spanish
    update = Update(seq=3, at=at(30), why="claim", text="The radio is back.", cites=(), key="3")
    drawn(store, 30, [], [assessment(3, 30, 0.4), update])
    store.close()
    reader.prepare()
    assert made == ["en", "es", "en", "es"]
    reader.page(None, accepted="es")
    reader.page(None)
    assert len(made) == 4


def test_updates_and_quotes_keep_their_own_language(database: Path) -> None:
    html = _client(database).get("/?lang=es").text
    assert '<p class="tell" lang="en" dir="ltr">' in html
    assert re.search(r'<blockquote class="words" lang="en" dir="auto">', html)


class _Said(HTMLParser):
    """The texts of a page that are its own words: those that elements with a language, names and times hold are not."""

    VOID = frozenset({"meta", "link", "input", "path", "polygon", "polyline", "br", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._stack: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name in ("aria-label", "title", "alt", "placeholder"):
            if values.get(name) and not (self._stack and self._stack[-1]):
                self.texts.append(str(values[name]))
        if tag not in self.VOID:
            foreign = ("lang" in values and tag != "html") or tag in {"bdi", "time", "h1", "code"}
            self._stack.append(foreign or bool(self._stack and self._stack[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self._stack.pop()

    def handle_data(self, data: str) -> None:
        if self._stack and not self._stack[-1] and re.search(r"[^\W\d_]{2}", re.sub(r"\d km$", "", data)):
            self.texts.append(" ".join(data.split()))


def _names(store: SQLiteStore) -> set[str]:
    """Whatever stands on the page as the watch, the sources and the reports have it."""
    from tocsin.publish.choosing import offers
    from tocsin.publish.view import view

    shown = view(store)
    own = {sign.id for sign in store.watch().signs}
    return {
        *NAMES,
        shown.question,
        *(" ".join(report.title.split()) for report in store.reports()),
        *(name for name, _ in (pair for kind in ("actor", "place", "source") for pair in offers(shown)[kind])),
        *(sign.definition for sign in shown.signs if sign.id in own),
        *(source.country or "" for source in shown.sources),
        *(place.name for place in shown.places),
    }  # fmt: skip


def _opened(path: Path) -> closing[SQLiteStore]:
    return closing(SQLiteStore(path, create=False))


@pytest.fixture(scope="module")
def morning(caracas_morning: tuple[Watch, list[Fact]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first forty reports of Caracas, read."""
    path = tmp_path_factory.mktemp("morning") / "t.db"
    following, facts = caracas_morning
    store = SQLiteStore(path)
    for _ in catch_up(following, store, facts, now=datetime(2019, 4, 30, 12, 0, tzinfo=UTC)):
        pass
    store.close()
    return path


@pytest.mark.parametrize("address", ["/", "/?since=3", "/?before=5", "/?source=x", "/?as_of=2019-04-30T07:00", "/reports/r001", "/none"])  # fmt: skip
def test_no_english_word_of_the_interface_is_left_on_the_spanish_page(morning: Path, address: str) -> None:
    client = _client(morning)
    ours, theirs = (
        _Said(client.get(address, headers={"Accept-Language": language}).text).texts
        for language in ("en", "es")
    )
    with _opened(morning) as store:
        names = _names(store)
    assert len(theirs) > 3
    assert set(ours) & set(theirs) - names == set()


def test_the_playbooks_signs_and_answer_are_in_spanish_and_the_watchs_own_sign_is_not(morning: Path) -> None:
    html = _client(morning).get("/?lang=es").text
    assert "haya comenzado un intento" in html or "ha comenzado un intento" in html
    assert "Tropas o blindados fuera de lo habitual" in html
    assert "that an attempt has begun" not in _Said(html).texts
    with _opened(morning) as store:
        assert store.watch().signs  # else this test looks at nothing
        for sign in store.watch().signs:
            assert sign.definition in html
    # data keeps the playbook's own words
    assert "an attempt has begun" in _client(morning).get("/api/thread?lang=es").text


def test_a_site_is_written_in_the_language_that_is_asked_for(small: Small, tmp_path: Path) -> None:
    site(small.store, tmp_path / "es", language="es")
    index = (tmp_path / "es" / "index.html").read_text("utf-8")
    assert '<html lang="es" dir="ltr">' in index and "Lo que sabemos" in index
    assert "Copia del hilo en archivos" in index and "lang=es" not in index and "hreflang" not in index
    (report, *_) = (tmp_path / "es" / "reports").iterdir()
    assert "Afirmaciones en esta publicación" in report.read_text("utf-8")
    site(small.store, tmp_path / "own")
    assert '<html lang="en"' in (tmp_path / "own" / "index.html").read_text("utf-8")
    with pytest.raises(InputError, match="there are en, es"):
        site(small.store, tmp_path / "xx", language="xx")
