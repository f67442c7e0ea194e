"""Commands before a thread begins: init, check."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from tocsin import settings as config
from tocsin.assess.playbook import names
from tocsin.commands.common import AsJson, out, say, target
from tocsin.errors import InputError
from tocsin.read.fold import fold


def init(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help='The question, e.g. "Has a coup begun in Venezuela?"')
    ],
    *,
    country: Annotated[
        str, typer.Option("--country", metavar="XX", help="ISO 3166 code of the country, e.g. VE.")
    ],
    playbook: Annotated[
        str, typer.Option("--playbook", metavar="NAME", help="Which signs and rates to use.")
    ] = "coup",
    path: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to write it [default: a name made of the question]."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a watch file with comments and a starter set of public sources."""
    from tocsin.gather.starter import starter  # noqa: PLC0415

    if playbook not in names():
        raise InputError(f"there is no playbook {playbook!r}; there are: {', '.join(names())}")
    file = path or Path(f"{_file_name(question)}.toml")
    if file.exists() and not force:
        raise InputError(f"{file} is there already; --force writes over it, --out FILE writes elsewhere")
    text = starter(question, country.upper(), playbook)
    with target(file) as handle:
        handle.write(text)
    out(str(file))
    say(f"Fill in who is on which side, then: tocsin check {file}; tocsin run {file}")


def _file_name(question: str) -> str:
    words = [
        w
        for w in re.findall(r"[a-z0-9]+", fold(question))
        if w not in {"has", "a", "an", "the", "in", "is", "there", "begun"}
    ]
    return "-".join(words[:5]) or "watch"


def check(
    watch: Annotated[Path, typer.Argument(metavar="WATCH", help="The watch file to check.")],
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Check the file only; try no source.")] = False,
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="Also count what this thread has put aside.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong in a watch file, line by line, and try each of its sources."""
    from tocsin.check import check as findings  # noqa: PLC0415
    from tocsin.gather.web.fetch import Fetcher  # noqa: PLC0415

    if offline:
        found = findings(watch, fetcher=None)
    else:
        with Fetcher(config.load()) as fetcher:
            found = findings(watch, fetcher=fetcher)
    for finding in found:
        if as_json:
            out(
                json.dumps(
                    {
                        "path": str(finding.path),
                        "line": finding.line,
                        "severity": finding.severity,
                        "message": finding.message,
                    },
                    ensure_ascii=False,
                )
            )
        else:
            out(f"{finding.path}:{finding.line}: {finding.severity}: {finding.message}")
    _aside(db, as_json=as_json)
    wrong = sum(finding.severity == "error" for finding in found)
    if wrong:
        raise typer.Exit(1)
    say("nothing wrong in the watch file")


def _aside(db: Path | None, *, as_json: bool) -> None:
    """What a thread has put aside, by reason."""
    if db is None:
        return
    import msgspec  # noqa: PLC0415

    from tocsin.model import Quarantine  # noqa: PLC0415
    from tocsin.store.sqlite import SQLiteStore  # noqa: PLC0415

    counts: dict[str, int] = {}
    for entry in SQLiteStore(db, create=False).journal(kind="quarantine"):
        reason = msgspec.json.decode(entry.body, type=Quarantine).reason
        counts[reason] = counts.get(reason, 0) + 1
    if as_json:
        out(json.dumps({"put_aside": counts}))
    else:
        out(
            "put aside: "
            + (", ".join(f"{count} {reason}" for reason, count in sorted(counts.items())) or "nothing")
        )
