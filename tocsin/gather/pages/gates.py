"""Boxes that ask something of the reader and stand over or before an article: consent, locks, sign-ups."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from tocsin.gather.pages.asides import drop
from tocsin.gather.pages.notices import certainty
from tocsin.gather.text.markup import Element

#: What consent platforms and locks call their own boxes; no article is called so.
_PLATFORM = re.compile(
    r"(?:^|[\s_-])(?:onetrust|optanon|ot-sdk|didomi|usercentrics|uc-banner|cybot|cookiebot|qc-cmp\d?|sp-message|truste|trustarc"
    r"|cmplz|cookie-law-info|cli-modal|borlabs|cookieyes|cky|klaro|iubenda|osano|fc-consent|fc-ab|tarteaucitron|axeptio|termly"
    r"|moove-gdpr|cookie-notice|cc-window|cookieconsent|eu-cookie-compliance|evidon|hs-eu-cookie|cmpbox|cmpwrapper|sliding-popup"
    r"|piano-(?:modal|offer)|tp-(?:modal|backdrop|iframe-wrapper)|zephr|poool|pn-paywall|leaky-paywall|cookie-?(?:banner|bar|consent|wall|popup|modal))"
    r"(?=$|[\s_-])"
)
#: What such boxes are called in general; it takes their words, too.
_GENERAL = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|dsgvo|rgpd|lgpd|kvkk|ccpa|cmp|privacy|paywall|regwall|loginwall|adwall|adblock\w*|overlay"
    r"|modal|pop-?up|lightbox|interstitial|gate|wall|barrier|meter|offer|subscribe|subscription|register|registration|login|banner"
    r"|notice|disclaimer)(?=$|[\s_-])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BOXES = ("div", "section", "aside", "dialog", "form", "footer", "header")
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_FRAME = _UNSEEN | {"head", "a", "nav", "header", "footer", "button", "form", "select", "iframe", "svg"}
_FEWEST = 20  # letters
_SURE = 0.9
_MOST = 400  # boxes of one page whose words are looked at
_LOOKED_AT = 1500  # characters


def taken_away(root: Element) -> bool:
    """Take such boxes out of the tree; whether any was.

    A box of a consent platform goes unless it holds the article; a dialog, and one named in a more general way
    ('overlay', 'privacy'), only where its words are a notice: 'cookies' may be the topic of a page.
    """
    boxes = [box for box in islice((e for e in root.iter(*_BOXES) if _named(e)), _MOST) if _is_gate(box)]
    for box in boxes:
        if box.getparent() is not None:
            drop(box)
    return bool(boxes)


def nothing_left(root: Element) -> bool:
    """Whether the page has no words of its own outside of its menus: what stood there was the box."""
    letters = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in _FRAME:
            walk.skip_subtree()
        elif event == "start":
            letters += len("".join((element.text or "").split()))
        if event == "end" and element is not root:
            letters += len("".join((element.tail or "").split()))
        if letters > _FEWEST:
            return False
    return True


def _named(element: Element) -> int:
    """2 where a platform's name is given, 1 for a dialog or a general name, else 0."""
    told = f"{element.get('id') or ''} {element.get('class') or ''}"
    if len(told) > 1:
        told = _CAMEL.sub("-", told[:400]).lower().replace("_", "-")
        if _PLATFORM.search(told):
            return 2
        if _GENERAL.search(told):
            return 1
    dialog = element.get("role") in {"dialog", "alertdialog"} or element.get("aria-modal") == "true"
    return int(dialog or element.tag == "dialog")


def _is_gate(box: Element) -> bool:
    holds = next(box.iter("article", "main", "h1"), None) is not None
    if _named(box) == 2 and not holds:
        return True
    text = _opening(box)
    return bool(text) and certainty("", text) > _SURE and not (holds and len(text) >= _LOOKED_AT)


def _opening(box: Element) -> str:
    """The first words of a box: boxes stand in boxes, and each is looked at."""
    pieces: list[str] = []
    for element in box.iter():
        if element.tag in _UNSEEN:
            continue
        pieces += [element.text or "", element.tail or "" if element is not box else ""]
        if sum(map(len, pieces[-50:])) > _LOOKED_AT or len(pieces) > _LOOKED_AT:
            break
    return " ".join(" ".join(pieces).split())[:_LOOKED_AT]
