"""Whose a page's microdata is: the article's that holds the headline, or that of a story beside it."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.gather.text.markup import Element

_TOLD = ("headline", "name", "author", "datePublished", "dateCreated", "dateModified")
_MOST = 400  # of one page


def others(root: Element, elsewhere: Callable[[Element], bool]) -> list[Element]:
    """Take the names of microdata off what belongs to other stories; those elements.

    Another story is an article with a scope of its own that does not hold the headline, or one that stands in an
    aside, a list or a teaser (`elsewhere`).
    """
    heading = _heading(root)
    mine = set() if heading is None else {heading, *heading.iterancestors()}
    told = " or ".join(f"@itemprop='{name}'" for name in _TOLD)
    found = []
    for element in root.xpath(f"//body//*[{told}]")[:_MOST]:
        scope = next((e for e in element.iterancestors() if _is_article(e)), None)
        if scope is None or scope in mine or not (_claimed(mine) or elsewhere(element)):
            continue
        found.append(element)
    for element in found:
        del element.attrib["itemprop"]
        if element.tag == "meta":
            element.attrib.pop("content", None)
    return found


def nearest(root: Element, elements: list[Element]) -> list[Element]:
    """The elements, those first that share more of their place in the page with the headline."""
    heading = _heading(root)
    if heading is None:
        return elements
    depth = {above: at for at, above in enumerate(reversed(list(heading.iterancestors())))}
    shared = {e: max((depth.get(above, 0) for above in e.iterancestors()), default=0) for e in elements}
    return sorted(elements, key=lambda e: -shared[e])


def _heading(root: Element) -> Element | None:
    found = root.xpath("(//article//h1 | //main//h1)[1]") or root.xpath("(//h1)[1]")
    return found[0] if found else None


def _claimed(mine: set[Element]) -> bool:
    return any(_is_article(element) for element in mine)


def _is_article(element: Element) -> bool:
    kind = element.get("itemtype") or ""
    return element.get("itemscope") is not None and kind.endswith(("Article", "Posting"))
