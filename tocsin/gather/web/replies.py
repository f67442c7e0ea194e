"""What a server's reply says: its body unpacked, where it leads, how long to wait, why it refuses."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import httpx

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import is_web

LONGEST_ASKED_S = 86_400.0  # a site that asks for more than a day is asked again after a day
_GZIP_OR_ZLIB = 47  # 32 + 15: as the first bytes say, with the largest window
_GZIP = b"\x1f\x8b"


class Reply(NamedTuple):
    """One answer of a server, its body unpacked."""

    status: int
    headers: httpx.Headers
    body: bytes


def unpacked(response: httpx.Response, most: int) -> Iterator[bytes]:
    """The body, decompressed in bounded steps: a small archive of endless zeros must not fill the memory."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in {"identity", ""}:
        yield from response.iter_raw()
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise Unfit("unreachable", f"the answer is packed as {packing!r:.40}, which was not asked for")
    step, unpack = min(most, 1 << 20), zlib.decompressobj(_GZIP_OR_ZLIB)
    begun = False
    try:
        for chunk in response.iter_raw():
            left, begun = chunk, True
            while left:
                yield unpack.decompress(left, step)
                left = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
                if unpack.eof and not left.startswith(_GZIP):
                    break  # what follows the last member is padding
                unpack = zlib.decompressobj(_GZIP_OR_ZLIB) if unpack.eof else unpack
        yield unpack.flush()  # the few bytes of a last piece that was exactly full
    except zlib.error:
        raise Unfit("unreachable", "the answer is packed in a broken way") from None
    if begun and not unpack.eof:  # half a text would be taken for the whole, and the rest for taken back
        raise Unfit("unreachable", "the answer is packed and breaks off; nothing of it was taken")


def checked(url: str) -> httpx.URL:
    """An address of the web, without its fragment. Raises Unfit 'unreachable' for anything else."""
    try:
        target = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise Unfit("unreachable", f"{url!r:.200} is no address") from None
    if not is_web(str(target)):
        raise Unfit("unreachable", f"{url!r:.200} is no web address (http:// or https://)")
    return target.copy_with(fragment=None)


def public(url: str) -> str:
    """The address without a name and password that may stand in it: it is stored and shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def origin(target: httpx.URL) -> str:
    """Scheme, host and port: what a robots.txt is for."""
    return f"{target.scheme}://{target.netloc.decode()}"


def moved(target: httpx.URL, reply: Reply) -> str | None:
    """Where a redirect leads; each hop is checked like the first address."""
    place = reply.headers.get("Location")
    if reply.status not in {301, 302, 303, 307, 308} or not place:
        return None
    try:
        return str(target.join(place))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise Unfit("unreachable", f"redirects to {place!r:.200}, which is no address") from None


def validators(headers: httpx.Headers) -> dict[str, str]:
    """What to ask with next time, so that an unchanged document is not sent again."""
    pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    return {ask: headers[told] for ask, told in pairs if told in headers}


def content_type(headers: httpx.Headers) -> tuple[str, str | None]:
    """The media type in lower case ('' where none is told), and the charset."""
    kind, *parameters = headers.get("Content-Type", "").split(";")
    told = next((p.partition("=")[2] for p in parameters if p.strip().lower().startswith("charset")), "")
    return kind.strip().lower(), told.strip(" \"'") or None


def retry_after(asked: str | None) -> float | None:
    """Retry-After in seconds from now: a number, or a date."""
    try:
        if asked is None:
            return None
        if asked.strip().isdigit():
            return min(float(asked), LONGEST_ASKED_S)
        wait = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
        return min(max(wait, 0.0), LONGEST_ASKED_S)
    except (ValueError, TypeError, OverflowError):
        return None


def refusal(status: int) -> str:
    """What an error status means for the person who named the source."""
    mends = {
        401: "it wants a login, which Tocsin does not have",
        403: "it does not let programs read this address",
        404: "nothing is there; look up the address anew",
        410: "it is gone for good; take the source out",
        429: "too many requests; it is left alone for a while",
        503: "it is busy; it is left alone for a while",
    }
    fault = "the site has a fault of its own" if status >= httpx.codes.INTERNAL_SERVER_ERROR else "refused"
    return f"answered {status}: {mends.get(status, fault)}"
