"""The lists of the page: the signs board, who says what, the sources, and who copied whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tocsin.assess.admiralty import reliability
from tocsin.link.corrections import corrected
from tocsin.model import Claim, Membership, SignState, Source
from tocsin.publish.cited import Shelf
from tocsin.publish.points import Group, Standing, speaker_key
from tocsin.publish.rows import Header, Rows
from tocsin.publish.shown import Member, OriginLine, Point, Sign, Sort, SourceLine, Speaker
from tocsin.read.credits import outlet_names

SHOWING = 3  # claims cited for and against each sign
SORTS: tuple[Sort, ...] = ("party", "named", "unnamed", "outlet")


def point(group: Group, shelf: Shelf, against: int = 0) -> Point:
    """A group with its citations, the shown claim first, and how many origins say the opposite."""
    claims = [group.shown, *(claim for claim in group.claims if claim.id != group.shown.id)]
    return Point(
        citations=shelf.cite([claim.id for claim in claims]),
        origins=len(group.origins),
        reports=len({claim.report for claim in claims}),
        against=against,
        last_at=group.claims[-1].at,
    )


def board(rows: Rows, definitions: Mapping[str, str], shelf: Shelf) -> tuple[Sign, ...]:
    """All signs: those seen first, then those refuted, then those not seen; the playbook's order within."""
    names = [*definitions, *(sign for sign in rows.signs if sign not in definitions)]
    board = [_sign(name, definitions.get(name, name), rows.signs.get(name), shelf) for name in names]
    order = ("corroborated", "reported", "refuted", "not-seen")
    return tuple(sorted(board, key=lambda sign: order.index(sign.state)))


def _sign(name: str, definition: str, row: SignState | None, shelf: Shelf) -> Sign:
    if row is None:
        return Sign(id=name, definition=definition, state="not-seen")
    return Sign(
        id=name,
        definition=definition,
        state=row.state,
        first_at=row.first_at,
        origins=len(row.origins),
        witnesses=row.witnesses,
        reports=len({claim.report for claim in shelf.claims_of(row.claims)}),
        against=len(row.against),
        citations=shelf.cite(cited(row)),
    )


def cited(row: SignState) -> list[str]:
    """The claims that the board cites for a sign and against it."""
    return [*row.claims[:SHOWING], *row.against[:SHOWING]]


def speakers(said: Sequence[Sequence[Claim]], rows: Rows, shelf: Shelf) -> tuple[Speaker, ...]:
    """All claims by who speaks: parties by side, others named, those not named, outlets themselves."""
    by_key: dict[str, list[list[Claim]]] = {}
    outlets = outlet_names(rows.sources.values())
    for group in said:
        parts: dict[str, list[Claim]] = {}
        for claim in group:
            parts.setdefault(speaker_key(claim, rows.sources, outlets), []).append(claim)
        for key, part in parts.items():
            by_key.setdefault(key, []).append(part)
    found = [_speaker(key, groups, rows, shelf) for key, groups in by_key.items()]
    sides = [side.name or name for name, side in rows.watch.sides.items()]
    place = {side: number for number, side in enumerate(sides)}
    found.sort(
        key=lambda s: (SORTS.index(s.sort), place.get(s.side or "", len(sides)), -len(s.points), s.name)
    )
    return tuple(found)


def _speaker(key: str, groups: Sequence[Sequence[Claim]], rows: Rows, shelf: Shelf) -> Speaker:
    claims = [claim for group in groups for claim in group]
    outlet = key.startswith("outlet:")
    source = next((rows.sources.get(c.source) for c in claims if c.speaker.start is None), None)
    side = next((c.speaker.side for c in claims if c.speaker.side), source.side if source else None)
    party = rows.watch.sides.get(side) if side else None
    sort: Sort = (
        "party" if side else "outlet" if outlet else "named" if claims[0].speaker.named else "unnamed"
    )
    names = Counter(claim.speaker.who or " ".join(claim.speaker.name.split()) for claim in claims)
    points = [point(Group(tuple(g), g[0], frozenset(map(shelf.origin, g))), shelf) for g in groups]
    return Speaker(
        name=source.name if source else names.most_common(1)[0][0],
        sort=sort,
        side=(party.name or side) if party else side,
        points=tuple(sorted(points, key=lambda point: point.first.at)),
    )


def _records(rows: Rows, stands: Standing) -> dict[str, Counter[str]]:
    """Of each source how many of its claims there are, and how many were borne out, disputed or taken back."""
    found: dict[str, Counter[str]] = {}

    def count(what: str, claims: Iterable[Claim]) -> None:
        for claim in claims:
            found.setdefault(claim.source, Counter())[what] += 1

    gone = corrected(rows.links)
    count("claims", (claim for claim in rows.claims if claim.kind))
    count("taken_back", (claim for claim in rows.claims if claim.id in gone))
    count("borne_out", (claim for group in stands.known for claim in group.claims))
    count("disputed", stands.contradicted.values())
    return found


def sources(rows: Rows, stands: Standing) -> tuple[SourceLine, ...]:
    """The sources from which anything has come, most reports first, each with its record in this thread."""
    records = _records(rows, stands)
    by_source: dict[str, list[Header]] = {}
    for header in rows.headers.values():
        by_source.setdefault(header.source, []).append(header)
    origins = rows.origin_of
    lines = []
    for name, headers in by_source.items():
        source = rows.sources.get(name, Source(id=name, name=name, kind="unknown"))
        roots = [origins.get(header.id, header.id) for header in headers]
        party = rows.watch.sides.get(source.side) if source.side else None
        lines.append(
            SourceLine(
                id=name,
                name=source.name,
                kind=source.kind,
                country=source.country,
                side=(party.name or source.side) if party else source.side,
                url=source.url,
                reports=len(headers),
                origins=len(set(roots)),
                own=sum(root == header.id for root, header in zip(roots, headers, strict=True)),
                grade=reliability(source)[1],
                **(records.get(name) or Counter()),
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.reports, line.name)))


def origins(rows: Rows) -> tuple[OriginLine, ...]:
    """The origins of more than one report, the most copied first."""
    by_origin: dict[str, list[Membership]] = {}
    for row in rows.origins.values():
        by_origin.setdefault(row.origin, []).append(row)
    lines = []
    for name, members in by_origin.items():
        shown = [_member(row, rows) for row in members if row.report in rows.headers]
        shown.sort(key=lambda m: (m.report_id != name, m.at, m.report))
        if len(shown) > 1:
            lines.append(OriginLine(id=name, first=shown[0], copies=tuple(shown[1:])))
    return tuple(sorted(lines, key=lambda line: (-len(line.copies), line.first.at, line.id)))


def _member(row: Membership, rows: Rows) -> Member:
    header = rows.headers[row.report]
    source = rows.sources.get(header.source)
    return Member(
        report=header.name,
        report_id=header.id,
        source_name=source.name if source else header.source,
        at=header.known,
        rule=row.rule,
    )
