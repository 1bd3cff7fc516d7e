"""Offerings from files: which service point offers which procedure, millions of them."""

from collections.abc import Iterable, Iterator

import orjson

from geo.errors import PakmudError
from geo.opening_hours import check_opening_hours
from geo.words import N_
from ingest.kinds.check_row import INDEXED_TEXT_LIMIT, RowCheck, given, twice_pair
from ingest.kinds.kind import Db, Kind, Merged, Staged
from ingest.report import Log
from ingest.row import Row
from ingest.statements import statements

_SQL = statements(__file__)
_REQUIRED = ("service_point_code", "procedure_code")
_OPTIONAL = ("opening_hours", "note_th")


def _check(db: Db, rows: Iterable[Row], log: Log) -> Iterator[Staged]:
    points: dict[str, int] = dict(db.execute("SELECT code, id FROM service_point").fetchall())
    procedures: dict[str, int] = dict(db.execute("SELECT code, id FROM procedure").fetchall())
    for row in rows:
        check = RowCheck(row, log)
        point_code, procedure_code = check.code("service_point_code"), check.code("procedure_code")
        point = check.known("service_point_code", point_code, points, N_("No service point has the code '{code}'."))
        procedure = check.known("procedure_code", procedure_code, procedures, N_("No procedure has the code '{code}'."))
        columns = given(row, _OPTIONAL)
        own = (_opening_hours(check), check.text("note_th")) if columns else (None, None)
        if check.ok:
            plain = row.values == {"service_point_code": point_code, "procedure_code": procedure_code}
            yield row.number, point, procedure, *own, columns, None if plain else _as_json(row)


def _opening_hours(check: RowCheck) -> str | None:
    text = check.text("opening_hours", limit=INDEXED_TEXT_LIMIT)
    if text is not None:
        try:
            check_opening_hours(text)
        except PakmudError as error:
            check.fault("opening_hours", error.sentence)
    return text


def _as_json(row: Row) -> str:
    return orjson.dumps(dict(row.values), default=str).decode()


def _settle(db: Db, log: Log) -> None:
    db.execute(_SQL["analyze"])
    _refuse_repeated(db, log)


def _merge(db: Db) -> Merged:
    db.execute(_SQL["schedules"])
    changed = db.execute(_SQL["change"]).rowcount
    return Merged(added=db.execute(_SQL["add"]).rowcount, changed=changed)


def _refuse_repeated(db: Db, log: Log) -> None:
    # In the database, which sorts on disk: a set of millions of pairs would not fit in memory.
    db.execute(_SQL["repeated"])
    while found := db.fetchmany(1_000):
        for number, first, point_code, procedure_code, original in found:
            codes = {"service_point_code": point_code, "procedure_code": procedure_code}
            row = Row(log.file, number, orjson.loads(original) if original else codes)
            log.refuse(row, "procedure_code", twice_pair(point_code, procedure_code, first))


OFFERINGS = Kind(
    name="offerings",
    required=_REQUIRED,
    optional=_OPTIONAL,
    check=_check,
    settle=_settle,
    merge=_merge,
    stage=_SQL["stage"],
)
