"""The rows of a preview, page by page: what is new, changed or gone field by field, moved pins, and refused rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from geo.staff.data_set_models import DataSetRefusal, DataSetRow
from geo.words import Sentence
from ingest.data_sets.sentence_json import sentence_of

Change = Literal["new", "changed", "gone", "unchanged"]
CHANGES: tuple[Change, ...] = ("changed", "new", "gone", "unchanged")

_STREAMED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """`changes`: by column, as it is and as it would be. `number` is the row in the file."""

    number: int
    code: str
    name: str
    change: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinLine:
    """A pin that is new (`moved_m` 0, `was` None) or moves; `findings` are sentences, each with its remedy."""

    number: int
    code: str
    name: str
    lat: float
    lon: float
    was: tuple[float, float] | None
    moved_m: float
    findings: tuple[tuple[Sentence, Sentence], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    number: int
    code: str | None
    columns: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    original: Mapping[str, Any]


def find_changes(
    session: Session, data_set_id: int, change: str, *, after: int = 0, limit: int = 50
) -> list[PreviewRow]:
    """In the order of the file, those after the row with the number `after`."""
    statement = (
        select(DataSetRow)
        .where(DataSetRow.data_set_id == data_set_id, DataSetRow.change == change, DataSetRow.number > after)
        .order_by(DataSetRow.number)
        .limit(limit)
    )
    return [
        PreviewRow(
            number=row.number,
            code=row.code,
            name=row.name or "",
            change=row.change,
            changes={name: (pair[0], pair[1]) for name, pair in (row.changes or {}).items()},
        )
        for row in session.scalars(statement)
    ]


def find_pins(session: Session, data_set_id: int, *, after: int = 0, limit: int = 50) -> list[PinLine]:
    """Those with findings first, as far as `limit` goes; then in the order of the file."""
    statement = (
        select(DataSetRow)
        .where(DataSetRow.data_set_id == data_set_id, DataSetRow.moved_m.is_not(None), DataSetRow.lat.is_not(None))
        .order_by(case((DataSetRow.findings.is_not(None), 0), else_=1), DataSetRow.number)
        .offset(after)
        .limit(limit)
    )
    return [_pin(row) for row in session.scalars(statement)]


def find_refused(session: Session, data_set_id: int, *, after: int = 0, limit: int = 50) -> list[RefusedRow]:
    statement = (
        select(DataSetRefusal)
        .where(DataSetRefusal.data_set_id == data_set_id, DataSetRefusal.number > after)
        .order_by(DataSetRefusal.number)
        .limit(limit)
    )
    return [_refused(row) for row in session.scalars(statement)]


def stream_refused(session: Session, data_set_id: int) -> Iterator[RefusedRow]:
    statement = select(DataSetRefusal).where(DataSetRefusal.data_set_id == data_set_id).order_by(DataSetRefusal.number)
    for row in session.scalars(statement.execution_options(yield_per=_STREAMED)):
        yield _refused(row)


def _refused(row: DataSetRefusal) -> RefusedRow:
    return RefusedRow(
        number=row.number,
        code=row.code,
        columns=tuple(row.columns),
        sentences=tuple(map(sentence_of, row.sentences)),
        original=row.original,
    )


def _pin(row: DataSetRow) -> PinLine:
    changes = row.changes or {}
    lat, lon = float(row.lat or 0.0), float(row.lon or 0.0)
    before_lat, before_lon = changes.get("lat", [lat])[0], changes.get("lon", [lon])[0]
    is_new = row.change == "new" or before_lat is None
    return PinLine(
        number=row.number,
        code=row.code,
        name=row.name or "",
        lat=lat,
        lon=lon,
        was=None if is_new else (float(before_lat), float(before_lon)),
        moved_m=row.moved_m or 0.0,
        findings=tuple((sentence_of(one["sentence"]), sentence_of(one["remedy"])) for one in row.findings or ()),
    )
