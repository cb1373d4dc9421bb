"""Reading a page as a browser would."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """What a browser would find in a page: elements, texts, and addresses it would ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and what it says of itself."""
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of this name."""
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Note a text under the element it stands in."""
        self.texts.setdefault(self._open[-1] if self._open else "", []).append(data.strip())

    @property
    def visible(self) -> str:
        """The texts a reader sees."""
        hidden = {"script", "style", "title"}
        return " ".join(
            text for tag, texts in self.texts.items() if tag not in hidden for text in texts
        )

    @property
    def fetched(self) -> list[str]:
        """Addresses that are loaded without anybody following a link."""
        attributes = [
            str(value)
            for tag, attrs in self.elements
            for name, value in attrs.items()
            if name in {"src", "srcset", "data", "poster"} or (name == "href" and tag != "a")
        ]
        styles = " ".join(self.texts.get("style", []))
        return attributes + re.findall(r"url\(([^)]*)\)|@import", styles)
