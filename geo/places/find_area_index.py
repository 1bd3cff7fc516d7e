"""The index of the database at hand, as fresh as its areas: made anew when they have changed."""

from threading import Lock
from typing import cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.areas import find_area_revision
from geo.coordinates import LonLat
from geo.models import Area
from geo.places.area_index import AreaIndex, AreaRecord, Level

_INDEXES: dict[UUID, AreaIndex] = {}
_MAKING = Lock()


def find_area_index(session: Session) -> AreaIndex:
    """One small question when nothing has changed; otherwise some 10,000 rows and a third of a second."""
    revision = find_area_revision(session)
    if (index := _INDEXES.get(revision)) is None:
        with _MAKING:  # or every thread would make its own
            if (index := _INDEXES.get(revision)) is None:
                index = AreaIndex(_records(session))
                _INDEXES.clear()  # one database at a time, but for tests; a revision is never used twice
                _INDEXES[revision] = index
    return index


def _records(session: Session) -> list[AreaRecord]:
    statement = select(
        Area.code,
        Area.level,
        Area.name_th,
        Area.name_en,
        Area.postcodes,
        Area.abolished_on,
        Area.successor_codes,
        func.ST_X(Area.position),
        func.ST_Y(Area.position),
    ).order_by(Area.code)
    return [
        AreaRecord(
            code=code,
            level=cast("Level", level),
            name_th=name_th,
            name_en=name_en,
            postcodes=tuple(postcodes),
            abolished_on=abolished_on.isoformat() if abolished_on else None,
            successor_codes=tuple(successor_codes),
            position=None if lon is None else LonLat(lon=lon, lat=lat),
        )
        for code, level, name_th, name_en, postcodes, abolished_on, successor_codes, lon, lat in session.execute(
            statement
        )
    ]
