"""Scripts, styles and fonts: what the build compressed is sent as it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
_FOREVER: Final = "public, max-age=31536000, immutable"


class CompressedStaticFiles(StaticFiles):
    """Static files whose ``.br`` or ``.gz`` neighbour is sent to clients that accept it.

    Names of built files carry a hash of their content, so browsers may keep them for good.
    """

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or its compressed neighbour."""
        response = self._compressed(Path(full_path), scope) or super().file_response(
            full_path, stat_result, scope, status_code
        )
        response.headers.setdefault("Vary", "Accept-Encoding")
        if "assets" in Path(self.get_path(scope)).parts:
            response.headers["Cache-Control"] = _FOREVER
        return response

    def _compressed(self, path: Path, scope: Scope) -> Response | None:
        asked = Headers(scope=scope)
        accepted = asked.get("accept-encoding", "")
        for encoding, suffix in _ENCODINGS:
            neighbour = path.with_name(path.name + suffix)
            if encoding in accepted and neighbour.is_file():
                response = FileResponse(
                    neighbour,
                    media_type=FileResponse(path).media_type,
                    headers={"Content-Encoding": encoding},
                    stat_result=neighbour.stat(),
                )
                if self.is_not_modified(response.headers, asked):
                    return NotModifiedResponse(response.headers)
                return response
        return None
