"""Codes that an editor's system replaces by pictures and players before a page is shown ([gallery ids="1,2"]).

Their form is that of WordPress (developer.wordpress.org/apis/shortcode) and of forums ([url=...]): what an editor
puts in brackets for readers ("[sic]", "[the mayor]") has no attributes and no end, and stays.
"""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][\w-]{0,40}"
# Quotation marks come as themselves, as references, or as a system has set them ("&#8221;", ″).
_QUOTE = r"(?:[\"'“”„«»″′]|&quot;|&#0?3[49];|&#82(?:1[67]|2[01]|4[23]);)"
_VALUE = rf"(?:{_QUOTE}(?:(?!{_QUOTE})[^\[\]]){{0,600}}+{_QUOTE}|[^\s\[\]\"']{{1,300}}+)"
_ATTRIBUTES = rf"(?:\s{{1,9}}+[A-Za-z_][\w-]{{0,40}}+\s?+=\s?+{_VALUE}){{1,30}}+"
_ADDRESS = r"\s{1,9}https?://[^\s\[\]]{1,600}+"
#: A code with attributes or an address, one that closes itself, or the end of one.
_CODE = re.compile(rf"\[(?:{_NAME}(?:(?:{_ATTRIBUTES}|{_ADDRESS})\s{{0,9}}/?|\s{{0,9}}/)|/{_NAME})\]")
_END = re.compile(rf"\[/({_NAME})\]")
_BARE = re.compile(rf"\[({_NAME})(?:=[^\[\]]{{1,600}})?\]")
#: WordPress' own that stand alone without attributes.
_ALONE = frozenset({"audio", "embed", "gallery", "playlist", "video"})
#: The words under a picture.
_CAPTION = re.compile(r"\[((?:wp_)?caption)\b[^\]\[]{0,600}\][^\[]{0,1200}\[/\1\]")
#: A player's address is no word of the text.
_PLAYER = re.compile(
    r"\[(embed|audio|video|playlist)\b[^\]\[]{0,600}\]\s{0,9}(?:https?://[^\s\[\]]{1,600})?\s{0,9}\[/\1\]"
)


def without_codes(text: str) -> str:
    """The text without its codes; what stands between the two ends of one stays, but for captions and addresses."""
    if "[" not in text:
        return text
    text = _PLAYER.sub("", _CAPTION.sub("", text))
    ended = set(_END.findall(text))

    def bare(found: re.Match[str]) -> str:
        name = found[1]
        alone = "=" not in found[0] and (name.lower() in _ALONE or "_" in name)
        return "" if alone or name in ended else found[0]

    return _CODE.sub("", _BARE.sub(bare, text))
