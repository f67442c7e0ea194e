"""Documents made on the spot: just enough of PDF, DOCX and ODT for a test to say what stands in them."""

from __future__ import annotations

import io
import zipfile

Placed = tuple[float, float, float, str]  # left, bottom, size of the letters, words

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def zipped(**files: str | bytes) -> bytes:
    """A ZIP of some files; '__' in a name is '/', and '_' before the suffix a dot."""
    return archive({name.replace("__", "/").replace("_xml", ".xml"): held for name, held in files.items()})


def archive(files: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, words in files.items():
            # The kind of an OpenDocument stands at the head of the file, as it is.
            out.writestr(name, words, zipfile.ZIP_STORED if name == "mimetype" else None)
    return held.getvalue()


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def docx(*blocks: str, title: str = "", created: str = "", modified: str = "", **parts: str) -> bytes:
    """A Word document; a block without markup is a paragraph."""
    body = "".join(block if block.startswith("<") else f"<w:p>{run(block)}</w:p>" for block in blocks)
    core = (
        f"<c {_CORE}><dc:title>{title}</dc:title><dcterms:created>{created}</dcterms:created>"
        f"<dcterms:modified>{modified}</dcterms:modified></c>"
    )
    return zipped(
        word__document_xml=f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        docProps__core_xml=core,
        **{f"word__{name}_xml": f"<w:{name} {_W}>{held}</w:{name}>" for name, held in parts.items()},
    )


def odt(*blocks: str) -> bytes:
    """An OpenDocument text; a block without markup is a paragraph."""
    body = "".join(block if block.startswith("<") else f"<text:p>{block}</text:p>" for block in blocks)
    content = f"<office:doc {_O}><office:body><office:text>{body}</office:text></office:body></office:doc>"
    return zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml=content)


def pdf(*pages: list[Placed], **about: str) -> bytes:
    """A PDF with words at places, in points from the lower left; `about` is its own description (Title=...)."""
    found: list[bytes] = []

    def add(held: bytes) -> int:
        found.append(held)
        return len(found)

    font = add(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /F %d Tf %d %d Td (%s) Tj ET\n" % (size, left, bottom, words.encode("cp1252"))
            for left, bottom, size, words in page
        )
        stream = add(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        kids.append(
            add(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
                % (2 + 2 * len(pages), stream, font)
            )
        )
    tree = add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)))
    root = add(b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    told = add(b"<<%s>>" % b"".join(b"/%s(%s)" % (k.encode(), v.encode()) for k, v in about.items()))
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(found, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(found) + 1, table, len(found) + 1, root, told, len(out),
    )  # fmt: skip


def column(*lines: str, top: float = 740, left: float = 72, size: float = 11) -> list[Placed]:
    """Lines below each other, as a paragraph is printed."""
    return [(left, top - 14 * number, size, words) for number, words in enumerate(lines)]
