"""Stamps for forms that anybody may send: when the form was shown, which only this site can vouch for.

Citizens get no cookie, so nothing of the browser's own can be asked for. Each stamp is good once.
"""

import hashlib
import hmac
import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.staff.models import FormKey
from geo.staff.rate_limit import Limit, take

SHORTEST_S = 3
"""Nobody fills a form in faster."""

LONGEST_S = 24 * 3600

_ONCE = Limit("form stamp", 1, 2 * LONGEST_S)


def stamp_of(session: Session, what: str, at: int | None = None) -> str:
    """For the hidden field of the form about `what`; `at` in seconds since 1970, now without."""
    at = int(time.time()) if at is None else at
    key = session.scalars(select(FormKey.key)).one()
    return f"{at}.{hmac.new(key, f'{at} {what}'.encode(), hashlib.sha256).hexdigest()}"


def is_stamp_good(session: Session, what: str, stamp: str) -> bool:
    """Whether a person could have filled in the form it was in."""
    at = stamp.partition(".")[0]
    if not (at.isascii() and at.isdecimal() and len(at) <= 12):
        return False
    if not hmac.compare_digest(stamp_of(session, what, int(at)).encode(), stamp.encode()):
        return False
    return SHORTEST_S <= time.time() - int(at) <= LONGEST_S


def use_stamp(session: Session, stamp: str) -> bool:
    """False where it was used before. The caller commits."""
    return take(session, _ONCE, stamp)
