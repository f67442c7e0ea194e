"""Commands that look at a thread: thread, explain, export, rebuild."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tocsin import thread as flow
from tocsin.assess import filter as hmm
from tocsin.assess import without
from tocsin.assess.explain import Move, begun, course, moves, outlook
from tocsin.assess.playbook import Playbook, signs_of
from tocsin.assess.playbook import of as playbook_of
from tocsin.assess.prior import table
from tocsin.assess.record import sentences
from tocsin.assess.words import expression
from tocsin.commands.common import (
    AsJson,
    AsOf,
    Database,
    WatchPath,
    console,
    moment,
    opened,
    out,
    say,
    target,
)
from tocsin.errors import InputError, StoreError
from tocsin.model import STATES, Assessment, Claim, Decision, Evidence, SignState, Update
from tocsin.publish import wording
from tocsin.publish.editorial import waiting
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Watch

NO_NEWS = "Sources that were due were heard, and told of none of the signs"
SHOWN = 3  # rows of the ledger shown for each sign


def thread(
    watch: WatchPath = None, *, db: Database = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Print the page as text: the answer, what is known, disputed and unknown, the signs, the updates."""
    from tocsin.publish.text import page  # noqa: PLC0415
    from tocsin.publish.view import as_dict, view  # noqa: PLC0415

    store = opened(watch, db)
    shown = view(
        store, as_of=moment(as_of, store.watch()), definitions=signs_of(store.watch()), now=datetime.now(UTC)
    )
    if as_json:
        out(json.dumps(as_dict(shown), ensure_ascii=False, indent=2))
    else:
        out(page(shown, width=min(console.width, 110), colour=console.is_terminal))


def export(
    watch: WatchPath = None,
    *,
    db: Database = None,
    what: Annotated[
        str,
        typer.Option(
            "--what",
            help="claims, unknowns, signs, origins, links, updates, assessments, reports or evidence; "
            "or site, the whole thread as files that any web server serves.",
        ),
    ],
    format: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
    out_: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to write [default: standard output]; of a site, the folder."
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="Where the site will be served: its feeds say so."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="TAG",
            help="The language of the site's pages: en or es [default: the watch's first].",
        ),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write one noun of the thread as JSON lines or CSV, or all of it as a web site."""
    from tocsin.publish.exports import FORMATS, WHAT, write  # noqa: PLC0415
    from tocsin.publish.exports import export as rows  # noqa: PLC0415

    if what == "site":
        if out_ is None or as_of is not None or format != "jsonl":
            raise InputError(
                "--what site: name a new folder with --out; it takes neither --format nor --as-of"
            )
        from tocsin.publish.site import site  # noqa: PLC0415

        say(f"{site(opened(watch, db), out_, address=address, language=language):,} files in {out_}")
        return
    if address is not None or language is not None:
        raise InputError(f"{'--address' if address else '--language'}: only a site has one (--what site)")
    if what not in WHAT:
        raise InputError(f"--what {what!r}: choose one of {', '.join((*WHAT, 'site'))}")
    if format not in FORMATS:
        raise InputError(f"--format {format!r}: choose one of {', '.join(FORMATS)}")
    store = opened(watch, db)
    found = rows(store, what, as_of=moment(as_of, store.watch()))
    with target(out_) as handle:
        write(found, handle, format)


def rebuild(watch: WatchPath = None, *, db: Database = None) -> None:
    """Draw every conclusion again from the journal and compare: the outcome must be identical."""
    store = opened(watch, db)
    before = store.digest()
    after = flow.rebuild(store)
    out(after)
    if before == after:
        say(f"identical: {len(store.ticks())} passes drawn again from {store.count('report')} reports")
    else:
        say(
            f"different: it was {before}. The rules of this version draw other conclusions from the same journal."
        )


def approve(
    watch: WatchPath = None,
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[NUMBER ...]", help="Updates to publish.")
    ] = None,
    *,
    db: Database = None,
    reject: Annotated[bool, typer.Option("--reject", help="Hold them back instead.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")] = "editor",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
) -> None:
    """Publish or hold back updates by their number; without numbers list those that wait for an editor."""
    if watch is not None and db is not None and watch.name.isdigit():  # "approve --db FILE 3": 3 is no watch
        numbers = [int(watch.name), *(numbers or [])]
    store = opened(watch, db)
    if not numbers:
        rows = waiting(store)
        for update in rows:
            out(f"{update.seq:>4}  {update.at.astimezone(store.watch().zone):%d %b %H:%M}  {update.text}")
        say(f"{len(rows)} update{'s' * (len(rows) != 1)} wait for an editor")
        return
    known = {update.seq for update in store.rows(Update)}
    if unknown := sorted(set(numbers) - known):
        raise InputError(
            f"there is no update {', '.join(map(str, unknown))}; they are numbered 1 to {len(known)}"
        )
    now = datetime.now(UTC)
    for number in numbers:
        kind: Literal["approve", "reject"] = "reject" if reject else "approve"
        flow.decide(store, Decision(kind=kind, target=f"u-{number}", by=by, at=now, reason=reason), now=now)
    say(f"{len(numbers)} update{'s' * (len(numbers) != 1)} {'held back' if reject else 'published'}")


def explain(
    watch: WatchPath = None,
    *,
    db: Database = None,
    as_of: AsOf = None,
    leave_out: Annotated[
        str | None,
        typer.Option(
            "--without",
            metavar="NAME",
            help="A source, an origin or a sign: what would the number be without it?",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say why the probability is what it is: every movement with its sign, its witness and its weight."""
    store = opened(watch, db)
    chosen = store.watch()
    ticks = store.ticks(upto=moment(as_of, chosen), last=1)
    if not ticks:
        raise StoreError("nothing has been assessed by then")
    assessment = store.latest(Assessment, tick=ticks[0].number)[0]
    ledger = store.rows(Evidence, tick=ticks[0].number)
    if leave_out is not None:
        out(_without(chosen, ledger, assessment, leave_out, store))
        return
    board = {state.sign: state for state in store.rows(SignState, tick=ticks[0].number)}
    if as_json:
        out(json.dumps(_as_json(chosen, assessment, ledger, board), ensure_ascii=False, indent=2))
        return
    for line in _argument(chosen, assessment, ledger, board, store):
        out(line)


def _start(playbook: Playbook, start: float) -> str:
    usual = begun(hmm.prior(playbook))
    if abs(start - usual) < 0.01 * usual:
        return "the playbook's prior"
    return (
        f"the playbook's prior of {usual:.2%} by the country's record of attempts (table of {table().date})"
    )


def _argument(
    watch: Watch, now: Assessment, ledger: list[Evidence], board: dict[str, SignState], store: SQLiteStore
) -> list[str]:
    playbook = playbook_of(watch)
    definitions = signs_of(watch)
    cited = store.by_id(Claim, [name for row in ledger for name in row.claims])
    sources = store.sources()
    local = now.at.astimezone(watch.zone)
    start = begun(ledger[0].before) if ledger else now.begun
    lines = [
        watch.question,
        f"As of {local:%A %d %B %Y, %H:%M} ({watch.timezone}): {now.words}, {now.begun:.1%} (range {now.low:.0%} to {now.high:.0%}).",
        "  " + "   ".join(f"{name} {p:.1%}" for name, p in zip(STATES, now.states, strict=True)),
        "",
        *([_DARK] if now.blackout else []),
        f"The question is whether {playbook.asked}. It started at {start:.2%}, {_start(playbook, start)}.",
        *_in_short(moves(ledger), definitions),
        "",
        "What moved it, the strongest first (percentage points):",
    ]
    for move in moves(ledger):
        lines += _told(move, definitions, cited, sources, watch)
    ahead = outlook(playbook, now, board)
    rises = [o for o in ahead if o.begun > now.begun]
    falls = [o for o in ahead if o.begun < now.begun]
    for way, found in (("up", rises), ("down", falls)):
        lines += ["", f"Not seen so far, and would move it {way} most (one good witness each):"]
        lines += [
            f"  {definitions[o.sign]}: {expression(o.begun)} ({o.begun:.0%}), then leading: {o.leading}"
            for o in found[:3]
        ] or ["  none of the signs that are left"]
    later = course(playbook, now, 24)
    lines += ["", f"The likely course from here: {playbook.answers[now.leading]}"]
    lines += [f"  {sentence}" for sentence in sentences(playbook, now.leading)]
    lines += [
        "  If nothing more were heard for a day: " + ", ".join(f"{name} {p:.0%}" for name, p in later.items())
    ]
    return lines


_DARK = "The networks are cut: that nobody reports says nothing, and the range is wider."


def _in_short(found: list[Move], definitions: dict[str, str]) -> list[str]:
    """The argument in two sentences: what speaks for it most, and what against it."""
    lines: list[str] = []
    for words, chosen in (
        ("For it speak most", [m for m in found if m.sign and m.log_odds > 0 and m.change > 0]),
        ("Against it", [m for m in found if m.sign and m.log_odds < 0 and m.change < 0]),
    ):
        named = [_lower(definitions.get(m.sign or "", NO_NEWS)) for m in chosen[:3]]
        lines += [f"{words}: {'; '.join(named)}."] if named else []
    return lines


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def _told(
    move: Move, definitions: dict[str, str], cited: dict[str, Claim], sources: Any, watch: Watch
) -> list[str]:
    if move.sign is None:
        return [f"  {move.change:+.2%}  Time alone: states fade and turn as such crises do"]
    lines = [
        f"  {move.change:+.2%}  {definitions.get(move.sign, NO_NEWS)} ({len(move.rows)} origin{'s' * (len(move.rows) != 1)})"
    ]
    if move.sign not in definitions:  # no witness has said it: that is the point
        return [f"  {move.change:+.2%}  {NO_NEWS} ({len(move.rows)} times)"]
    strongest = sorted(move.rows, key=lambda row: -row.weight)[:SHOWN]
    for row in strongest:
        claim = cited.get(row.claims[0]) if row.claims else None
        if claim:
            against = "AGAINST, " if row.against else ""
            lines.append(
                f"      {row.at.astimezone(watch.zone):%d %b %H:%M}  {wording.sentence(claim, sources)}"
            )
            lines.append(
                f"                    {against}weight {row.weight:.2f} ({'; '.join(row.reasons)})  [{row.rule}]"
            )
    if len(move.rows) > SHOWN:
        lines.append(f"      and {len(move.rows) - SHOWN} more")
    return lines


def _without(watch: Watch, ledger: list[Evidence], now: Assessment, name: str, store: SQLiteStore) -> str:
    signs, sources = signs_of(watch), store.sources()
    by_name = {source.name.casefold(): source.id for source in sources.values()}
    source = name if name in sources else by_name.get(name.casefold())
    if name in signs:
        states, what = without(watch, ledger, now.at, sign=name), f"the sign {name!r}"
    elif source:
        states, what = without(watch, ledger, now.at, source=source), f"the source {sources[source].name!r}"
    elif any(row.origin == name for row in ledger):
        states, what = without(watch, ledger, now.at, origin=name), f"the origin {name!r}"
    else:
        raise InputError(f"{name!r} is no sign, source or origin of this thread")
    value = begun(states)
    return f"Without {what}: {expression(value)}, {value:.1%} instead of {now.begun:.1%}."


def _as_json(
    watch: Watch, now: Assessment, ledger: list[Evidence], board: dict[str, SignState]
) -> dict[str, Any]:
    playbook = playbook_of(watch)
    return {
        "question": watch.question,
        "at": now.at.isoformat(),
        "begun": now.begun,
        "words": now.words,
        "low": now.low,
        "high": now.high,
        "states": dict(zip(STATES, now.states, strict=True)),
        "prior": begun(ledger[0].before) if ledger else now.begun,
        "moves": [
            {
                "sign": m.sign,
                "change": m.change,
                "log_odds": m.log_odds,
                "evidence": [row.id for row in m.rows],
            }
            for m in moves(ledger)
        ],
        "outlook": [
            {"sign": o.sign, "begun": o.begun, "leading": o.leading} for o in outlook(playbook, now, board)
        ],
        "course_24h": course(playbook, now, 24),
    }
