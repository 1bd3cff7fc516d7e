"""Writes the made-up country into the tables: agencies and procedures as any file is, the rest by COPY."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from geo.coordinates import LonLat
from ingest.demo.disruptions import Disruption
from ingest.demo.local_government import agency_rows
from ingest.demo.offices import Office
from ingest.demo.places import Place
from ingest.demo.procedure_variants import DemoProcedure
from ingest.kinds.kind import Db
from ingest.load import load_rows
from ingest.report import Report

PINNED_AT = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
"""Always the same: one seed, one country."""

_POINT_COLUMNS = (
    "code, agency_id, name_th, name_en, type, address_th, subdistrict_code, postcode, phone, email, schedule_id, "
    "hours_note, gecc_level, no_copy, accessible, languages, location, pin_method, pinned_at, pinned_by, "
    "pin_verified_at, pin_verified_by"
)


class DemoFileRefused(RuntimeError):
    """A programming error: a file of the demo country does not pass the checks for files."""


def load_agencies(connection: Connection, offices: Iterable[Office], places: Iterable[Place]) -> None:
    """The ministries with their departments, and the local governments that these offices belong to."""
    with (files("ingest") / "demo" / "agencies.csv").open(encoding="utf-8") as lines:
        rows = [{**row, "parent_code": row["parent_code"] or None} for row in csv.DictReader(lines)]
    _all_taken(load_rows(connection, "agencies", rows, source="agencies.csv"))
    local = agency_rows(places, frozenset(office.agency_code for office in offices))
    _all_taken(load_rows(connection, "agencies", local, source="local governments"))


def load_procedures(connection: Connection, db: Db, procedures: Sequence[DemoProcedure]) -> list[int]:
    """Returns their ids, in the order of `procedures`."""
    rows = [procedure.row for procedure in procedures]
    _all_taken(load_rows(connection, "procedures", rows, source="procedures"))
    _name_tags(db)
    ids = _ids(db, "procedure", [procedure.code for procedure in procedures])
    return [ids[procedure.code] for procedure in procedures]


def load_points(db: Db, offices: Sequence[Office]) -> list[int]:
    """Returns their ids, in the order of `offices`, which is the order they are stored in."""
    schedules = _load_schedules(db, offices)
    agencies: dict[str, int] = dict(db.execute("SELECT code, id FROM agency").fetchall())
    with db.copy(f"COPY service_point ({_POINT_COLUMNS}) FROM STDIN") as copy:
        for office in offices:
            schedule_id = None if office.hours is None else schedules[office.hours]
            copy.write_row(_point_row(office, agencies[office.agency_code], schedule_id))
    db.execute("ANALYZE service_point")
    ids = _ids(db, "service_point", [office.code for office in offices])
    return [ids[office.code] for office in offices]


def load_catchments(db: Db, served: Mapping[str, Sequence[str]]) -> None:
    """District codes by the code of the service point that serves them."""
    ids = _ids(db, "service_point", list(served))
    with db.copy("COPY area_served (service_point_id, area_code) FROM STDIN") as copy:
        for code, districts in served.items():
            for district in districts:
                copy.write_row((ids[code], district))


def load_disruptions(db: Db, found: Sequence[Disruption]) -> None:
    ids = _ids(db, "service_point", [disruption.office_code for disruption in found])
    with db.copy("COPY temporary_hours (service_point_id, during, expression, note_th, note_en) FROM STDIN") as copy:
        for disruption in found:
            during = f"[{disruption.start.isoformat()},{disruption.end.isoformat()})"
            cause = disruption.cause
            copy.write_row((ids[disruption.office_code], during, cause.expression, cause.note_th, cause.note_en))


def load_centres(db: Db, places: Iterable[Place]) -> None:
    """Where people of an area are taken to be, for areas that nobody has said it of."""
    db.execute("CREATE TEMPORARY TABLE centre (code text, place geometry) ON COMMIT DROP")
    with db.copy("COPY centre FROM STDIN") as copy:
        for code, at in _centres(places).items():
            copy.write_row((code, _ewkt(at)))
    db.execute("UPDATE area a SET centre = c.place FROM centre c WHERE c.code = a.code AND a.centre IS NULL")
    db.execute("DROP TABLE centre")


def _centres(places: Iterable[Place]) -> Mapping[str, LonLat]:
    centres = {}
    for place in places:
        centres[place.subdistrict.code] = place.at
        if place.is_town:
            centres[place.district.code] = place.at
            if place.in_capital:
                centres[place.province.code] = place.at
    return centres


def _name_tags(db: Db) -> None:
    """In English, which no file of procedures has; what staff have written stays."""
    with (files("ingest") / "demo" / "tags.csv").open(encoding="utf-8") as lines:
        named = [(row["name_en"], row["kind"], row["name_th"]) for row in csv.DictReader(lines)]
    update = "UPDATE tag SET name_en = %s WHERE kind = %s AND name_th = %s AND name_en IS NULL"
    for one in named:
        db.execute(update, one)


def _load_schedules(db: Db, offices: Iterable[Office]) -> dict[str, int]:
    expressions = sorted({office.hours for office in offices if office.hours is not None})
    db.execute("INSERT INTO schedule (expression) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [expressions])
    return dict(db.execute("SELECT expression, id FROM schedule WHERE exceptions = '[]'").fetchall())


def _point_row(office: Office, agency_id: int, schedule_id: int | None) -> tuple[object, ...]:
    who = (office.code, agency_id, office.name_th, office.name_en, office.type_th, office.address_th)
    reach = (office.subdistrict_code, office.postcode, office.phone, office.email, schedule_id, office.hours_note)
    verified = (PINNED_AT, "demo") if office.verified else (None, None)
    good = office.qualities
    qualities = (good.gecc_level, good.no_copy, good.accessible, list(good.languages))
    return *who, *reach, *qualities, _ewkt(office.at), "demo", PINNED_AT, "demo", *verified


def _ids(db: Db, table: str, codes: Sequence[str]) -> dict[str, int]:
    found = db.execute(f"SELECT code, id FROM {table} WHERE code = ANY (%s)", [list(codes)])  # noqa: S608 - our own names
    return dict(found.fetchall())


def _ewkt(at: LonLat) -> str:
    return f"SRID=4326;POINT({at.lon!r} {at.lat!r})"


def _all_taken(report: Report) -> None:
    if report.refused_rows:
        raise DemoFileRefused(str(report.refused))
