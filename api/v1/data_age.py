"""How old an answer is: an ETag by the version of the data and, where it is about now, by the minute."""

from collections.abc import Sequence
from datetime import datetime

from geo.opening_hours import BANGKOK


def etag_of(versions: Sequence[int], at: datetime | None) -> str:
    """`versions` are those of calendar and data; `at` None: the answer is about the minute that it is given in.

    Weak, since a compressed answer has it too.
    """
    minute = "" if at is not None else f".{int(datetime.now(BANGKOK).timestamp()) // 60:x}"
    calendar, data = versions
    return f'W/"{data:x}.{calendar:x}{minute}"'


def cache_headers(etag: str) -> dict[str, str]:
    """Anybody may keep the answer, and must ask whether it is still true: what staff change shows at once."""
    return {"ETag": etag, "Cache-Control": "public, no-cache"}


def is_current(if_none_match: str, etag: str) -> bool:
    """By weak comparison (RFC 9110, 13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in known or etag.removeprefix("W/") in known
