"""`/v1/staff/data-sets`: upload a file, look at what it would change, activate it, roll it back."""

import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.accepted_language import accepted_language
from api.database_session import AppDataSetWorker, DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.data_sets.data_set_page import Activates, Sees, Uploads, as_number
from api.staff.data_sets.data_sets_page import send_xlsx
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.errors import InvalidQuery
from geo.opening_hours import BANGKOK
from geo.staff.agency_edit import load_agency
from geo.staff.errors import TooLarge, UnknownRecord
from geo.words import N_
from ingest.data_sets.ask import (
    ask_again,
    ask_to_activate,
    ask_to_roll_back,
    discard,
    load_data_set,
    place_of_data_set,
    upload,
)
from ingest.data_sets.find_data_sets import DataSetLine, find_data_set, find_data_sets
from ingest.data_sets.find_rows import find_changes, find_pins, find_refused
from ingest.data_sets.officer_sheet import write_officer_sheet
from ingest.data_sets.roll_back import find_edited_since
from ingest.data_sets.sentence_json import sentence_of
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.uploaded_file import MOST_BYTES

router = APIRouter()

SeesAny = Annotated[SignedIn, allowed("data_set.see")]
UploadsAny = Annotated[SignedIn, allowed("data_set.upload")]
KindName = Literal["service-points", "offerings", "agencies"]

_404 = "There is no data set with this number."
_409 = "It is not in a state in which this can be done."
_IN_MEMORY = 1 << 20


class DataSetShape(Shape):
    """A data set. `job` is what is being done to it; ask again until it is null."""

    id: int
    kind: KindName
    agency: str | None = Field(description="code: its rows may be about this agency and all below it; null: all")
    complete: bool = Field(description="what the agency has and the file has not is hidden, or taken off")
    file_name: str
    uploaded_at: datetime
    uploaded_by: str
    state: Literal["new", "refused", "ready", "active", "rolled_back", "discarded"]
    job: Literal["validate", "activate", "roll_back"] | None
    job_state: Literal["waiting", "running", "died", "failed"] | None = Field(
        description="`died`, `failed`: nothing was changed, and it can be run again"
    )
    progress: float = Field(description="of the job, 0 to 1")
    rows_read: int
    rows_refused: int
    rows_new: int
    rows_changed: int
    rows_unchanged: int
    rows_gone: int = Field(description="records that a complete file does not have")
    pins_moved: int = Field(description="pins that are new or move")
    said: str | None = Field(description="what came of the last job, where the state does not say it")
    notes: list[str] = Field(description="what was done to the file that it did not ask for literally")
    activated_at: datetime | None
    can_roll_back: bool

    @classmethod
    def of(cls, one: DataSetLine, language: str) -> "DataSetShape":
        return cls(
            id=one.id,
            kind=one.kind,  # type: ignore[arg-type]
            agency=one.agency_code,
            complete=one.complete,
            file_name=one.file_name,
            uploaded_at=one.uploaded_at.astimezone(BANGKOK),
            uploaded_by=one.uploaded_by,
            state=one.state,  # type: ignore[arg-type]
            job=one.job,  # type: ignore[arg-type]
            job_state=one.job_state,  # type: ignore[arg-type]
            progress=round(one.progress, 3),
            rows_read=one.read,
            rows_refused=one.refused,
            rows_new=one.new,
            rows_changed=one.changed,
            rows_unchanged=one.unchanged,
            rows_gone=one.gone,
            pins_moved=one.moved,
            said=sentence_of(one.said).render(language) if one.said else None,
            notes=[sentence_of(note["sentence"]).render(language) for note in one.notes],
            activated_at=one.activated_at.astimezone(BANGKOK) if one.activated_at else None,
            can_roll_back=one.can_roll_back,
        )


class DataSetList(Shape):
    results: list[DataSetShape] = Field(description="the latest first")
    next: int | None = Field(description="value of `before` for the next page; null at the end")


class ChangeShape(Shape):
    row: int | None = Field(description="in the file; null for what the file does not have")
    code: str = Field(description="of an offering: of the service point and of the procedure, with a space between")
    name: str
    change: Literal["new", "changed", "unchanged", "gone"]
    fields: dict[str, list[Any]] = Field(description="by column: as it is, and as it would be")


class ChangeList(Shape):
    results: list[ChangeShape]
    next: int | None = Field(description="value of `after` for the next page; null at the end")


class RefusedShape(Shape):
    row: int
    columns: list[str]
    reasons: list[str]
    original: dict[str, Any] = Field(description="the row as it was, by column")


class RefusedList(Shape):
    results: list[RefusedShape]
    next: int | None = Field(description="value of `after` for the next page; null at the end")


class MovedShape(Shape):
    row: int
    code: str
    name: str
    lat: float
    lon: float
    was_lat: float | None = Field(description="null: it was not pinned")
    was_lon: float | None
    moved_m: float
    findings: list[str] = Field(description="what may be wrong with it")


class MovedList(Shape):
    results: list[MovedShape] = Field(description="those with findings first")
    next: int | None = Field(description="value of `after` for the next page; null at the end")


class EditedShape(Shape):
    id: int = Field(description="for `restore`")
    code: str
    name: str
    by: str | None


class EditedList(Shape):
    results: list[EditedShape] = Field(description="records that were changed since the data set was activated")


class RollBack(BaseModel):
    model_config = ConfigDict(extra="forbid")

    restore: list[int] = Field(
        default_factory=list,
        description="ids of records that were changed since and are put back nevertheless; the others stay as they are",
    )


async def body_file(request: Request) -> AsyncIterator[IO[bytes]]:
    """A dependency: the body, on disk where it is long. Raises: TooLarge."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="pakmud-") as file:
        length = 0
        async for chunk in request.stream():
            length += len(chunk)
            if length > MOST_BYTES:
                raise TooLarge(limit_mb=MOST_BYTES // 1_000_000)
            file.write(chunk)
        yield file


After = Annotated[int, Query(ge=0, le=2_000_000_000, description="continues a list: the `next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=1_000, description="how many at most")]


@router.get("/data-sets", responses=problems(_422="A number cannot be read."))
def list_data_sets(
    request: Request,
    session: DatabaseSession,
    who: SeesAny,
    before: Annotated[int | None, Query(description="continues a list: the `next` of the page before")] = None,
    limit: Limit = 50,
) -> DataSetList:
    """The data sets of what the asker looks after."""
    found = find_data_sets(session, who.actor, before=before, limit=limit + 1)
    language = accepted_language(request)
    results = [DataSetShape.of(one, language) for one in found[:limit]]
    return DataSetList(results=results, next=results[-1].id if len(found) > limit else None)


@router.post(
    "/data-sets",
    status_code=202,
    responses=problems(_413="The file is too large.", _422="The file cannot be a data set, or a parameter is wrong."),
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
)
def post_data_set(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    worker: AppDataSetWorker,
    who: UploadsAny,
    file: Annotated[IO[bytes], Depends(body_file)],
    kind: Annotated[PlainText, Query(description="service-points, offerings or agencies")] = "",
    name: Annotated[PlainText, Query(description="of the file, with its ending")] = "data",
    agency: Annotated[PlainText, Query(description="code: for this agency and all below it; empty: all")] = "",
    complete: Annotated[bool, Query(description="what the agency has and the file has not is to go")] = False,
) -> DataSetShape:
    """Upload a file, which is the body: CSV, XLSX, GeoJSON or JSON Lines. It is checked in the background."""
    data_set = upload(
        session, who.doer, kind=kind, agency_code=agency, complete=complete, file=file, file_name=name or "data"
    )
    session.commit()
    worker.wake()
    return _shape(request, session, data_set.id)


@router.get(
    "/data-sets/sheet",
    responses=problems(_404="There is no such agency.", _422="There is no such kind."),
    response_class=Response,
)
def show_sheet(
    request: Request,
    session: DatabaseSession,
    who: SeesAny,
    kind: Annotated[PlainText, Query(description="service-points, offerings or agencies")] = "service-points",
    agency: Annotated[PlainText, Query(description="code: only this agency and all below it")] = "",
) -> Response:
    """What the asker looks after as a spreadsheet, which can be changed and uploaded again."""
    set_kind = SET_KINDS.get(kind)
    if set_kind is None:
        raise InvalidQuery(N_("Choose what the file is about."), field="kind")
    agency_id = load_agency(session, agency).id if agency else None
    file = tempfile.TemporaryFile(prefix="pakmud-")  # noqa: SIM115 - closed when it has been sent
    write_officer_sheet(
        session, file, set_kind, who.actor.reach("data_set.upload"), agency_id, accepted_language(request)
    )
    return send_xlsx(file, kind)


@router.get("/data-sets/{number}", responses=problems(_404=_404))
def show_data_set(request: Request, session: DatabaseSession, who: Sees, number: PlainText) -> DataSetShape:
    """One data set, and how far the work on it is."""
    return _shape(request, session, as_number(number))


@router.get("/data-sets/{number}/changes", responses=problems(_404=_404, _422="A parameter cannot be read."))
def list_changes(  # noqa: PLR0913, PLR0917
    session: DatabaseSession,
    who: Sees,
    number: PlainText,
    change: Annotated[Literal["new", "changed", "unchanged", "gone"], Query(description="which")] = "changed",
    after: After = 0,
    limit: Limit = 100,
) -> ChangeList:
    """What the data set would change, or has changed, field by field."""
    found = find_changes(session, as_number(number), change, after=after, limit=limit + 1)
    results = [
        ChangeShape(
            row=None if one.change == "gone" else one.number,
            code=one.code,
            name=one.name,
            change=one.change,  # type: ignore[arg-type]
            fields={column: list(pair) for column, pair in one.changes.items()},
        )
        for one in found[:limit]
    ]
    return ChangeList(results=results, next=found[limit - 1].number if len(found) > limit else None)


@router.get("/data-sets/{number}/refused", responses=problems(_404=_404, _422="A parameter cannot be read."))
def list_refused(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Sees, number: PlainText, after: After = 0, limit: Limit = 100
) -> RefusedList:
    """The rows that were refused, and why."""
    found = find_refused(session, as_number(number), after=after, limit=limit + 1)
    language = accepted_language(request)
    results = [
        RefusedShape(
            row=one.number,
            columns=list(one.columns),
            reasons=[sentence.render(language) for sentence in one.sentences],
            original=dict(one.original),
        )
        for one in found[:limit]
    ]
    return RefusedList(results=results, next=results[-1].row if len(found) > limit else None)


@router.get("/data-sets/{number}/pins", responses=problems(_404=_404, _422="A parameter cannot be read."))
def list_pins(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Sees, number: PlainText, after: After = 0, limit: Limit = 100
) -> MovedList:
    """The pins that are new or move, and what may be wrong with them."""
    found = find_pins(session, as_number(number), after=after, limit=limit + 1)
    language = accepted_language(request)
    results = [
        MovedShape(
            row=one.number,
            code=one.code,
            name=one.name,
            lat=one.lat,
            lon=one.lon,
            was_lat=one.was[0] if one.was else None,
            was_lon=one.was[1] if one.was else None,
            moved_m=one.moved_m,
            findings=[sentence.render(language) for sentence, _ in one.findings],
        )
        for one in found[:limit]
    ]
    return MovedList(results=results, next=after + limit if len(found) > limit else None)


@router.get("/data-sets/{number}/edited-since", responses=problems(_404=_404))
def list_edited(session: DatabaseSession, who: Sees, number: PlainText) -> EditedList:
    """Records that the data set changed and somebody has changed since: a roll-back leaves them, if not told."""
    found = find_edited_since(session, load_data_set(session, as_number(number)))
    results = [EditedShape(id=one.record_id, code=one.code, name=one.name, by=one.by) for one in found]
    return EditedList(results=results)


@router.post("/data-sets/{number}/activate", status_code=202, responses=problems(_404=_404, _409=_409))
def post_activate(
    request: Request, session: DatabaseSession, worker: AppDataSetWorker, who: Activates, number: PlainText
) -> DataSetShape:
    """Store all of it in one transaction, if the records are still what they were when it was looked at."""
    ask_to_activate(session, who.doer, as_number(number))
    return _begun(request, session, worker, number)


@router.post("/data-sets/{number}/again", status_code=202, responses=problems(_404=_404, _409=_409))
def post_again(
    request: Request, session: DatabaseSession, worker: AppDataSetWorker, who: Uploads, number: PlainText
) -> DataSetShape:
    """Run a job that died once more, or check the file again."""
    data_set = load_data_set(session, as_number(number))
    if data_set.job not in (None, "validate"):
        who.actor.must("data_set.activate", place_of_data_set(session, data_set))
    ask_again(session, who.doer, data_set.id)
    return _begun(request, session, worker, number)


@router.post("/data-sets/{number}/discard", responses=problems(_404=_404, _409=_409))
def post_discard(
    request: Request, session: DatabaseSession, worker: AppDataSetWorker, who: Uploads, number: PlainText
) -> DataSetShape:
    """Delete the file and what was found in it."""
    discard(session, who.doer, as_number(number))
    return _begun(request, session, worker, number)


@router.post("/data-sets/{number}/roll-back", status_code=202, responses=problems(_404=_404, _409=_409))
def post_roll_back(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    worker: AppDataSetWorker,
    who: Activates,
    number: PlainText,
    wanted: RollBack | None = None,
) -> DataSetShape:
    """Put every record back as it was before; those that were changed since only where `restore` says so."""
    ask_to_roll_back(session, who.doer, as_number(number), wanted.restore if wanted else ())
    return _begun(request, session, worker, number)


def _begun(request: Request, session: Session, worker: AppDataSetWorker, number: str) -> DataSetShape:
    session.commit()
    worker.wake()
    return _shape(request, session, as_number(number))


def _shape(request: Request, session: Session, number: int) -> DataSetShape:
    found = find_data_set(session, number)
    if found is None:
        raise UnknownRecord()
    return DataSetShape.of(found, accepted_language(request))
