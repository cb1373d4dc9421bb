"""Reads pages: which elements they hold, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta"})
_UNSAID: Final = frozenset({"script", "style", "code"})


@dataclass
class Element:
    """An element: what it is called, what stands around it, and which of the texts are inside."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    texts: list[str]
    """All texts of the page; those from ``first`` to ``end`` are inside."""
    first: int
    end: int | None = None

    @property
    def classes(self) -> set[str]:
        """The words of its ``class``."""
        return set(self.attributes.get("class", "").split())

    @property
    def words(self) -> str:
        """All text inside, with single spaces."""
        return " ".join(" ".join(self.texts[self.first : self.end]).split())

    @property
    def outwards(self) -> Iterator[Element]:
        """The element itself and everything around it, the innermost first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.said: list[tuple[str, Element]] = []
        self._inside: Element | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in _VOID:
            self._inside = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self._inside, self.texts, len(self.texts))
        self.elements.append(element)
        return element

    def handle_endtag(self, tag: str) -> None:
        while self._inside is not None:
            left, self._inside = self._inside, self._inside.parent
            left.end = len(self.texts)
            if left.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.isspace():
            return
        self.texts.append(data)
        if self._inside is not None:
            self.said.append((" ".join(data.split()), self._inside))


class Page:
    """A page that was read."""

    def __init__(self, markup: str) -> None:
        self._reader = _Reader()
        self._reader.feed(markup)
        self._reader.close()

    def all(self, tag: str | None = None, class_: str | None = None) -> list[Element]:
        """Return elements by name and class, in their order."""
        return [
            one
            for one in self._reader.elements
            if (tag is None or one.tag == tag) and (class_ is None or class_ in one.classes)
        ]

    def one(self, tag: str | None = None, class_: str | None = None) -> Element:
        """Return the only such element."""
        (found,) = self.all(tag, class_)
        return found

    def by_id(self, id_: str) -> Element:
        """Return the element with this id."""
        (found,) = (one for one in self._reader.elements if one.attributes.get("id") == id_)
        return found

    def texts(self) -> Iterator[tuple[str, Element]]:
        """Yield every text that is shown, with the element around it."""
        for text, inside in self._reader.said:
            if not any(one.tag in _UNSAID for one in inside.outwards):
                yield text, inside

    def links(self) -> list[str]:
        """Return where anchors, assets, forms and fragments lead."""
        return [
            one.attributes[name]
            for one in self._reader.elements
            for name in ("href", "src", "hx-get", "action")
            if name in one.attributes
        ]
