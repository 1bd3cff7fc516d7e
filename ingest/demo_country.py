"""The demo country: a believable Thailand of made-up service points, for trying things out and for benchmarks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from psycopg import Cursor
from sqlalchemy import Connection

from geo.errors import PakmudError
from geo.words import N_
from ingest.demo.bulk_offerings import Ids, load_offerings
from ingest.demo.catchments import catchments
from ingest.demo.disruptions import disruptions
from ingest.demo.ground import chance, morton
from ingest.demo.load_country import (
    load_agencies,
    load_catchments,
    load_centres,
    load_disruptions,
    load_points,
    load_procedures,
)
from ingest.demo.offering_plan import offers_by_kind, offers_with_skew
from ingest.demo.offices import Office, offices
from ingest.demo.places import Place, all_places
from ingest.demo.procedure_variants import DemoProcedure, demo_procedures
from ingest.demo.villages import village_offices
from ingest.kinds.kind import Db

Scale = Literal["small", "demo", "national"]

SEED = 2569

Tell = Callable[[str, float], None]
"""Hears what is being done, as a message of the catalogues, and how much of all is done: 0 to 1."""


class DemoRefused(PakmudError):
    """The demo country may not be made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountrySize:
    """None: as many as there are. `provinces` are codes."""

    points: int | None = None
    procedures: int | None = None
    offerings: int | None = None
    provinces: tuple[str, ...] | None = None


SIZES: dict[Scale, CountrySize] = {
    "small": CountrySize(provinces=("10", "20", "57", "95")),
    "demo": CountrySize(),
    "national": CountrySize(points=200_000, procedures=5_000, offerings=5_000_000),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What the database holds now; `made` is false when it was there already."""

    points: int
    procedures: int
    offerings: int
    made: bool


def make_country(  # noqa: PLR0913 - benchmarks name the numbers
    connection: Connection,
    *,
    points: int | None = None,
    procedures: int | None = None,
    offerings: int | None = None,
    provinces: Sequence[str] | None = None,
    seed: int = SEED,
    force: bool = False,
    tell: Tell = lambda _step, _share: None,
) -> Country:
    """Fills the database, in the transaction that `connection` is in; the same seed and numbers give the same country.

    Without numbers there are the offices that there would be, each offering what its kind offers. With `points` the
    offices are fewer, or villages' small places are added; with `procedures` there are variants of the real ones; with
    `offerings` the skew is a nation's: few procedures at tens of thousands of offices, most at about ten.

    Nothing is done where a demo country is already. Raises: DemoRefused where other service points are, unless `force`.
    """
    with _cursor(connection) as db:
        _lock(db)
        if is_made(db):
            return _count(db, made=False)
        if not force:
            _refuse_beside_real_points(db)
        size = CountrySize(
            points=points, procedures=procedures, offerings=offerings, provinces=tuple(provinces) if provinces else None
        )
        _fill(connection, db, size, seed, tell)
        return _count(db, made=True)


def is_made(db: Db) -> bool:
    """Whether the database holds a demo country."""
    return bool(db.execute("SELECT EXISTS (SELECT FROM service_point WHERE pin_method = 'demo')").fetchall()[0][0])


def check_same_size(country: Country, scale: Scale) -> None:
    """Raises: DemoRefused when the country that is there is clearly not of this scale."""
    national = SIZES["national"].points or 0
    if not country.made and (scale == "national") != (country.points >= national):
        raise DemoRefused(
            N_(
                "This database already holds a demo country of another size ({points} service points). Use another "
                "database: PAKMUD_HOME or PAKMUD_DATABASE_URL names one."
            ),
            points=country.points,
        )


def _fill(connection: Connection, db: Db, size: CountrySize, seed: int, tell: Tell) -> None:
    tell(N_("Finding the towns ..."), 0.0)
    places = [place for place in all_places() if size.provinces is None or place.province.code in size.provinces]
    load_centres(db, all_places())
    tell(N_("Opening the offices ..."), 0.05)
    opened = make_offices(seed, places, size.points)
    load_agencies(connection, opened, places)
    point_ids = load_points(db, opened)
    load_catchments(db, catchments(opened, places))
    load_disruptions(db, list(disruptions(seed, opened)))
    tell(N_("Writing the procedures ..."), 0.2)
    procedures = demo_procedures(size.procedures)
    procedure_ids = load_procedures(connection, db, procedures)
    tell(N_("Linking the offices with the procedures ..."), 0.25)
    offers = _offers(procedures, opened, size.offerings, seed)
    total = size.offerings or 1
    round_the_clock = [found for found, one in zip(procedure_ids, procedures, strict=True) if one.round_the_clock]
    for loaded in load_offerings(db, _with_ids(offers, procedure_ids, point_ids), round_the_clock):
        tell(N_("Linking the offices with the procedures ..."), 0.25 + 0.35 * min(1.0, loaded / total))
        if loaded >= total:
            tell(N_("Building the index ..."), 0.6)
    db.execute("ANALYZE offering")
    tell(N_("Done."), 1.0)


def make_offices(seed: int, places: Sequence[Place], count: int | None = None) -> list[Office]:
    """All that there would be, or exactly `count`; in an order that keeps neighbours together."""
    opened = list(offices(seed, places))
    if count is not None and count < len(opened):
        opened = chance(seed, "fewer", count).sample(opened, count)
    elif count is not None:
        opened.extend(village_offices(seed, places, count - len(opened)))
    return sorted(opened, key=lambda office: (morton(office.at), office.code))


def _offers(
    procedures: Sequence[DemoProcedure], opened: Sequence[Office], offerings: int | None, seed: int
) -> Iterator[Ids]:
    kinds = [office.kind for office in opened]
    if offerings is None:
        return offers_by_kind(procedures, kinds)
    return offers_with_skew(procedures, kinds, offerings, seed)


def _with_ids(
    offers: Iterator[Ids], procedure_ids: Sequence[int], point_ids: Sequence[int]
) -> Iterator[tuple[int, Ids]]:
    ids = np.asarray(point_ids, dtype=np.int64)
    for procedure_id, indices in zip(procedure_ids, offers, strict=True):
        yield procedure_id, ids[indices]


def _lock(db: Db) -> None:
    """Two at once would each find nothing there."""
    db.execute("LOCK TABLE service_point IN SHARE ROW EXCLUSIVE MODE")


def _refuse_beside_real_points(db: Db) -> None:
    (count,) = db.execute("SELECT count(*) FROM service_point").fetchall()[0]
    if count:
        raise DemoRefused(
            N_(
                "This database holds {count} service points that are not demo data, and the demo country would mix "
                "with them. Use another database, or --force to mix them all the same."
            ),
            count=count,
        )


def _count(db: Db, *, made: bool) -> Country:
    demo_points = "SELECT count(*) FROM service_point WHERE pin_method = 'demo'"
    statement = f"SELECT ({demo_points}), (SELECT count(*) FROM procedure), (SELECT count(*) FROM offering)"  # noqa: S608
    points, procedures, offerings = db.execute(statement).fetchall()[0]
    return Country(points=points, procedures=procedures, offerings=offerings, made=made)


def _cursor(connection: Connection) -> Cursor[tuple[object, ...]]:
    """The driver's own cursor: SQLAlchemy has no COPY."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in a transaction has one
    cursor: Cursor[tuple[object, ...]] = driver.cursor()
    return cursor
