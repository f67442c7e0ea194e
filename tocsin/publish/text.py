"""The page as text, for reading on a terminal: the same view, no markup, nothing cut off unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from tocsin.publish.interface import english, tally, warnings
from tocsin.publish.paper import FIXED, Paper
from tocsin.publish.shown import (
    Citation,
    Dispute,
    Entry,
    Point,
    Question,
    Sign,
    Speaker,
    ThreadView,
    clock,
    counted,
    percent,
)

WORDS = english()
STANCES = WORDS.words["stance"]
MARKS = {"corroborated": "●", "reported": "◐", "refuted": "✕", "not-seen": "○"}
GROUPS = {
    "party": "The parties",
    "named": "Others, by name",
    "unnamed": "Speakers without a name",
    "outlet": "Outlets in their own voice",
}


def page(view: ThreadView, *, width: int = 100, colour: bool = False) -> str:
    """The page as text of at most `width` columns; with `colour` as escape codes of a terminal."""
    paper, zone = Paper(width), ZoneInfo(view.timezone)
    _top(paper, view, zone)
    if view.tick is not None:
        _points(paper, view, zone)
        _questions(paper, view, zone)
        _signs(paper, view, zone)
        _updates(paper, view, zone)
        _speakers(paper, view.speakers, zone)
        _sources(paper, view)
    _foot(paper, view, zone)
    return paper.text(colour=colour)


def reference(citation: Citation) -> str:
    """Where the words stand: '[r012 344-389]'."""
    return f"[{citation.report}{FIXED}{citation.start}-{citation.end}]"


def quote(text: str) -> str:
    """Words in quotation marks, which they are given only where they have none."""
    words = " ".join(text.split())
    return (
        words if words[:1] in '“«"' and words[-1:] in '”»"' and words.count(words[0]) == 1 else f"“{words}”"
    )


def _top(paper: Paper, view: ThreadView, zone: ZoneInfo) -> None:
    paper.say(view.question, style="title")
    paper.say("=" * min(paper.width, len(view.question)), style="quiet")
    if view.answer is None:
        paper.say(
            "Nothing has been assessed by then."
            if view.as_of
            else "Nothing has been assessed yet: no pass was made."
        )
        return
    answer = view.answer
    interval = f"range {percent(answer.low)} to {percent(answer.high)}"
    paper.say(f"{answer.sentence} ({percent(answer.begun)}; {interval}).", style="strong")
    paper.say(f"The likeliest reading: {answer.leading_words}")
    paper.say(" · ".join(f"{name} {percent(p)}" for name, p in answer.states.items()), style="quiet")
    basis = f"{counted(answer.reports, 'report')} that go back to {counted(answer.origins, 'origin')}"
    paper.say(
        f"As of {answer.at.astimezone(zone):%A %d %B %Y, %H:%M} ({view.timezone}), from {basis}.",
        style="quiet",
    )
    for warning in warnings(WORDS, view, zone):
        paper.say(warning, style="strong")


def _points(paper: Paper, view: ThreadView, zone: ZoneInfo) -> None:
    paper.head("Known", "Said by independent origins, and disputed by none.")
    _listed(paper, view.known, view.known_more, zone, "Nothing yet that independent origins agree on.")
    paper.head("Disputed", "These cannot all be right.")
    for dispute in view.disputed:
        _dispute(paper, dispute, zone)
    if not view.disputed:
        paper.say("No contradiction has been found.", indent=2)
    _more(paper, view.disputed_more, "disputed point")
    paper.head("Claimed", "By one origin or one party so far.")
    _listed(paper, view.claimed, view.claimed_more, zone, "Nothing.")


def _listed(paper: Paper, points: Sequence[Point], more: int, zone: ZoneInfo, nothing: str) -> None:
    for point in points:
        _point(paper, point, zone)
    if not points:
        paper.say(nothing, indent=2)
    _more(paper, more, "point")


def _more(paper: Paper, number: int, word: str) -> None:
    if number:
        paper.say(
            f"and {counted(number, f'more {word}', f'more {word}s')}; all claims stand below by speaker",
            indent=2,
        )


def _point(paper: Paper, point: Point, zone: ZoneInfo, *, mark: str = "•", indent: int = 2) -> None:
    """A point: its first words, who said them, and who else says so."""
    first = point.first
    paper.say(f"{mark} {_said(first)}: {quote(first.text)}", indent=indent, hang=2)
    tally = (
        f"; {counted(point.origins, 'origin')}, {counted(point.reports, 'report')}"
        if point.reports > 1 or point.against
        else ""
    )
    tally += f", {point.against} against" if point.against else ""
    paper.say(f"{reference(first)} {clock(first.at, zone)}{tally}", indent=indent + 2, hang=2, style="quiet")
    _also(paper, point.citations[1:], indent + 2)


def _also(paper: Paper, citations: Sequence[Citation], indent: int) -> None:
    if citations:
        others = "; ".join(f"{c.source_name} {reference(c)}" for c in citations)
        paper.say(f"also {others}", indent=indent, hang=5, style="quiet")


def _said(citation: Citation) -> str:
    """Who says it, through whom, and how: 'Harbor Courier → the government denies'."""
    hedge = " (hedged)" if citation.hedged else ""
    past = ", as history" if citation.background else ""
    return f"{' → '.join(citation.voices)} {STANCES[citation.stance]}{hedge}{past}"


def _dispute(paper: Paper, dispute: Dispute, zone: ZoneInfo) -> None:
    for point in dispute.left:
        _point(paper, point, zone)
    paper.say("against that", indent=4, style="quiet")
    for point in dispute.right:
        _point(paper, point, zone, indent=6)
    paper.say()


def _questions(paper: Paper, view: ThreadView, zone: ZoneInfo) -> None:
    paper.head("What nobody knows yet", "Open until somebody answers.")
    for question in view.open:
        _question(paper, question, zone)
    if not view.open:
        paper.say("No report says that something is not known.", indent=2)
    if view.answered:
        paper.head("Answered since")
        for question in view.answered:
            _question(paper, question, zone)


def _question(paper: Paper, question: Question, zone: ZoneInfo) -> None:
    first = question.point.first
    paper.say(f"? {quote(first.text)} — {' → '.join(first.voices)}", indent=2, hang=2)
    paper.say(f"{reference(first)} {clock(first.at, zone)}", indent=4, style="quiet")
    _also(paper, question.point.citations[1:], 4)
    if question.answer:
        paper.say(f"answered: {_said(question.answer)}: {quote(question.answer.text)}", indent=4, hang=2)
        paper.say(f"{reference(question.answer)} {clock(question.answer.at, zone)}", indent=6, style="quiet")


def _signs(paper: Paper, view: ThreadView, zone: ZoneInfo) -> None:
    paper.head("Signs")
    for sign in view.signs:
        if sign.state != "not-seen":
            _sign(paper, sign, zone)
    unseen = [sign for sign in view.signs if sign.state == "not-seen"]
    if unseen:
        paper.say(f"{MARKS['not-seen']} Not seen so far:", indent=2)
        for sign in unseen:
            paper.say(f"– {sign.definition}", indent=4, hang=2)


def _sign(paper: Paper, sign: Sign, zone: ZoneInfo) -> None:
    paper.say(f"{MARKS[sign.state]} {sign.state:<13}{sign.definition}", indent=2, hang=15)
    since = f", first {clock(sign.first_at, zone)}" if sign.first_at else ""
    first = f" {reference(sign.citations[0])}" if sign.citations else ""
    paper.say(f"{tally(WORDS, sign)}{since}{first}", indent=17, style="quiet")


def _updates(paper: Paper, view: ThreadView, zone: ZoneInfo) -> None:
    paper.head("Updates", "Newest first.")
    for entry in view.updates:
        _update(paper, entry, zone)
    if not view.updates:
        paper.say("None so far.", indent=2)


def _update(paper: Paper, entry: Entry, zone: ZoneInfo) -> None:
    corrects = f" (corrects {entry.corrects})" if entry.corrects else ""
    paper.say(f"{entry.seq}. {clock(entry.at, zone)}{corrects}", indent=2, style="strong")
    paper.say(entry.text, indent=4)
    for citation in entry.citations:
        where = f"{citation.source_name}, {clock(citation.at, zone)} {reference(citation)}"
        said = " ".join(citation.text.split())
        words = "" if said.strip(" ,;") in entry.text else f" {quote(said)}"  # once is enough
        paper.say(where + words, indent=6, hang=2, style="quiet")
    paper.say()


def _speakers(paper: Paper, speakers: Sequence[Speaker], zone: ZoneInfo) -> None:
    """Every claim under the one who says it, with its chain of voices."""
    if not speakers:
        return
    total = sum(len(point.citations) for speaker in speakers for point in speaker.points)
    paper.head(
        f"Claims, by who speaks ({total})",
        f"outlet → through whom → speaker; the exact words; [report{FIXED}characters]",
    )
    sort = ""
    for speaker in speakers:
        if speaker.sort != sort:
            sort = speaker.sort
            paper.say()
            paper.say(f"— {GROUPS[sort]} —", style="strong")
        side = f" ({speaker.side})" if speaker.side and speaker.side != speaker.name else ""
        paper.say()
        paper.say(f"{speaker.name}{side}", indent=2, style="strong")
        for point in speaker.points:
            _claim(paper, point, zone)


def _claim(paper: Paper, point: Point, zone: ZoneInfo) -> None:
    first = point.first
    kind = f" · {first.kind}" if first.kind else ""
    paper.say(f"• {STANCES[first.stance]}{' (hedged)' * first.hedged}: {quote(first.text)}", indent=4, hang=2)
    paper.say(
        f"{' → '.join(first.voices)}, {clock(first.at, zone)} {reference(first)}{kind}",
        indent=6,
        hang=2,
        style="quiet",
    )
    for citation in point.citations[1:]:
        paper.say(
            f"also {' → '.join(citation.voices)} {reference(citation)}", indent=6, hang=2, style="quiet"
        )


def _sources(paper: Paper, view: ThreadView) -> None:
    paper.head(
        "Sources",
        f"{counted(view.reports, 'report')} that go back to {counted(view.origin_count, 'origin')}.",
    )
    for line in view.sources:
        about = ", ".join(
            part for part in (line.kind, line.country, f"side: {line.side}" if line.side else None) if part
        )
        copied = f", {counted(line.reports - line.own, 'copy', 'copies')}" if line.own < line.reports else ""
        paper.say(f"{line.name} ({about}): {counted(line.reports, 'report')}{copied}", indent=2, hang=4)
    if view.origins:
        paper.head("Who copied whom")
    for origin in view.origins:
        paper.say(f"{origin.first.source_name} [{origin.first.report}]", indent=2)
        for member in origin.copies:
            paper.say(
                f"← {member.source_name} [{member.report}], known by {member.rule}",
                indent=4,
                hang=4,
                style="quiet",
            )


def _foot(paper: Paper, view: ThreadView, zone: ZoneInfo) -> None:
    paper.say()
    for line in _closing(view, zone):
        paper.say(line, style="quiet")


def _closing(view: ThreadView, zone: ZoneInfo) -> Iterator[str]:
    if view.put_aside:
        items = ", ".join(f"{number} {reason}" for reason, number in view.put_aside.items())
        yield f"Set aside: {items}."
    else:
        yield "Nothing was set aside."
    if view.last_pass:
        newest = clock(view.newest_report, zone) if view.newest_report else "none"
        yield f"Last pass {clock(view.last_pass, zone)}, newest report {newest}."
    if view.answer:
        yield f"Rules {view.answer.rules or 'unnamed'}."
