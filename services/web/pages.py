"""Pages: templates of all rooms, in the language of the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from geo.errors import WorkbenchError
from services.settings import Settings
from services.web.actor import Actor
from services.web.csrf import FIELD, make_token
from services.web.filter import Filter
from services.web.i18n import Speech
from services.web.plain import plain_text
from services.web.texts import LANGS, Lang, LocalText, say

STATIC_DIR: Final = Path(__file__).parent / "static"
BUILD_DIR: Final = STATIC_DIR / "build"
_MANIFEST: Final = BUILD_DIR / ".vite" / "manifest.json"


class ClientNotBuiltError(WorkbenchError):
    """The built client, which brings Leaflet, is missing."""

    def __init__(self, *, command: str) -> None:
        super().__init__(f"the client is not built: call `{command}`")
        self.command = command


class Assets:
    """The built scripts and styles by the name of their source."""

    def __init__(self, manifest: Path = _MANIFEST) -> None:
        self._chunks: Mapping[str, Mapping[str, Any]] = (
            orjson.loads(manifest.read_bytes()) if manifest.is_file() else {}
        )

    def script(self, source: str) -> str | None:
        """Return the address of a built entry such as ``src/page.ts``; None if not built."""
        chunk = self._chunks.get(source)
        return None if chunk is None else f"/static/build/{chunk['file']}"

    def styles(self, source: str) -> list[str]:
        """Return the addresses of the styles that an entry needs."""
        chunk = self._chunks.get(source)
        if chunk is None:
            return []
        own = [chunk["file"]] if chunk["file"].endswith(".css") else []
        return [f"/static/build/{file}" for file in [*own, *chunk.get("css", [])]]


class Pages:
    """Renders templates; one environment per language, made once."""

    def __init__(
        self,
        template_dirs: Sequence[Path],
        *,
        settings: Settings,
        assets: Assets,
        shared: Mapping[str, Any],
    ) -> None:
        loader = ChoiceLoader([FileSystemLoader(folder) for folder in template_dirs])
        self._environments = {lang: _environment(loader, Speech(lang)) for lang in LANGS}
        for environment in self._environments.values():
            environment.globals |= {"settings": settings, "asset": assets, **shared}

    def render(
        self,
        request: Request,
        template: str,
        context: Mapping[str, Any],
        *,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HTMLResponse:
        """Return a page in the language of the request's address."""
        lang: Lang = "en" if request.scope.get("lang") == "en" else "de"
        # Two slashes at the start of a link would be another host.
        path, query = "/" + request.url.path.lstrip("/"), request.url.query
        html = (
            self._environments[lang]
            .get_template(template)
            .render(
                request_path=path,
                here=path + (f"?{query}" if query else ""),
                **_about_actor(request),
                shows_demo=_demo_shower(request),
                **context,
            )
        )
        return HTMLResponse(
            html, status, headers={"Content-Language": lang, "Cache-Control": "no-cache"}
        )


def _demo_shower(request: Request) -> Callable[[], bool]:
    """Return what tells a page whether invented voices are shown; asked only by whole pages."""

    def shows_demo() -> bool:
        shown: bool = request.app.state.shows_demo()
        return shown

    return shows_demo


def _about_actor(request: Request) -> dict[str, Any]:
    """Return who is signed in, what they may open, and the field that their forms must carry."""
    actor: Actor | None = getattr(request.state, "actor", None)
    session_token: str | None = getattr(request.state, "session_token", None)

    def csrf_field() -> Markup:
        if session_token is None:
            return Markup()
        return Markup('<input type="hidden" name="{}" value="{}">').format(
            FIELD, make_token(session_token)
        )

    def may(path: str, method: str = "GET") -> bool:
        allowed: bool = request.app.state.may(actor, method, path)
        return allowed

    private: bool = getattr(request.state, "private", False)
    return {"actor": actor, "csrf_field": csrf_field, "may": may, "private": private}


def _environment(loader: ChoiceLoader, speech: Speech) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        speech.gettext, speech.ngettext, newstyle=True
    )
    prefix = "" if speech.lang == "de" else f"/{speech.lang}"

    def url(path: str, filter_: Filter | None = None, **more: str) -> str:
        pairs = [*(filter_.pairs() if filter_ else ()), *more.items()]
        query = urlencode(pairs)
        return prefix + path + (f"?{query}" if query else "")

    def in_language(here: str, lang: Lang) -> str:
        # ``here`` comes without prefix: the middleware took it off.
        return here if lang == "de" else f"/{lang}{'' if here == '/' else here}"

    def say_here(text: LocalText | None) -> str:
        return say(text, speech.lang)

    def svg(markup: str) -> Markup:
        return Markup(markup)  # noqa: S704 - signs and marks are our own files, checked by a test

    environment.globals |= {
        "in_language": in_language,
        "lang": speech.lang,
        "prefix": prefix,
        "speech": speech,
        "svg": svg,
        "url": url,
    }
    environment.filters |= {
        "day": speech.day,
        "money": speech.money,
        "number": speech.number,
        "percent": speech.percent,
        "plain": plain_text,
        "say": say_here,
    }
    return environment


def render(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    """Return a page of the app that serves ``request``."""
    pages: Pages = request.app.state.pages
    return pages.render(request, template, context, status=status)
