"""Sentences of the page that are put together from the view, in the words of one language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from tocsin.assess.playbook import Playbook
from tocsin.publish.interface.table import Interface
from tocsin.publish.shown import Answer, Number, Sign, ThreadView


def tally(words: Interface, sign: Sign) -> str:
    """'5 reports, 3 origins, 1 against'; empty where it was not seen."""
    if sign.state == "not-seen":
        return ""
    parts = [words.count("reports", sign.reports), words.count("origins", sign.origins)]
    if sign.against:
        parts.append(words.plain("signs.against", number=sign.against))
    said = ", ".join(parts)
    if sign.witnesses < sign.origins:
        said += " " + words.plain("signs.as_one", witnesses=words.count("witnesses", sign.witnesses))
    return said


def verdict(words: Interface, answer: Answer) -> str:
    """The ICD 203 expression in its sentence."""
    return words.plain(f"verdict.{answer.words}", asked=answer.asked, fact=answer.fact or answer.asked)


def counted(words: Interface, number: Number) -> str:
    """'63 to 77', 'at least 25', '6'."""
    low, high = number.count.low, number.count.high
    if high is None:
        return words.plain("stands.at_least", low=low)
    return words.number(low) if low == high else words.plain("stands.range", low=low, high=high)


def warnings(words: Interface, view: ThreadView, zone: ZoneInfo) -> list[str]:
    """What a reader must know about the age of the page: silence is no sign of calm."""
    newest = words.clock(view.stale_since, zone) if view.stale_since else ""
    found = []
    if view.failing_since:
        failing = words.clock(view.failing_since, zone)
        found.append(words.plain("warning.failing", time=failing))
    if view.paused_since:
        # An old thread is no live page: one line says where it ends, and what it was like then is no warning now.
        key, paused = "paused_stale" if newest else "paused", words.clock(view.paused_since, zone)
        found.append(words.plain(f"warning.{key}", time=paused, newest=newest))
    else:
        if view.answer and view.answer.blackout:
            found.append(words.plain("warning.blackout"))
        if newest:
            found.append(words.plain("warning.stale", newest=newest))
    if view.answer and not view.reports:
        found.append(words.plain("warning.empty"))
    return found


def spoken_in(view: ThreadView, playbook: Playbook, language: str) -> ThreadView:
    """The view with what its playbook says in this language; what only the watch says stays in the watch's words."""
    spoken = playbook.spoken.get(language)
    if spoken is None:
        return view
    own = {sign.id: sign.definition for sign in playbook.signs}
    signs = tuple(
        msgspec.structs.replace(sign, definition=spoken.signs[sign.id])
        if sign.id in spoken.signs and own.get(sign.id) == sign.definition
        else sign
        for sign in view.signs
    )
    answer = view.answer and msgspec.structs.replace(
        view.answer,
        asked=spoken.asked,
        fact=spoken.fact,
        leading_words=spoken.answers.get(view.answer.leading, view.answer.leading_words),
    )
    return msgspec.structs.replace(view, signs=signs, answer=answer)
