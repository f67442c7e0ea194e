"""Lines of text for a terminal: wrapped, indented, harmless, with or without colours."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from tocsin.publish.plain import visible

NARROWEST = 40
#: A space at which no line breaks; a code point of private use, so that no text has it by chance.
FIXED = "\ue000"
STYLES = {"title": "bold", "head": "bold underline", "quiet": "dim", "strong": "bold"}


class Paper:
    """Lines of text of a width, with an indent; each line may have a style for a terminal with colours."""

    def __init__(self, width: int) -> None:
        self.width = max(NARROWEST, width)
        self.lines: list[tuple[str, str]] = []

    def say(self, text: str = "", *, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """A paragraph, wrapped; `hang` indents all but its first line further."""
        first, rest = " " * indent, " " * (indent + hang)
        words = " ".join(visible(text).split())
        # The width is at least 20 characters within the indent, or a deep quote would be a column of letters.
        wrapped = textwrap.wrap(
            words,
            max(self.width, indent + hang + 20),
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
        self.lines += [(line.replace(FIXED, " "), style) for line in wrapped or [""]]

    def head(self, text: str, note: str = "") -> None:
        """A section's heading, with a remark in quieter type."""
        self.lines.append(("", ""))
        self.say(text.upper(), style="head")
        if note:
            self.say(note, style="quiet")

    def text(self, *, colour: bool) -> str:
        """All lines; with `colour` as the escape codes of a terminal."""
        if not colour:
            return "\n".join(line.rstrip() for line, _ in self.lines) + "\n"
        return _coloured(self.lines)


def _coloured(lines: Iterable[tuple[str, str]]) -> str:
    """The lines with the escape codes of their styles."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal with colours needs it
    from rich.text import Text  # noqa: PLC0415

    console = Console(force_terminal=True, color_system="standard", width=10_000, highlight=False)
    with console.capture() as captured:
        for line, style in lines:
            console.print(Text(line.rstrip(), style=STYLES.get(style, "")), soft_wrap=True)
    return captured.get()
