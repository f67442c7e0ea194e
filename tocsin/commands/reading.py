"""The command that shows what was understood of a text: read."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TextIO

import msgspec
import typer

from tocsin import settings as config
from tocsin.commands.common import AsJson, Country, console, out, progress, say, target
from tocsin.errors import InputError
from tocsin.model import Claim, Quarantine, Report, Source
from tocsin.watch import Place, Watch
from tocsin.watch import load as load_watch

#: How each stance is coloured on a terminal; the list below the text says it in words too.
COLOURS = {"asserts": "green", "denies": "red", "does_not_know": "blue", "asks": "blue"}
OTHER = "yellow"
VOICE = "bold cyan"
BATCH = 64  # texts read at once
TextFile = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="A text, HTML or Markdown file, JSONL, CSV or a folder."),
]


def read(
    file: TextFile = None,
    *,
    watch: Annotated[
        Path | None,
        typer.Option("--watch", metavar="WATCH", help="Resolve names and signs by this watch file."),
    ] = None,
    country: Country = None,
    attributions_only: Annotated[
        bool,
        typer.Option(
            "--attributions-only", help="Only who says what: JSON lines of sources, cues, contents."
        ),
    ] = False,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", metavar="FILE", help='Texts as lines of {"id", "text"}.')
    ] = None,
    plover: Annotated[
        bool,
        typer.Option("--plover", help="Only the PLOVER code of sentences marked with <s></s> and <t></t>."),
    ] = False,
    tsv: Annotated[
        Path | None,
        typer.Option("--tsv", metavar="FILE", help="Sentences: a column marked_sentence, or one a line."),
    ] = None,
    out_: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write [default: standard output].")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a text as it was understood: its voices, claims and unknowns."""
    if attributions_only:
        _write(_attributions(_texts(_given(jsonl, file, "--jsonl FILE"))), out_)
    elif plover:
        _write(_codes(_given(tsv, file, "--tsv FILE")), out_)
    else:
        _show(_given(file, jsonl, "a FILE"), _lens(watch, country), as_json=as_json)


def _given(one: Path | None, other: Path | None, name: str) -> Path:
    path = one or other
    if path is None:
        raise InputError(f"name {name}")
    if not path.exists():
        raise InputError(f"{path}: there is no such file")
    return path


def _write(lines: Iterable[str], path: Path | None) -> None:
    with target(path) as handle:
        handle.writelines(f"{line}\n" for line in lines)


# Attributions -------------------------------------------------------------------------------------


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of each line; a line that is none is said, and the rest goes on."""
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield row["id"], str(row["text"])
            except (ValueError, TypeError, KeyError):
                say(f'{path}:{number}: put aside: no JSON object with "id" and "text"')


def _opened(path: Path) -> TextIO:
    import gzip  # noqa: PLC0415

    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8-sig", errors="replace")


def _attributions(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    from tocsin.read.pointers import said  # noqa: PLC0415

    rows = list(texts)
    steps = progress(range(0, len(rows), BATCH), -(-len(rows) // BATCH), "reading")
    for start in steps:
        batch = rows[start : start + BATCH]
        for (name, _), found in zip(batch, said([text for _, text in batch]), strict=True):
            spans = [{"source": one.source, "cue": one.cue, "content": one.content} for one in found]
            yield json.dumps({"id": name, "attributions": spans}, ensure_ascii=False)


# Codes --------------------------------------------------------------------------------------------


def _codes(path: Path) -> Iterator[str]:
    """Where the file has a header with marked_sentence: id, root and quad; else the root alone, a line a sentence."""
    from tocsin.read.codes import codes  # noqa: PLC0415

    with _opened(path) as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    header = rows[0] if rows and "marked_sentence" in rows[0] else None
    if header is None:
        for code in codes(max(row, key=len, default="") for row in rows):
            yield code.root
        return
    column = header.index("marked_sentence")
    name = next((header.index(key) for key in ("sentence_id", "id") if key in header), 0)
    yield "sentence_id\troot\tquad\tsure"
    kept = [row for row in rows[1:] if len(row) > column]
    for row, code in zip(kept, codes(row[column] for row in kept), strict=True):
        yield f"{row[name]}\t{code.root}\t{code.quad}\t{code.sure:.3f}"


# A text as it was understood ------------------------------------------------------------------------


def _lens(path: Path | None, country: str | None) -> Watch:
    if path is not None:
        return load_watch(path)
    return Watch(question="What does it say?", place=Place(country=(country or "ZZ").upper()))


def _show(path: Path, watch: Watch, *, as_json: bool) -> None:
    from tocsin.gather import from_path  # noqa: PLC0415
    from tocsin.read import read as claims_of  # noqa: PLC0415

    facts = list(from_path(path, now=datetime.now(UTC), settings=config.load(), zone=watch.zone))
    for fact in facts:
        if isinstance(fact, Quarantine):
            say(f"put aside ({fact.reason}): {fact.where}: {fact.detail}")
    sources = {fact.id: fact for fact in facts if isinstance(fact, Source)}
    for report in (fact for fact in facts if isinstance(fact, Report)):
        claims = claims_of([report], watch, sources, everything=True)
        if as_json:
            out(
                json.dumps(
                    {"report": report.external_id or report.id, "claims": [_row(c) for c in claims]},
                    ensure_ascii=False,
                )
            )
        else:
            _marked(report, claims)


def _row(claim: Claim) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(claim)
    return {key: value for key, value in found.items() if key not in {"terms", "id", "report"}}


def _marked(report: Report, claims: list[Claim]) -> None:
    """The text with its voices and contents marked, and the claims in a list below."""
    from rich.text import Text  # noqa: PLC0415

    text = Text(report.whole)
    for claim in sorted(claims, key=lambda c: c.start - c.end):
        text.stylize(COLOURS.get(claim.stance, OTHER), claim.start, claim.end)
    for claim in claims:
        for voice in claim.voices:
            if voice.start is not None and voice.end is not None:
                text.stylize(VOICE, voice.start, voice.end)
    console.print(text, soft_wrap=not sys.stdout.isatty())
    console.print()
    for claim in claims:
        chain = " → ".join(
            voice.name if voice.start is not None else f"({voice.name})" for voice in claim.voices
        )
        notes = [
            claim.stance.replace("_", " "),
            *(["hedged"] if claim.hedged else []),
            *(["background"] if claim.background else []),
        ]
        line = Text(f"  {chain}  ", style=VOICE).append(
            f"{', '.join(notes)}  ", style=COLOURS.get(claim.stance, OTHER)
        )
        line.append(f"“{' '.join(claim.text.split())}”", style="default")
        who, whom = claim.actor, claim.recipient
        more = [
            claim.kind or "",
            f"{who.name if who else '…'} → {whom.name if whom else '…'}" if who or whom else "",
            claim.place or (claim.location.name if claim.location else ""),
            *(f"{q.low}..{'' if q.high is None else q.high} {q.unit}" for q in claim.quantities),
        ]
        if any(more):
            line.append(f"  [{'; '.join(word for word in more if word)}]", style="dim")
        console.print(line, soft_wrap=not sys.stdout.isatty())
    console.print()
