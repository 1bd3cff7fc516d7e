"""How often something may be tried: leaky buckets in the database, the same for all processes.

A try that is refused does not fill the bucket further, so that nobody can keep it full for long after an attack.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `size` at once, and one more every `seconds_each`."""

    name: str
    size: int
    seconds_each: float


# One statement, so that of many tries at the same instant no more than `size` find room.
_TRY = text("""
    INSERT INTO rate_limit AS bucket (key, level, at) VALUES (:key, 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET level =
        greatest(0, bucket.level - extract(epoch FROM clock_timestamp() - bucket.at) / :seconds_each) + 1,
        at = clock_timestamp()
    WHERE greatest(0, bucket.level - extract(epoch FROM clock_timestamp() - bucket.at) / :seconds_each) + 1 <= :size
    RETURNING level
""")
_HAS_ROOM = text("""
    SELECT NOT EXISTS (
        SELECT FROM rate_limit bucket WHERE key = :key
        AND greatest(0, bucket.level - extract(epoch FROM clock_timestamp() - bucket.at) / :seconds_each) + 1 > :size
    )
""")
_GIVE_BACK = text("UPDATE rate_limit SET level = greatest(0, level - 1) WHERE key = :key")
_DROP_DRY = text("DELETE FROM rate_limit WHERE at < now() - interval '1 day'")


def take(session: Session, limit: Limit, *what: str) -> bool:
    """Count one try; False when there is no room for it. The caller commits."""
    return session.execute(_TRY, _values(limit, what)).first() is not None


def has_room(session: Session, limit: Limit, *what: str) -> bool:
    """Whether a try would be taken, without counting it."""
    return bool(session.scalar(_HAS_ROOM, _values(limit, what)))


def give_back(session: Session, limit: Limit, *what: str) -> None:
    """The try was none of those that are to be limited: it no longer counts. The caller commits."""
    session.execute(_GIVE_BACK, {"key": _key(limit, what)})


def drop_dry(session: Session) -> None:
    """Drop the buckets nobody has used for a day."""
    session.execute(_DROP_DRY)


def _values(limit: Limit, what: tuple[str, ...]) -> dict[str, object]:
    return {"key": _key(limit, what), "size": limit.size, "seconds_each": limit.seconds_each}


def _key(limit: Limit, what: tuple[str, ...]) -> bytes:
    return hashlib.sha256("\0".join((limit.name, *what)).encode()).digest()
