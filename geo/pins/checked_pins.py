"""Which pins the rules look at: one that somebody is about to save, or all that are stored. The rules are the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row, TextClause, func, select, text
from sqlalchemy.orm import Session

from geo.coordinates import THAILAND_LAT, THAILAND_LON, LonLat
from geo.database import rows_in_time
from geo.errors import UnknownAgency, UnknownArea, UnknownServicePoint
from geo.models import Agency, Area, ServicePoint

NEW = 0
"""The id of a pin whose service point is not stored yet."""

_BOX = {"south": THAILAND_LAT[0], "north": THAILAND_LAT[1], "west": THAILAND_LON[0], "east": THAILAND_LON[1]}

# `plausible`: inside the box around Thailand. What lies elsewhere has no distance worth telling, nor (with a latitude
# of 100) any at all: most rules leave it to the one that says so.
_CHECKED_PIN = """
WITH checked_pin AS NOT MATERIALIZED (
    SELECT *,
           coalesce(location @ ST_MakeEnvelope(:west, :south, :east, :north, 4326), false) AS plausible
    FROM ({source}) source
)
SELECT * FROM ({rule}) rule ORDER BY id
"""

_PROPOSED = """
SELECT CAST(:id AS integer) AS id, CAST(:agency_id AS integer) AS agency_id, CAST(:area_code AS text) AS area_code,
       CAST(:address_th AS text) AS address_th, CAST(:decimals AS integer) AS decimals,
       ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) AS location,
       ST_SetSRID(ST_MakePoint(CAST(:previous_lon AS float8), CAST(:previous_lat AS float8)), 4326) AS previous
"""

_STORED = """
SELECT s.id, s.agency_id, s.subdistrict_code AS area_code, s.address_th, CAST(NULL AS integer) AS decimals,
       s.location, CAST(NULL AS geometry) AS previous
FROM service_point s
WHERE {which}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPin:
    """`lon` and `lat` are as typed: they need not lie on the earth, since telling so is what the check is for.

    `area_code`: the subdistrict that the service point says it is in (or only its district or province). `decimals`:
    how many were typed, where that is known. `service_point_id` None: a new one.
    """

    lon: float
    lat: float
    agency_id: int | None = None
    area_code: str | None = None
    address_th: str | None = None
    previous: LonLat | None = None
    decimals: int | None = None
    service_point_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What the rules read as the table `checked_pin`."""

    source: str
    values: Mapping[str, object]

    def statement(self, module_file: str, **values: object) -> TextClause:
        """The rule that stands in the `.sql` file beside a module, on these pins."""
        rule = _CHECKED_PIN.replace("{source}", self.source).replace("{rule}", _rule(module_file))
        statement = text(rule)
        bound = {**_BOX, **self.values, **values}
        return statement.bindparams(**{name: bound[name] for name in statement.compile().params})

    def count_statement(self) -> TextClause:
        return text(f"SELECT count(*) FROM ({self.source}) source").bindparams(**self.values)  # noqa: S608 - our own text

    def rows(
        self, session: Session, module_file: str, timeout_ms: int, **values: object
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Raises: SearchTimedOut."""
        return rows_in_time(session, self.statement(module_file, **values), timeout_ms)


def proposed_pins(pin: ProposedPin) -> Pins:
    values = {
        "id": pin.service_point_id or NEW,
        "agency_id": pin.agency_id,
        "area_code": pin.area_code,
        "address_th": pin.address_th,
        "decimals": pin.decimals,
        "lon": pin.lon,
        "lat": pin.lat,
        "previous_lon": pin.previous.lon if pin.previous else None,
        "previous_lat": pin.previous.lat if pin.previous else None,
    }
    return Pins(source=_PROPOSED, values=values)


def stored_pins(
    session: Session,
    *,
    agency_code: str | None = None,
    area_code: str | None = None,
    codes: Collection[str] | None = None,
) -> Pins:
    """All, or those of an agency and all below it, of the area that they say they are in, with these codes.

    Raises: UnknownAgency, UnknownArea.
    """
    which, values = ["s.shown"], dict[str, object]()
    if agency_code is not None:
        agency_id = session.scalar(select(Agency.id).where(Agency.code == agency_code))
        if agency_id is None:
            raise UnknownAgency(agency_code)
        which.append(
            "s.agency_id IN (SELECT below.id FROM agency below WHERE below.path @> ARRAY[CAST(:of_agency AS integer)])"
        )
        values["of_agency"] = agency_id
    if area_code is not None:
        if session.get(Area, area_code) is None:
            raise UnknownArea(area_code)
        which.append("starts_with(s.subdistrict_code, :in_area)")
        values["in_area"] = area_code
    if codes is not None:
        which.append("s.code = ANY (CAST(:of_codes AS text[]))")
        values["of_codes"] = list(codes)
    return Pins(source=_STORED.replace("{which}", " AND ".join(which)), values=values)


def find_proposed_pin(
    session: Session, code: str, *, lon: float, lat: float, decimals: int | None = None
) -> ProposedPin:
    """Another pin for the service point with this code. Raises: UnknownServicePoint."""
    row = session.execute(
        select(ServicePoint, func.ST_X(ServicePoint.location), func.ST_Y(ServicePoint.location)).where(
            ServicePoint.code == code
        )
    ).one_or_none()
    if row is None:
        raise UnknownServicePoint(code)
    point, before_lon, before_lat = row
    return ProposedPin(
        lon=lon,
        lat=lat,
        agency_id=point.agency_id,
        area_code=point.subdistrict_code,
        address_th=point.address_th,
        previous=None if before_lon is None else LonLat(lon=before_lon, lat=before_lat),
        decimals=decimals,
        service_point_id=point.id,
    )


@cache
def _rule(module_file: str) -> str:
    return Path(module_file).with_suffix(".sql").read_text(encoding="utf-8")
