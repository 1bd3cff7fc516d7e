"""The stylesheets, scripts and fonts, at addresses that change with their content so that browsers may keep them."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "static"
SERVED = {".css", ".js", ".json", ".svg", ".png", ".woff2", ".ico"}
"""Endings of what is for browsers; the rest of the folder (licences, the script that fetches) is for developers."""

TOGETHER = {"site.css": ("vendor/govuk-frontend/govuk-frontend.css", "pakmud.css")}
"""Files that are served as one: nothing is painted before all of them are there, and each would be one more way."""


def mount_static(app: FastAPI) -> None:
    app.mount("/static", _KeptForEver(directory=FOLDER), name="static")


def static_url(path: str) -> str:
    """The address of a file of `api/static`.

    The hash is of the whole folder, not of the file: stylesheets and modules name each other by relative paths, which
    then stay right without rewriting them.
    """
    return f"/static/{_folder_hash()}/{path}"


@cache
def _folder_hash() -> str:
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.relative_to(FOLDER).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _joined(path: str) -> str:
    return "\n".join((FOLDER / part).read_text() for part in TOGETHER[path])


def _files() -> Iterator[Path]:
    return (path for path in sorted(FOLDER.rglob("*")) if path.suffix in SERVED)


class _KeptForEver(StaticFiles):
    """Drops the hash from the path; an old hash still answers, but is not kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        version, _, path = path.partition("/")
        if Path(path).suffix not in SERVED:
            return Response(status_code=404)
        if path in TOGETHER:
            response = Response(_joined(path), media_type="text/css")
        else:
            response = await super().get_response(path, scope)
        kept = version == _folder_hash()
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "public, max-age=60"
        return response
