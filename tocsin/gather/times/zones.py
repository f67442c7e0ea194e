"""Names of time zones: 'CET', 'EDT', 'IST'. Most mean one thing; the rest depend on who writes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

#: What a name means where nobody says otherwise, in minutes east of UTC.
_COMMON = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "IST": 330, "CET": 60, "CEST": 120,
    "MEZ": 60, "MESZ": 120, "MET": 60, "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "MSD": 240, "МСК": 180,
    "TRT": 180, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60, "WAST": 120, "IRST": 210, "AFT": 270,
    "PKT": 300, "NPT": 345, "MMT": 390, "ICT": 420, "WIB": 420, "WITA": 480, "WIT": 540, "HKT": 480, "SGT": 480,
    "PHT": 480, "KST": 540, "JST": 540, "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480,
    "HST": -600, "BRT": -180, "BRST": -120, "ART": -180, "CLT": -240, "CLST": -180, "VET": -240, "BOT": -240,
    "COT": -300, "PET": -300, "ECT": -300, "UYT": -180, "PYT": -180, "GFT": -180,
}  # fmt: skip
#: Names that mean whatever the clocks of a region show that day.
_REGIONS = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "AT": "America/Halifax",
}  # fmt: skip
_SAID = {
    "EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "BST": "Europe/London", "CET": "Europe/Paris",
    "CEST": "Europe/Paris", "MSK": "Europe/Moscow", "VET": "America/Caracas", "TRT": "Europe/Istanbul", **_REGIONS,
}  # fmt: skip


def named(name: str, country: str | None = None) -> tzinfo | None:
    """The zone of a name, by the country of who writes it where that has one so called; None for no zone.

    'IST' is Israel's in Israel, Ireland's in Ireland and else India's.
    """
    name = name.upper()
    own = _own(country.upper()).get(name) if country else None
    minutes = _COMMON.get(name) if own is None else own
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
    return ZoneInfo(_REGIONS[name]) if name in _REGIONS else None


def spoken(name: str, country: str | None = None) -> tzinfo | None:
    """The zone of a name as people say it beside a clock: 'EST' in July is what clocks in New York show."""
    region = _SAID.get(name.upper())
    own = country and name.upper() in _own(country.upper())
    return ZoneInfo(region) if region and not own else named(name, country)


def country_of(zone: tzinfo) -> str | None:
    """The country of a zone of the IANA data ('Africa/Bamako': ML), None for one that has none."""
    return get_global("zone_territories").get(getattr(zone, "key", ""))


@lru_cache(maxsize=300)
def _own(country: str) -> dict[str, int]:
    """The names of the zones of a country in winter and summer (IANA), in minutes east of UTC."""
    found: dict[str, int] = {}
    for key in get_global("territory_zones").get(country, []):
        for month in (1, 7):
            time = datetime(2026, month, 1, tzinfo=ZoneInfo(key))
            name, offset = time.tzname(), time.utcoffset()
            if name and name.isalpha() and offset is not None:
                found.setdefault(name, int(offset.total_seconds() // 60))
    return found
