"""The command line: `tocsin COMMAND`. Each command lives in tocsin/commands; this file names and starts them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.commands import (
    deciding,
    following,
    judging,
    looking,
    naming,
    nowcasting,
    origins,
    preparing,
    reading,
    serving,
)
from tocsin.commands.common import errors
from tocsin.errors import TocsinError

app = typer.Typer(
    name="tocsin",
    help="Follow a developing crisis through the reports about it, and keep one honest live page.",
    epilog="Start with: tocsin demo. Exit codes: 0 done, 1 it could not be done (the message says why), 2 wrong use.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS = (
    following.demo,
    preparing.init,
    preparing.check,
    following.run,
    following.replay,
    looking.thread,
    reading.read,
    origins.origins,
    origins.stories,
    nowcasting.nowcast,
    looking.explain,
    judging.picture,
    judging.score,
    looking.approve,
    deciding.disputes,
    deciding.link,
    naming.name,
    looking.export,
    looking.rebuild,
    serving.serve,
)
for command in COMMANDS:
    app.command()(command)


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Follow a developing crisis through the reports about it, and keep one honest live page."""
    if version:
        sys.stdout.write(f"tocsin {__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line; errors that a person can mend are one message and exit code 1."""
    try:
        app()
    except TocsinError as error:
        errors.print(f"tocsin: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
