"""Who published an entry of a feed."""

from __future__ import annotations

from urllib.parse import urlsplit

from tocsin.gather.claimed import passed_on
from tocsin.gather.drafts import is_web
from tocsin.model import Source


def publisher(name: str | None, site: str | None, source: Source) -> Source:
    """The feed's own source, or the outlet that the entry names, as passed on by the feed.

    `name` and `site` are what the entry says of where it comes from (RSS and Atom `<source>`).
    """
    if not name or name == source.name or (site and source.url and _host(site) == _host(source.url)):
        return source  # the feed itself, or a section of the same site
    return passed_on(name, source, site if site and is_web(site) else None)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
