"""What one tick has brought that is new, each thing as a draft of an update with its claims."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from tocsin.assess.evidence import witness_name
from tocsin.link.corrections import RULES
from tocsin.model import Assessment, Claim, Link, Report, SignState, Source, Tick, Update
from tocsin.publish import quoting, wording
from tocsin.publish.importance import worth
from tocsin.read.fold import fold

#: What a headline counts less than the text under it.
HEADLINE = 0.5
#: What a claim counts less that tells no event, or one of a kind of which this speaker has told before.
NO_EVENT, AGAIN = 0.5, 0.4
#: What parts the keys of an update that tells several things.
AND = "\n"
#: Open questions quoted in one update: more are a list, which the page has.
QUOTED = 2


class News(msgspec.Struct, frozen=True, kw_only=True):
    """All that one tick has concluded, from which updates are chosen."""

    tick: Tick
    claims: Sequence[Claim]
    links: Sequence[Link]
    signs: Sequence[SignState]
    signs_before: Mapping[str, SignState]
    definitions: Mapping[str, str]
    tell_at: Mapping[str, int]
    refuted_by: Mapping[str, Sequence[str]] = {}
    """By which other signs a sign is refuted."""
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
    reports: Mapping[str, Report] = {}
    """The reports of these claims, whose sentences are quoted whole."""
    published: Sequence[Update] = ()
    """The thread's updates so far."""
    told: Mapping[str, Claim] = {}
    """The claims that these cite, where something is corrected in this tick."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Something new, before it is decided whether and with what else it is told."""

    why: str
    text: str
    cites: tuple[str, ...]
    keys: tuple[str, ...]
    report: str | None = None
    """The report that it is first told by."""
    score: float = 0.0
    minor: bool = False
    """Whether it is told only while there is room."""
    corrects: int | None = None


def major(news: News) -> list[Draft]:
    """What is told at once, the most important first; a dispute that is only joined is lesser."""
    return [*_corrections(news), *_probability(news), *_signs(news), *_disputed(news), *_answered(news)]


def lesser(news: News) -> list[Draft]:
    """Single claims and open questions, told while there is room."""
    return [*_claims(news), *_unknowns(news)]


def same_claim(draft: Draft, news: News) -> str | None:
    """The key that a draft's first claim would have by itself."""
    lead = news.known.get(draft.cites[0]) if draft.cites else None
    lead = lead or next((claim for claim in news.claims if claim.id in draft.cites[:1]), None)
    return _claim_key(lead, news) if lead else None


def ended(text: str) -> str:
    """The text with a full stop, unless a quotation ends with its own."""
    return text if re.search(r"[.!?…][”\"»]?$", text) else text + "."


def _said(claim: Claim, news: News) -> str:
    return wording.sentence(claim, news.sources, _whole(claim, news))


def _whole(claim: Claim, news: News) -> str | None:
    report = news.reports.get(claim.report)
    return report.whole if report else None


def _in_title(claim: Claim, news: News) -> bool:
    report = news.reports.get(claim.report)
    return report is not None and claim.end <= len(report.title)


def _tells(claim: Claim, news: News) -> bool:
    named = claim.speaker.start is None or quoting.is_somebody(claim.speaker.who or claim.speaker.name)
    return named and quoting.tells(claim, _whole(claim, news))


def _score(claim: Claim, news: News) -> float:
    """How much a claim would tell a reader: its words' worth, less for a headline and for what tells nothing alone."""
    whole = _whole(claim, news)
    told = worth(claim, quoting.words(claim, whole), news.sources.get(claim.source))
    return told - HEADLINE * _in_title(claim, news) - (not _tells(claim, news))


def _probability(news: News) -> list[Draft]:
    """The words for the answer have changed."""
    now, last = news.assessment, news.last
    if last is not None and (last.words, last.leading) == (now.words, now.leading):
        return []
    if last is None and now.words in {"almost no chance", "very unlikely"}:
        return []
    cites = [name for state in news.signs for name in state.claims if name in news.known][-6:]
    was = ""
    if last:
        way = "up" if last.begun < now.begun else "down"
        was = f", {way} from {_percent(last.begun)}"
    number = f"({_percent(now.begun)}{was}; range {_percent(now.low)} to {_percent(now.high)})"
    text = f"{_judged(now.words, number)} that {news.asked}. {_leading(news)}"
    return [Draft(why="probability", text=text, cites=tuple(cites), keys=(f"p:{news.tick.number}",))]


def _judged(words: str, number: str) -> str:
    """The ICD 203 expression as the beginning of a sentence."""
    if words == "almost no chance":
        return f"There is now almost no chance {number}"
    if words == "roughly even chance":
        return f"There is now a roughly even chance {number}"
    return f"It is now {words} {number}"


def _percent(probability: float) -> str:
    """Never the certainty of 0% or 100%."""
    if probability < 0.005:
        return "under 1%"
    return "over 99%" if probability > 0.995 else f"{probability:.0%}"


def _leading(news: News) -> str:
    answer = news.answers.get(news.assessment.leading, news.assessment.leading)
    return f"The likeliest reading: {answer[:1].lower()}{answer[1:].rstrip('.')}."


def _signs(news: News) -> list[Draft]:
    """The signs that have changed; those that one claim shows, in one update."""
    by_lead: dict[tuple[str, str], list[SignState]] = {}
    cites: dict[str, list[str]] = {}
    for state in news.signs:
        before = news.signs_before.get(state.sign)
        least = news.tell_at.get(state.sign, 1)
        told = before is not None and before.state == state.state and before.witnesses >= least
        if told or state.state == "not-seen" or state.witnesses < least:
            continue
        if shown := _shown(state, news):
            cites[state.sign] = shown
            by_lead.setdefault((shown[0], state.state), []).append(state)
    return [
        Draft(
            why="sign",
            text=f"{_states(states, news)} {_said(news.known[lead], news)}",
            cites=tuple(dict.fromkeys(name for state in states for name in cites[state.sign])),
            keys=tuple(f"sign:{state.sign}:{state.state}" for state in states),
            report=news.known[lead].report,
        )
        for (lead, _), states in by_lead.items()
    ]


def _states(states: Sequence[SignState], news: News) -> str:
    """What has become of one sign, or of several in the same way."""
    name = states[0].state
    what = "; ".join(news.definitions[state.sign] for state in states)
    several = "s" * (len(states) > 1)
    if name == "reported":
        return f"Sign{several} reported: {what}."
    if name == "refuted":
        return f"Sign{several} denied, and no longer counted as seen: {what}."
    least = min(state.witnesses for state in states)
    each = " each" if several else ""
    return f"Sign{several} now reported by{' at least' * bool(several)} {least} independent origins{each}: {what}."


def _shown(state: SignState, news: News) -> list[str]:
    """The claims that show a sign's new state: the newest witness first, then those before; those that tell more first."""
    fresh = {claim.id for claim in news.claims}
    rows = [name for name in _rows(state, news) if name in news.known]
    ordered = [*(name for name in rows if name in fresh), *(name for name in rows if name not in fresh)]
    return sorted(ordered, key=lambda name: (name not in fresh, -_score(news.known[name], news)))[:3]


def _rows(state: SignState, news: News) -> Sequence[str]:
    """The claims for a sign; of a refuted one those against it, or those for what refutes it."""
    if state.state != "refuted":
        return state.claims
    if state.against:
        return state.against
    board = {**news.signs_before, **{row.sign: row for row in news.signs}}
    return [
        name
        for other in news.refuted_by.get(state.sign, ())
        if other in board
        for name in board[other].claims
    ]


def _disputed(news: News) -> list[Draft]:
    """Who contradicts what: one update for each report that does, with how many it contradicts.

    What a correction takes back is told by the correction.
    """
    corrected = {link.left for link in news.links if link.rule == "correction"}
    silent = {news.known[name].report for name in corrected if name in news.known}
    by_left: dict[str, dict[str, list[Claim]]] = {}
    for link in news.links:
        if link.relation == "contradicts" and link.rule not in RULES:
            left, right = news.known.get(link.left), news.known.get(link.right)
            if left and right and left.report not in silent and _tells(left, news) and _tells(right, news):
                by_left.setdefault(left.report, {}).setdefault(left.id, []).append(right)
    found = [_dispute(said, news) for said in by_left.values()]
    return sorted(found, key=lambda draft: (-draft.score, draft.keys))


def _dispute(said: Mapping[str, Sequence[Claim]], news: News) -> Draft:
    """What one report says against others: the words that tell most are quoted, the rest are cited."""
    name = max(said, key=lambda name: (len(said[name]), _score(news.known[name], news), name))
    left, rights = news.known[name], said[name]
    first = max(rights, key=lambda claim: (_score(claim, news), claim.id))
    others = len({claim.report for claim in rights} - {first.report})
    more = f" It also contradicts {others} other report{'s' * (others > 1)}." if others else ""
    known = {name for update in news.published if update.why == "disputed" for name in update.cites}
    again = sum(claim.id in known for claim in rights) > len(rights) / 2
    mine, theirs = ended(_said(left, news)), _said(first, news)
    text = (
        f"Disputed by one more report: {mine} That is against {wording.quoted(first, _whole(first, news))}."
        if again
        else f"Disputed: {ended(theirs)} Against that: {mine}"
    )
    text = text.replace(".”.", ".”") + more
    cited = (first.id, left.id, *(claim.id for rows in said.values() for claim in rows), *said)
    return Draft(
        why="disputed",
        text=text,
        cites=tuple(dict.fromkeys(cited)),
        keys=tuple(
            dict.fromkeys(
                _dispute_key(news.known[n], right, news) for n, rows in said.items() for right in rows
            )
        ),
        report=left.report,
        score=_score(left, news) + _score(first, news),
        minor=again,
    )


def _dispute_key(left: Claim, right: Claim, news: News) -> str:
    """One dispute is one thing: who denies, and what is denied; outlets count together."""
    denier = left if left.stance == "denies" or right.stance != "denies" else right
    kinds = ":".join(sorted({left.kind or "", right.kind or ""}))
    return f"disputed:{kinds}:{_who(denier, news)}"


def _answered(news: News) -> list[Draft]:
    """Open questions with an answer; those that one claim answers, in one update."""
    by_answer: dict[str, list[Claim]] = {}
    for link in news.links:
        if link.relation == "answers" and link.left in news.known and link.right in news.known:
            by_answer.setdefault(link.left, []).append(news.known[link.right])
    return [
        Draft(
            why="answered",
            text=f"An open question has an answer. It was {_questions(asked, news)}; now {_said(news.known[name], news)}",
            cites=(name, *(claim.id for claim in asked)),
            keys=tuple(f"answered:{claim.id}" for claim in asked),
            report=news.known[name].report,
        )
        for name, asked in by_answer.items()
    ]


def _questions(asked: Sequence[Claim], news: News) -> str:
    words = dict.fromkeys(wording.quoted(claim, _whole(claim, news)) for claim in asked)
    return " and ".join(list(words)[:QUOTED])


def _claims(news: News) -> list[Draft]:
    """What somebody says for the first time: an event, or anything that a party or a named speaker says.

    What the thread says already is not said again; a further claim of a kind that this speaker has told of before
    waits behind what is new altogether.
    """
    repeated = {link.left for link in news.links if link.relation in {"same", "supports"}}
    before = {key for update in news.published for key in update.key.split(AND)}
    found: list[Draft] = []
    for claim in sorted(news.claims, key=lambda claim: (-_score(claim, news), claim.id)):
        told = claim.kind or claim.speaker.side or (claim.speaker.start is not None and claim.speaker.named)
        if (
            claim.id in repeated
            or claim.background
            or not told
            or claim.stance in {"asks", "predicts", "does_not_know"}
            or not _tells(claim, news)
        ):
            continue
        if claim.hedged and _who(claim, news) in {"outlets", "unnamed"}:
            continue
        key, less = _claim_key(claim, news), 0.0 if claim.kind else NO_EVENT
        if not claim.kind or key in before:
            key, less = f"claim:{claim.id}", less + AGAIN * (claim.kind is not None)
        before.add(key)
        found.append(_single("claim", claim, key, news, less=less))
    return found


def _claim_key(claim: Claim, news: News) -> str:
    """What is new in a claim: that this speaker says something of this kind, in this way."""
    return f"claim:{claim.kind}:{claim.stance}:{_who(claim, news)}"


def _single(why: str, claim: Claim, key: str, news: News, *, less: float = 0.0) -> Draft:
    return Draft(
        why=why,
        text=_said(claim, news),
        cites=(claim.id,),
        keys=(key,),
        report=claim.report,
        score=_score(claim, news) - less,
        minor=True,
    )


def _unknowns(news: News) -> list[Draft]:
    repeated = {link.left for link in news.links if link.relation == "same"}
    return [
        _single("unknown", claim, f"unknown:{claim.id}", news)
        for claim in news.claims
        if claim.stance == "does_not_know"
        and claim.id not in repeated
        and not claim.background
        and not _PERSONAL.match(claim.text)
        and not _WITHHELD.search(claim.text)
        and _tells(claim, news)
    ]


#: "They did not know why", "I don't know if this is the day": nobody waits for that answer.
_PERSONAL = re.compile(r"(?i)\W*(?:i|we|they|he|she)\b")
#: Who would not be named or had no comment: true, and no open question of the crisis.
_WITHHELD = re.compile(
    r"(?i)\b(?:be (?:named|identified)|(?:his|her|their|its) (?:sur)?names?|name (?:his|her|their) sources?|"
    r"comment(?:ed)?|not authori[sz]ed|dar su nombre|coment(?:ó|ario|arios)|identific\w+|commentaires?)\b"
)


def _who(claim: Claim, news: News) -> str:
    """Who a claim counts for: its named speaker, or the outlets together, or nobody named."""
    speaker = claim.speaker
    if speaker.start is None or (speaker.who and fold(speaker.who) in news.outlets):
        return "outlets"
    return witness_name(speaker.who) if speaker.named and speaker.who else "unnamed"


def _corrections(news: News) -> list[Draft]:
    """A report that corrects or retracts: visible, and pointing at the update that it changes."""
    by_left: dict[str, list[Claim]] = {}
    for link in news.links:
        if link.rule == "correction" and link.left in news.known and link.right in news.known:
            by_left.setdefault(link.left, []).append(news.known[link.right])
    found: list[Draft] = []
    for name, rights in by_left.items():
        left = news.known[name]
        first = max(rights, key=lambda claim: (_score(claim, news), claim.id))
        found.append(
            Draft(
                why="correction",
                text=f"Correction. {ended(_said(left, news))} This corrects {wording.quoted(first, _whole(first, news))}",
                cites=(name, *(claim.id for claim in rights)),
                keys=tuple(f"correction:{claim.id}" for claim in rights),
                report=left.report,
                corrects=_told_in({claim.id for claim in rights}, {claim.report for claim in rights}, news),
            )
        )
    return found + _of_nothing(news)


#: A dispute cites what it is against, and the answer all that moved it: that is not where it was told.
_NO_TELLING = frozenset({"disputed", "probability"})


def _told_in(claims: set[str], reports: set[str], news: News) -> int | None:
    """The update that told one of these claims, else the last that told anything of these reports."""
    for cites in (claims, {name for name, claim in news.told.items() if claim.report in reports}):
        telling = [update for update in reversed(news.published) if cites & set(update.cites)]
        telling.sort(key=lambda update: update.why in _NO_TELLING)
        if telling:
            return telling[0].seq
    return None


def _of_nothing(news: News) -> list[Draft]:
    """A correction of something that this thread never had, or cannot tell: kept, and said to be so."""
    pointing = {link.left for link in news.links if link.rule == "correction"}
    reports = {news.known[name].report for name in pointing if name in news.known}
    found: list[Draft] = []
    for claim in news.claims:
        if claim.cue != "correction" or claim.report in reports:
            continue
        meant = {
            name
            for name, told in news.told.items()
            if told.source == claim.source and claim.kind in told.kinds and told.id != claim.id
        }
        # What many said alike was told by the first of them: then that is where it was told.
        alike = {
            n
            for n, told in news.told.items()
            if claim.kind and {*claim.kinds} <= {*told.kinds} and told.stance == "asserts"
        }
        corrects = _told_in(meant, set(), news) or next(
            (u.seq for u in news.published if alike & set(u.cites) and u.why not in _NO_TELLING), None
        )
        what = "Correction" if corrects else "Correction of a report that is not here"
        found.append(
            Draft(
                why="correction",
                text=f"{what}. {_said(claim, news)}",
                cites=(claim.id,),
                keys=(f"correction:{claim.report}",),
                report=claim.report,
                corrects=corrects,
            )
        )
    return found
