"""Who wrote an entry."""

from __future__ import annotations

import pytest

from .conftest import rss


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ("<dc:creator>Ines Roth</dc:creator><dc:creator>Paul Lim</dc:creator>", "Ines Roth, Paul Lim"),
        ("<author>post@desk.example (Ines Roth)</author>", "Ines Roth"),
        ("<author>Ines Roth &lt;post@desk.example&gt;</author>", "Ines Roth"),
        ("<author>Ines Roth (post@desk.example)</author>", "Ines Roth"),
        ("<author>post@desk.example</author>", "post@desk.example"),
        ("<author>post@desk.example</author><dc:creator>Ines Roth</dc:creator>", "Ines Roth"),
        ("<author>Ines Roth</author><dc:creator>Ines Roth</dc:creator>", "Ines Roth"),
        ("<dc:creator>Roth, Lim (Desk)</dc:creator>", "Roth, Lim (Desk)"),
        ("<dc:creator>@ines@social.example</dc:creator>", "@ines@social.example"),
        ("<dc:creator></dc:creator>", None),
    ],
)
def test_all_authors_are_named_and_no_address_stands_beside_a_name(read, item, author):
    assert read(rss(f"<item><title>A</title>{item}</item>"))[0].author == author


def test_the_authors_of_atom_are_told_by_their_names(read):
    by = (
        "<author><name>Ines</name><email>post@desk.example</email></author><author><name>Paul</name></author>"
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>{by}</entry></feed>'
    assert read(feed)[0].author == "Ines, Paul"
