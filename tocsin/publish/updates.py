"""Updates: written when, and only when, something new is known, each sentence with its claims."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from tocsin.assess.evidence import witness_name
from tocsin.model import Assessment, Claim, Link, SignState, Source, Tick, Update
from tocsin.publish import wording
from tocsin.read.fold import fold

#: What leads a tick's updates when many things happen at once; the rest follows in this order.
IMPORTANCE = {
    "correction": 5,
    "probability": 5,
    "sign": 4,
    "disputed": 3,
    "answered": 3,
    "claim": 2,
    "unknown": 2,
}
ARTICLE_STATES = {
    "reported": "is reported",
    "corroborated": "is now reported by more than one independent origin",
    "refuted": "is refuted",
}


class News(msgspec.Struct, frozen=True, kw_only=True):
    """All that one tick has concluded, from which updates are chosen."""

    tick: Tick
    claims: Sequence[Claim]
    links: Sequence[Link]
    signs: Sequence[SignState]
    signs_before: Mapping[str, SignState]
    definitions: Mapping[str, str]
    tell_at: Mapping[str, int]
    assessment: Assessment
    last: Assessment | None
    asked: str = "an attempt has begun"
    """What the probability is of, in the playbook's words."""
    answers: Mapping[str, str] = {}
    """What each state means, in the playbook's words."""
    sources: Mapping[str, Source]
    outlets: frozenset[str]
    """The folded names of sources and agencies: their own voice is an outlet's."""
    known: Mapping[str, Claim]
    """Every claim that a link or a sign may cite, by id."""


def updates(news: News, *, first: int, published: frozenset[str]) -> list[Update]:
    """The updates of a tick, the most important first, numbered from `first`; none whose key is published."""
    drafts = [
        *_corrections(news),
        *_probability(news),
        *_signs(news),
        *_disputed(news),
        *_answered(news),
        *_claims(news),
        *_unknowns(news),
    ]
    fresh: dict[str, Update] = {}
    cited: set[str] = set()
    for draft in drafts:
        repeats = draft.why in {"claim", "unknown"} and set(draft.cites) <= cited
        if draft.key not in published and draft.key not in fresh and not repeats:
            fresh[draft.key] = draft
            cited |= set(draft.cites)
    return [
        msgspec.structs.replace(update, seq=first + number) for number, update in enumerate(fresh.values())
    ]


def _draft(news: News, why: str, text: str, cites: Sequence[str], key: str) -> Update:
    return msgspec.convert(
        {
            "seq": 0,
            "at": news.tick.at,
            "why": why,
            "text": text,
            "cites": tuple(dict.fromkeys(cites)),
            "importance": IMPORTANCE[why],
            "key": key,
        },
        Update,
    )


def _probability(news: News) -> list[Update]:
    """The words for the answer have changed."""
    now, last = news.assessment, news.last
    if last is not None and (last.words, last.leading) == (now.words, now.leading):
        return []
    if last is None and now.words in {"almost no chance", "very unlikely"}:
        return []
    cites = [name for state in news.signs for name in state.claims if name in news.known][-6:]
    was = (
        f", up from {last.begun:.0%}"
        if last and last.begun < now.begun
        else f", down from {last.begun:.0%}"
        if last
        else ""
    )
    text = f"That {news.asked} is now judged {now.words} ({now.begun:.0%}{was}; range {now.low:.0%} to {now.high:.0%}). {_leading(news)}"
    return [_draft(news, "probability", text, cites, f"p:{news.tick.number}")]


def _leading(news: News) -> str:
    answer = news.answers.get(news.assessment.leading, news.assessment.leading)
    return f"The likeliest reading: {answer[:1].lower()}{answer[1:].rstrip('.')}."


def _signs(news: News) -> list[Update]:
    found: list[Update] = []
    for state in news.signs:
        before = news.signs_before.get(state.sign)
        least = news.tell_at.get(state.sign, 1)
        told = before is not None and before.state == state.state and before.witnesses >= least
        if told or state.state == "not-seen" or state.witnesses < least:
            continue
        cites = _shown(state, news)
        if not cites:
            continue
        first = news.known[cites[0]]
        witnesses = f"{state.witnesses} independent origin{'s' * (state.witnesses != 1)}"
        text = f"Sign: {news.definitions[state.sign]} — {ARTICLE_STATES[state.state]} ({witnesses}). {wording.sentence(first, news.sources)}"
        found.append(_draft(news, "sign", text, cites, f"sign:{state.sign}:{state.state}"))
    return found


def _shown(state: SignState, news: News) -> list[str]:
    """The claims that show a sign's new state: the newest witness first, then those before."""
    fresh = {claim.id for claim in news.claims}
    rows = state.against if state.state == "refuted" and state.against else state.claims
    ordered = [*(name for name in rows if name in fresh), *(name for name in rows if name not in fresh)]
    return [name for name in ordered if name in news.known][:3]


def _disputed(news: News) -> list[Update]:
    found: list[Update] = []
    for link in news.links:
        if link.relation == "contradicts" and link.left in news.known and link.right in news.known:
            left, right = news.known[link.left], news.known[link.right]
            text = f"Disputed. {wording.sentence(right, news.sources)} — but {wording.sentence(left, news.sources)}"
            denier = left if left.stance == "denies" or right.stance != "denies" else right
            kinds = ":".join(sorted({left.kind or "", right.kind or ""}))
            found.append(
                _draft(news, "disputed", text, (right.id, left.id), f"disputed:{kinds}:{_who(denier, news)}")
            )
    return found


def _answered(news: News) -> list[Update]:
    found: list[Update] = []
    for link in news.links:
        if link.relation == "answers" and link.left in news.known and link.right in news.known:
            answer, unknown = news.known[link.left], news.known[link.right]
            text = f"An open question has an answer. It was {wording.quoted(unknown)}; now {wording.sentence(answer, news.sources)}"
            found.append(_draft(news, "answered", text, (answer.id, unknown.id), f"answered:{unknown.id}"))
    return found


def _claims(news: News) -> list[Update]:
    """A first claim of its kind by this speaker: what the thread says already is not said again."""
    repeated = {link.left for link in news.links if link.relation == "same"}
    found: list[Update] = []
    for claim in news.claims:
        if (
            claim.id in repeated
            or claim.background
            or not claim.kind
            or claim.stance in {"asks", "predicts", "does_not_know"}
        ):
            continue
        who = _who(claim, news)
        if claim.hedged and who in {"outlets", "unnamed"}:
            continue
        text = wording.sentence(claim, news.sources)
        found.append(_draft(news, "claim", text, (claim.id,), f"claim:{claim.kind}:{claim.stance}:{who}"))
    return found


def _unknowns(news: News) -> list[Update]:
    repeated = {link.left for link in news.links if link.relation == "same"}
    return [
        _draft(news, "unknown", wording.sentence(claim, news.sources), (claim.id,), f"unknown:{claim.id}")
        for claim in news.claims
        if claim.stance == "does_not_know"
        and claim.id not in repeated
        and not claim.background
        and not _PERSONAL.match(claim.text)
    ]


#: "They did not know why", "I don't know if this is the day": nobody waits for that answer.
_PERSONAL = re.compile(r"(?i)\W*(?:i|we|they|he|she)\b")


def _who(claim: Claim, news: News) -> str:
    """Who a claim counts for: its named speaker, or the outlets together, or nobody named."""
    speaker = claim.speaker
    if speaker.start is None or (speaker.who and fold(speaker.who) in news.outlets):
        return "outlets"
    return witness_name(speaker.who) if speaker.named and speaker.who else "unnamed"


def _corrections(news: News) -> list[Update]:
    """A report that corrects or retracts: visible, and pointing at what it changes."""
    found: list[Update] = []
    for link in news.links:
        if link.rule == "correction" and link.left in news.known and link.right in news.known:
            left, right = news.known[link.left], news.known[link.right]
            text = (
                f"Correction. {wording.sentence(left, news.sources)} — this corrects {wording.quoted(right)}"
            )
            found.append(_draft(news, "correction", text, (left.id, right.id), f"correction:{right.id}"))
    return found + _of_nothing(news)


def _of_nothing(news: News) -> list[Update]:
    """A correction of something that this thread never had, or cannot tell: kept, and said to be so."""
    pointing = {link.left for link in news.links if link.rule == "correction"}
    reports = {news.known[name].report for name in pointing if name in news.known}
    return [
        _draft(
            news,
            "correction",
            f"Correction of a report that is not here. {wording.sentence(claim, news.sources)}",
            (claim.id,),
            f"correction:{claim.report}",
        )
        for claim in news.claims
        if claim.cue == "correction" and claim.report not in reports
    ]
