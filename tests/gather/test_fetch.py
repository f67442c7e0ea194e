"""The fetcher: polite, bounded, and closed to private addresses."""

# ruff: noqa: S104 - addresses and answers stand on one line; none is bound to
from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore
import pytest

from tocsin.gather import Fetcher
from tocsin.gather.aside import Unfit
from tocsin.gather.web.addresses import Guard, is_closed
from tocsin.settings import Settings

from .conftest import OPEN


def refused(fetcher: Fetcher, url: str) -> Unfit:
    with pytest.raises(Unfit) as caught:
        fetcher.get(url)
    return caught.value


class Clock:
    """A clock that stands still but for sleeping and being set."""

    def __init__(self) -> None:
        self.time, self.slept = 1000.0, []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "fec0::1", "3fff::1", "3fff:fff::1", "192.0.0.8", "192.0.0.9", "192.0.0.170", "192.88.99.1", "192.31.196.1",
        "192.52.193.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "192.0.2.1", "198.51.100.7", "203.0.113.9",
        "240.0.0.1", "64:ff9b:1::1", "64:ff9b:1::5db8:d822", "100::1", "100:0:0:1::1", "2001::1", "2001:1::1",
        "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1", "2001:30::1", "2002:5db8:d822::1",
        "2620:4f:8000::1", "5f00::1", "fd12::1", "ff0e::1", "::ffff:93.184.216.34", "4000::1", "1::1", "::2",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "not an address",
    ],
)  # fmt: skip
def test_a_private_address_is_closed_in_every_disguise(address):
    assert is_closed(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "2606:2800:220:1:248:1893:25c8:1946",
        "64:ff9b::5db8:d822",
        "192.0.1.1",
        "192.88.100.1",
        "198.20.0.1",
        "2001:200::1",
        "2001:4860::8888",
        "2003::1",
        "2a00:1450::1",
        "3ffe::1",
    ],
)
def test_a_public_address_is_open(address):
    assert not is_closed(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_a_loopback_source_is_refused_however_it_is_written(site, host):
    with Fetcher(Settings(pace_s=0.0)) as fetcher:
        unfit = refused(fetcher, site.address.replace("127.0.0.1", host) + "/feed")
    assert unfit.reason == "unreachable"
    assert site.asked == []


def test_one_private_address_among_public_ones_closes_the_name(monkeypatch):
    found = [(0, 0, 0, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **more: found)
    with pytest.raises(Unfit, match="TOCSIN_ALLOW_PRIVATE"):
        Guard(allow_private=False).connect_tcp("trap.example", 80)


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch):
    """A second resolution, which could lead elsewhere (DNS rebinding), does not happen."""
    asked, connected = [], []

    def resolve(host, port, **more):
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(self, address, *args):
        connected.append(address)
        raise httpcore.ConnectError("far away")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectError):
        Guard(allow_private=False).connect_tcp("rebind.example", 80)
    assert (asked, connected) == (["rebind.example"], ["93.184.216.34"])


def test_a_redirect_to_a_private_address_is_refused(site, monkeypatch):
    """The first hop is let through here as if it were public; the second is checked like any other."""
    site.pages["/go"] = (302, {"Location": site.address.replace("127.0.0.1", "localhost") + "/inside"}, b"")
    monkeypatch.setattr(
        "tocsin.gather.web.addresses.is_closed", lambda address: address == "::1" or len(site.paths()) > 0
    )
    with Fetcher(Settings(pace_s=0.0)) as fetcher:
        assert refused(fetcher, site.address + "/go").reason == "unreachable"
    assert site.paths() == ["/go"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://x.example/a",
        "gopher://x",
        "http://",
        "//x",
        "",
        "http://[::1",
        "http://\ud800/",
    ],
)
def test_only_web_addresses_are_read(fetcher, url):
    assert refused(fetcher, url).reason == "unreachable"


@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://[", "mailto:a@b"])
def test_a_redirect_leads_to_web_addresses_only(fetcher, site, place):
    site.pages["/go"] = (302, {"Location": place}, b"")
    assert refused(fetcher, site.address + "/go").reason == "unreachable"


def test_redirects_are_followed_and_counted(site):
    for number in range(9):
        site.pages[f"/{number}"] = (301, {"Location": f"/{number + 1}"}, b"")
    site.pages["/9"] = b"there"
    with Fetcher(OPEN) as fetcher:
        answer = fetcher.get(site.address + "/5")
        assert answer is not None and (answer.body, answer.url) == (b"there", site.address + "/9")
        assert "redirects" in refused(fetcher, site.address + "/0").detail


def test_robots_are_asked_once_and_obeyed(fetcher, site):
    site.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /private\n",
        "/open": b"x",
        "/private/page": b"y",
    }
    assert fetcher.get(site.address + "/open") is not None
    assert refused(fetcher, site.address + "/private/page").reason == "robots"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open"]


def test_a_robots_rule_for_us_by_name_is_obeyed(fetcher, site):
    site.pages |= {"/robots.txt": b"User-agent: Tocsin\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "/a": b"x"}
    assert refused(fetcher, site.address + "/a").reason == "robots"


def test_a_site_whose_robots_file_fails_is_not_read(fetcher, site):
    site.pages |= {"/robots.txt": (500, {}, b""), "/a": b"x"}
    assert refused(fetcher, site.address + "/a").reason == "robots"
    assert site.paths() == []


def test_an_unchanged_document_is_no_news_once_it_was_kept(fetcher, site):
    def page(headers):
        return (304, {}, b"") if headers.get("if-none-match") == '"1"' else (200, {"ETag": '"1"'}, b"words")

    site.pages["/a"] = page
    assert fetcher.get(site.address + "/a").body == b"words"
    fetcher.drop()  # it was not taken, so it is read again
    assert fetcher.get(site.address + "/a").body == b"words"
    fetcher.keep()
    assert fetcher.get(site.address + "/a") is None
    fetcher.forget()
    assert fetcher.get(site.address + "/a").body == b"words"


def test_a_body_over_the_bound_is_refused(fetcher, site):
    site.pages["/big"] = b"x" * (OPEN.max_bytes + 1)
    assert refused(fetcher, site.address + "/big").reason == "too-large"


def test_a_decompression_bomb_is_stopped_at_the_bound(fetcher, site):
    packed = gzip.compress(bytes(300_000_000), 9)
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert refused(fetcher, site.address + "/bomb").reason == "too-large"


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("gzip", gzip.compress(b"one ") + gzip.compress(b"two")),
        ("deflate", zlib.compress(b"one two")),
        ("gzip", gzip.compress(b"one two") + bytes(8)),
    ],
    ids=["in two members", "deflate", "padded"],
)
def test_packed_documents_are_unpacked(fetcher, site, name, packed):
    site.pages["/a"] = (200, {"Content-Encoding": name}, packed)
    assert fetcher.get(site.address + "/a").body == b"one two"


WHOLE = gzip.compress(b"Soldiers are in the street. " * 2000)


@pytest.mark.parametrize(
    "packed",
    [WHOLE[:-1], WHOLE[:-9], WHOLE[:40], WHOLE + WHOLE[:30], zlib.compress(b"words")[:-2]],
    ids=["without its last byte", "without its sum", "cut early", "a second member cut", "deflate cut"],
)
def test_a_packed_answer_that_breaks_off_is_taken_in_no_part(fetcher, site, packed):
    site.pages["/a"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert "breaks off" in refused(fetcher, site.address + "/a").detail


@pytest.mark.parametrize("size", [1 << 16, OPEN.max_bytes - 1, OPEN.max_bytes])
def test_a_packed_answer_of_any_size_within_the_bound_is_whole(fetcher, site, size):
    site.pages["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(size)))
    assert len(fetcher.get(site.address + "/a").body) == size


def test_a_redirect_that_says_gzip_and_has_no_body_is_followed(fetcher, site):
    site.pages |= {"/go": (302, {"Location": "/a", "Content-Encoding": "gzip"}, b""), "/a": b"there"}
    assert fetcher.get(site.address + "/go").body == b"there"


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {"Content-Encoding": "br"}])
def test_a_document_that_cannot_be_unpacked_is_unreachable(fetcher, site, headers):
    site.pages["/a"] = (200, headers, b"no archive")
    assert refused(fetcher, site.address + "/a").reason == "unreachable"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 500, 503])
def test_an_error_status_is_told_with_its_mend(fetcher, site, status):
    site.pages["/a"] = (status, {}, b"")
    assert str(status) in refused(fetcher, site.address + "/a").detail


def test_a_host_that_is_not_there_is_unreachable(fetcher):
    assert refused(fetcher, "http://127.0.0.1:9/feed").reason == "unreachable"


def test_a_host_that_asks_for_time_is_left_alone_until_then(site):
    clock = Clock()
    site.pages["/a"] = (429, {"Retry-After": "120"}, b"")
    with Fetcher(OPEN, clock=clock, sleep=clock.sleep) as fetcher:
        first = refused(fetcher, site.address + "/a")
        site.pages["/a"] = b"back"
        clock.time += 119
        assert refused(fetcher, site.address + "/a").detail == first.detail
        assert site.paths() == ["/a"]
        clock.time += 2
        assert fetcher.get(site.address + "/a").body == b"back"
    assert clock.slept == []


def test_retry_after_may_be_a_date(site):
    clock = Clock()
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    site.pages["/a"] = (503, {"Retry-After": later}, b"")
    with Fetcher(OPEN, clock=clock, sleep=clock.sleep) as fetcher:
        refused(fetcher, site.address + "/a")
        clock.time += 3000
        refused(fetcher, site.address + "/a")
    assert site.paths() == ["/a"]


def test_two_requests_to_one_host_keep_their_pace(site):
    clock = Clock()
    site.pages |= {"/a": b"a", "/b": b"b"}
    with Fetcher(Settings(allow_private=True, pace_s=2.0), clock=clock, sleep=clock.sleep) as fetcher:
        fetcher.get(site.address + "/a")
        fetcher.get(site.address + "/b")
    assert clock.slept == [2.0]


def test_a_site_that_asks_for_a_minute_between_pages_is_read_in_a_later_pass(site):
    clock = Clock()
    site.pages |= {"/robots.txt": b"User-agent: *\nCrawl-delay: 60\n", "/a": b"a", "/b": b"b"}
    with Fetcher(OPEN, clock=clock, sleep=clock.sleep) as fetcher:
        fetcher.get(site.address + "/a")
        assert refused(fetcher, site.address + "/b").reason == "unreachable"
        clock.time += 61
        assert fetcher.get(site.address + "/b").body == b"b"
    assert clock.slept == []


def test_a_server_that_drips_is_given_up(site):
    clock = Clock()

    def page(headers):
        clock.time += 100
        return 200, {}, b"x"

    site.pages["/slow"] = page
    with Fetcher(OPEN, clock=clock, sleep=clock.sleep) as fetcher:
        assert "slowly" in refused(fetcher, site.address + "/slow").detail
