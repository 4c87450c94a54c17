"""A figure as a page of ours may hold it: no style inside, and names that no other figure on the page has."""

import re

_STYLE = re.compile(r'\sstyle="([^"]*)"')
_BLOCK = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_HEAD = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>", re.DOTALL)
_IDS = re.compile(r'(\bid="|url\(#|xlink:href="#|\bhref="#)')
_FONT = re.compile(r"(?:(?P<style>italic|oblique) )?(?:(?P<weight>bold|\d{3}) )?(?P<size>[\d.]+px) (?P<family>.+)")
# What a style may say, as an attribute may say it too.
_KNOWN = frozenset({
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity", "text-anchor", "font-size", "font-family",
    "font-weight", "font-style", "direction", "clip-path", "color",
})  # fmt: skip


def plain(svg: str, *, name: str, alt: str) -> str:
    """The picture without styles, under its own name, with its words for whoever does not see it."""
    bare = _BLOCK.sub("", _HEAD.sub("", svg)).strip()
    bare = _STYLE.sub(lambda found: _attributes(found[1]), bare)
    bare = _IDS.sub(rf"\g<1>{name}-", bare)
    label = alt.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    head = f'<svg role="img" aria-label="{label}" stroke-linejoin="round" stroke-linecap="butt" class="figure" '
    return bare.replace("<svg ", head, 1)


def _attributes(style: str) -> str:
    found: dict[str, str] = {}
    for part in style.split(";"):
        key, _colon, value = (one.strip() for one in part.partition(":"))
        if key == "font" and (font := _FONT.fullmatch(value)):
            told = {"font-style": font["style"], "font-weight": font["weight"], "font-size": font["size"]}
            found |= {name: one for name, one in told.items() if one} | {"font-family": font["family"]}
        elif key in _KNOWN:
            found[key] = value
    return "".join(f' {key}="{value}"' for key, value in found.items())
