"""Reads pages: which elements they hold, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset({"area", "br", "circle", "col", "hr", "img", "input", "link", "meta"})
_UNSAID: Final = frozenset({"script", "style", "code"})


@dataclass(frozen=True)
class Element:
    """An element with its attributes, and what it and everything around it is called."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list, compare=False)

    @property
    def classes(self) -> set[str]:
        """The words of its ``class``."""
        return set(self.attributes.get("class", "").split())

    @property
    def words(self) -> str:
        """All text inside, with single spaces."""
        return " ".join(" ".join(self.text).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[tuple[str, tuple[Element, ...]]] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)
        words = " ".join(data.split())
        if words and not any(element.tag in _UNSAID for element in self._open):
            self.texts.append((words, tuple(self._open)))


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

    def texts(self) -> Iterator[tuple[str, tuple[Element, ...]]]:
        """Yield every text with the elements around it, the outermost first."""
        yield from self._reader.texts

    def links(self) -> list[str]:
        """Return where ``href`` of anchors and ``link`` elements, ``src`` and ``use`` lead."""
        return [
            one.attributes[name]
            for one in self._reader.elements
            for name in ("href", "src", "hx-get", "action")
            if name in one.attributes
        ]
