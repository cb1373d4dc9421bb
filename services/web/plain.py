"""Texts of strangers as plain text: some come with HTML in them, out of a KML or a web map."""

from __future__ import annotations

import html
import re
from typing import Final

_NAMES: Final = frozenset(
    {
        "a", "abbr", "address", "article", "audio", "b", "big", "blockquote", "body", "br",
        "button", "caption", "center", "cite", "code", "dd", "div", "dl", "dt", "em", "embed",
        "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
        "html", "i", "iframe", "img", "input", "label", "li", "link", "main", "math", "meta",
        "nav", "object", "ol", "option", "p", "pre", "q", "s", "script", "section", "select",
        "small", "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "table",
        "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "tt", "u",
        "ul", "video",
    }
)  # fmt: skip
_TAG: Final = re.compile(rf"</?({'|'.join(sorted(_NAMES))})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_SILENT: Final = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style|template|iframe|object)[\s/>].*?(?:</\1[^>]*>|$)",
    re.IGNORECASE | re.DOTALL,
)
"""What no reader of a page sees."""
_BREAKS: Final = frozenset(
    {"br", "p", "div", "dd", "dt", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4"}
)
_GAPS: Final = frozenset({"td", "th", "img"})
_MOST: Final = 10_000
"""Letters of a text with HTML; the rest is cut off."""
_ROUNDS: Final = 5
"""So often tags may hide in each other."""


def plain_text(text: str) -> str:
    """Return ``text`` as it is, or without its HTML where it holds some.

    What a browser would run or fetch goes with all it contains. ``a < b`` and ``<unbekannt>`` are
    no HTML. Whoever shows the result must escape it all the same.
    """
    rest = text[:_MOST]
    if "<" not in rest or not (_TAG.search(rest) or _SILENT.search(rest)):
        return text
    for _ in range(_ROUNDS):
        rest = _TAG.sub(_gap, _SILENT.sub("", rest))
    lines = html.unescape(rest).split("\n")
    return "\n".join(line for one in lines if (line := " ".join(one.split())))


def _gap(tag: re.Match[str]) -> str:
    name = tag.group(1).lower()
    if name in _BREAKS:
        return "\n"
    return " " if name in _GAPS else ""
