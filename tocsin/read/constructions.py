"""What a verb of saying shows by how it is built, in English: 'call for', 'call it a coup', 'ordered pizza'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.model import Stance
from tocsin.read.contents import questions
from tocsin.read.grammar import has, verbs
from tocsin.read.lexicon import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token


#: Objects by which a verb of saying tells a deed ("denied bail", "ordered pizza") or a saying ("called a strike").
_NOT_DENIED, _DEEDS, _MEETINGS = (
    word_list(name) for name in ("not_denied", "deeds_ordered", "meetings_called")
)


_DEED_ENDS = ("tion", "sion", "ment", "al", "ure", "ing", "ance", "ence", "out", "down", "off", "ery")


_DONE_TO = word_list("done_to")


def wants_to_know(token: Token) -> Stance | None:
    """The stance of 'know' in 'wants to know who paid', and of 'want' in 'wants him to go'."""
    if token.lemma_.lower() == "want":
        clauses = [c for c in token.children if c.dep_ == "ccomp" and has(c, "nsubj", "nsubjpass")]
        return "calls_for" if clauses and any(g.tag_ == "TO" for c in clauses for g in c.children) else None
    wanted = token.dep_ == "xcomp" and token.head.lemma_.lower() in {
        "want",
        "demand",
        "ask",
        "seek",
        "like",
        "need",
    }
    return "asks" if token.lemma_.lower() == "know" and wanted else None


def by_construction(token: Token, stance: Stance) -> Stance | None:
    """The stance where the construction decides: 'call for', 'call it a coup', 'ask whether'."""
    lemma, after = token.lemma_.lower(), {c.lower_ for c in token.children if c.dep_ in {"prep", "prt"}}
    if any(c.dep_ == "xcomp" and wants_to_know(c) == "asks" for c in token.children):
        return None  # "demanded to know why": the question is what counts
    if token.dep_ in {"xcomp", "pcomp"} and verbs().get(token.head.lemma_.lower()) == "denies":
        return None  # "denied ordering the arrest": he gives no order
    if done_without_words(token, lemma):
        return None
    if lemma == "rule":
        return "denies" if "out" in after else None
    if lemma == "bar" and "from" not in after:
        return None
    if lemma == "plead" and not (after & {"for", "with"} or has(token, "xcomp", "ccomp")):
        return None  # "pleaded not guilty"
    if lemma == "ask" and any(c.dep_ == "xcomp" and c.lemma_ in _UNNAMED for c in token.children):
        return None  # "who asked not to be named"
    if lemma == "advise":
        return "asserts" if has(token, "ccomp") and not has(token, "xcomp", "prep") else stance
    if lemma == "call":
        return _called(token, after)
    if lemma == "ask":
        if questions(token):
            return "asks"
        return "calls_for" if has(token, "xcomp", "ccomp") or "for" in after else None
    if lemma in {"tell", "warn"} and has(token, "xcomp") and not has(token, "ccomp"):
        return "orders" if lemma == "tell" else stance
    return stance


_UNNAMED = frozenset({"name", "identify", "quote", "remain", "be"})


def done_without_words(token: Token, lemma: str) -> bool:
    """Whether nothing was said: 'denied bail to', 'ordered pizza'."""
    things = [c for c in token.children if c.dep_ == "dobj"]
    if lemma == "deny" and not has(token, "ccomp", "xcomp"):
        return has(token, "dative") or any(c.lemma_.lower() in _NOT_DENIED for c in things[:1])
    if lemma == "order" and not any(t.tag_ == "TO" or t.dep_ in {"ccomp", "xcomp"} for t in token.subtree):
        return bool(things) and not any(_deed(c) for c in things)
    return False


def _called(token: Token, after: set[str]) -> Stance | None:
    """'Called a strike', 'called for calm', 'called it a coup'; 'called off the march' says nothing."""
    if "off" in after:
        return None
    things = [c for c in token.children if c.dep_ == "dobj"]
    if any(c.lemma_.lower() in _MEETINGS for c in things):
        named = has(token, "oprd") or token.doc[max(t.i for t in things[0].subtree)].pos_ == "ADJ"
        return "asserts" if named else "calls_for"
    if after & {"for", "on", "upon", "into", "onto", "out"}:
        return "calls_for"
    return "asserts" if has(token, "oprd", "ccomp") else None


def _deed(noun: Token) -> bool:
    """Whether a noun is something done, not a thing: 'a retreat', 'the closure of the port'."""
    lemma = noun.lemma_.lower()
    return lemma in _DEEDS or lemma in _DONE_TO or lemma.endswith(_DEED_ENDS) or noun.pos_ == "PRON"


def unreal(token: Token) -> bool:
    """'an excuse to order his arrest': an infinitive that hangs on a noun or a purpose tells of nothing said."""
    verb = token
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in _CHARGED:
        return True  # "accused of ordering the raid"
    if verbs().get(token.lemma_.lower()) == "orders" and any(
        c.tag_ == "MD" and c.lower_ != "must" for c in token.children
    ):
        return True  # "will impose sanctions": nothing is ordered yet
    return verb.dep_ in {"acl", "relcl", "advcl"} and any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    )


_CHARGED = frozenset({"accuse", "suspect", "charge", "convict", "acquit", "blame", "clear"})
