"""The data sets of whoever asks, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session, aliased

from geo.models import Agency
from geo.staff.actor import Actor, Reach
from geo.staff.data_set_models import DataSet, DataSetUndo
from geo.staff.models import StaffAccount
from geo.words import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSetLine:
    """`agency` None: for the whole state. `can_roll_back`: it is known how everything was before."""

    id: int
    kind: str
    agency: Name | None
    agency_code: str | None
    complete: bool
    file_name: str
    file_bytes: int
    uploaded_at: datetime
    uploaded_by: str
    state: str
    job: str | None
    job_state: str | None
    progress: float
    doing: str
    read: int
    refused: int
    new: int
    changed: int
    unchanged: int
    gone: int
    moved: int
    said: dict[str, Any] | None
    notes: list[dict[str, Any]]
    previewed_at: datetime | None
    activated_at: datetime | None
    activated_by: str | None
    ended_at: datetime | None
    can_roll_back: bool

    @property
    def is_busy(self) -> bool:
        return self.job_state in ("waiting", "running")


def find_data_sets(session: Session, actor: Actor, *, before: int | None = None, limit: int = 50) -> list[DataSetLine]:
    """Those with a smaller number than `before`, where it is given."""
    statement = _statement().order_by(DataSet.id.desc()).limit(limit).where(_within(actor.reach("data_set.see")))
    if before is not None:
        statement = statement.where(DataSet.id < before)
    return [_line(row) for row in session.execute(statement)]


def find_data_set(session: Session, data_set_id: int) -> DataSetLine | None:
    """Whether somebody may see it is for the caller to ask."""
    row = session.execute(_statement().where(DataSet.id == data_set_id)).one_or_none()
    return None if row is None else _line(row)


_activator = aliased(StaffAccount)


def _statement() -> Select[*tuple[Any, ...]]:
    undo = select(DataSetUndo.code).where(DataSetUndo.data_set_id == DataSet.id).exists()
    return (
        select(DataSet, StaffAccount.name, _activator.name, Agency.code, Agency.name_th, Agency.name_en, undo)
        .join(StaffAccount, StaffAccount.id == DataSet.uploaded_by)
        .outerjoin(_activator, _activator.id == DataSet.activated_by)
        .outerjoin(Agency, Agency.id == DataSet.agency_id)
        .execution_options(populate_existing=True)
    )


def _within(reach: Reach) -> ColumnElement[bool]:
    if reach.everywhere:
        return true()
    return reach.of_agencies(Agency.path)


def _line(row: Any) -> DataSetLine:
    one, uploader, activator, agency_code, agency_th, agency_en, undo = row
    return DataSetLine(
        id=one.id,
        kind=one.kind,
        agency=Name(agency_th, agency_en) if agency_th else None,
        agency_code=agency_code,
        complete=one.complete,
        file_name=one.file_name,
        file_bytes=one.file_bytes,
        uploaded_at=one.uploaded_at,
        uploaded_by=uploader,
        state=one.state,
        job=one.job,
        job_state=one.job_state,
        progress=one.progress,
        doing=one.doing,
        read=one.rows_read,
        refused=one.rows_refused,
        new=one.rows_new,
        changed=one.rows_changed,
        unchanged=one.rows_unchanged,
        gone=one.rows_gone,
        moved=one.pins_moved,
        said=one.said,
        notes=one.notes,
        previewed_at=one.previewed_at,
        activated_at=one.activated_at,
        activated_by=activator,
        ended_at=one.ended_at,
        can_roll_back=one.state == "active" and undo,
    )
