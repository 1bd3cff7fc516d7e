"""How old an answer is: an ETag by the version of the data and, where it is about now, by the minute."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import Request, Response
from sqlalchemy.orm import Session

from geo.data_version import versions_statement
from geo.schedule_book import minute_of

_ETAG = "the version of the data, and of an answer about now the minute too; to be sent back as `If-None-Match`"

CACHE_CONTROL = "public, no-cache"
"""Anybody may keep an answer, and must ask whether it is still true: what staff change shows at once."""


NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"ETag": {"description": _ETAG, "schema": {"type": "string"}}}},
    304: {"description": "Nothing has changed since the answer whose `ETag` stands in `If-None-Match`."},
}
"""What OpenAPI says of routes that ask `not_modified`."""


def etag_of(versions: Sequence[int], minute: int | None) -> str:
    """`versions` are those of calendar and data; `minute` is the one of an answer about now, as `minute_of` counts.

    Weak, since a compressed answer has it too.
    """
    calendar, data = versions
    return f'W/"{data:x}.{calendar:x}"' if minute is None else f'W/"{data:x}.{calendar:x}.{minute:x}"'


def cache_headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": CACHE_CONTROL}


def is_current(if_none_match: str, etag: str) -> bool:
    """By weak comparison (RFC 9110, 13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in known or etag.removeprefix("W/") in known


def not_modified(session: Session, request: Request, response: Response, at: datetime | None) -> Response | None:
    """The answer to somebody who has it already; None for anybody else, whose `response` is told its ETag.

    To be asked before the data are read: an ETag may be older than its answer, never newer.
    """
    etag = etag_of(session.execute(versions_statement()).one(), minute_of(None) if at is None else None)
    if is_current(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=cache_headers(etag))
    response.headers.update(cache_headers(etag))
    return None
