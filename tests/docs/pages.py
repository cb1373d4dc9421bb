"""The project's Markdown, taken apart: prose and code, links, tables, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
DECISIONS: Final = DOCS / "adr"
HOW_TOS: Final = DOCS / "how-to"

_FENCE: Final = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages() -> list[Path]:
    """Return every Markdown file that we write."""
    return sorted(
        [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "data").rglob("*.md")],
    )


def name_of(page: Path) -> str:
    """Return a page's path as messages show it."""
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """Return what stands between fences."""
    return _FENCE.findall(text)


def spans(text: str) -> list[str]:
    """Return code inside of sentences and tables."""
    return _SPAN.findall(_FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Return the targets of links and pictures."""
    return _LINK.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """Return what a link may name behind ``#``, as Markdown viewers make it from headings."""
    titles = (heading.strip().lower() for heading in _HEADING.findall(_FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def section(text: str, title: str) -> str:
    """Return what stands under a second-level heading."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def headings(text: str, *, level: int) -> list[str]:
    """Return the headings of one level."""
    return re.findall(rf"^{'#' * level} (.+)$", _FENCE.sub("", text), re.MULTILINE)


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of every row of every table, heads and rules too."""
    for line in _FENCE.sub("", text).splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def commands(text: str) -> Iterator[str]:
    """Yield everything that a reader might type: lines between fences, code in sentences."""
    typed = [line for block in blocks(text) for line in block.replace("\\\n", " ").splitlines()]
    for line in [*typed, *spans(text)]:
        yield line.partition(" #")[0].strip()
