"""Live pages without schema.org whose posts each hold a clock of their own: a box with '14:05' or a data-timestamp."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tocsin.gather.text.markup import Element, words

_CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ](?:hrs?|Uhr|uur|hs?))?(?:[ ]\(?[A-Z]{2,5}\)?)?",
    re.IGNORECASE,
)
_TAGS = ("time", "span", "h2", "h3", "h4", "h5", "strong", "b", "p", "div", "a", "small")
_OUTSIDE = frozenset({"nav", "aside", "footer", "li"})
_MOST = 500  # clocks of one page
_FEWEST = 2
_WORDS = 6  # of a post, at the least


def unfold(root: Element) -> str | None:
    """The text of such a page, each post below its clock, as on pages without boxes; None where the page is none.

    A post is the largest box with one clock; there are two or more beside each other, each with words of its own.
    What stands above the first of them (a pinned post) stays above; lists of links to the posts (key events) do not.
    """
    clocks = [e for body in root.xpath("//body") for e in body.iter(*_TAGS) if _is_clock(e)][:_MOST]
    held = Counter(above for clock in clocks for above in clock.iterancestors())
    boxes = {box: clock for clock in clocks if (box := _box(clock, held)) is not None}
    parents = Counter(box.getparent() for box in boxes)
    if not parents or parents.most_common(1)[0][1] < _FEWEST:
        return None
    return "\n\n".join(filter(None, _lines(parents.most_common(1)[0][0], boxes)))


def _lines(parent: Element, boxes: dict[Element, Element]) -> Iterator[str]:
    for child in parent.iterchildren():
        if (clock := boxes.get(child)) is not None:
            yield " ".join((clock.text or "").split())
            clock.text = ""
        if child.tag not in {"h1", "ul", "ol", "nav", "aside", "header", "footer"}:
            yield words(child)


def _is_clock(element: Element) -> bool:
    told = " ".join((element.text or "").split())
    return (
        len(element) == 0
        and bool(_CLOCK.fullmatch(told))
        and not any(a.tag in _OUTSIDE for a in element.iterancestors())
    )


def _box(clock: Element, held: Counter[Element]) -> Element | None:
    box = None
    for above in clock.iterancestors():
        if held[above] > 1 or above.tag in {"body", "main", "article", "html"}:
            break
        box = above
    if box is None:
        return None
    linked = sum(len("".join(link.itertext()).split()) for link in box.iter("a"))
    told = len("".join(box.itertext()).split())  # a card that leads to another story is all link
    return box if told > _WORDS and linked * 2 < told else None
