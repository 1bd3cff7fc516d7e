"""`/v1/staff/offerings` and what service points offer: read, linked, unlinked, in bulk, undone."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.service_points.service_point_page import place_of_point_named
from api.v1.parameters import PlainText
from api.v1.shape import CODE, Shape, problems
from geo.opening_hours import BANGKOK
from geo.staff.offerings.at_point import (
    MOST_LISTED,
    change_at_point,
    find_candidates,
    find_offered,
    may_cross,
)
from geo.staff.offerings.bulk import Act, BulkQuery, change_in_bulk, find_preview
from geo.staff.offerings.find_changes import FoundChange, find_last_change, find_procedure_changes, undo_change
from geo.staff.offerings.owners import find_department
from geo.staff.offerings.table import (
    MAXIMUM_LIMIT,
    OfferingsQuery,
    OfferingsRow,
    Sort,
    count_offerings_rows,
    find_offerings_row,
    find_offerings_rows,
)
from geo.staff.offerings.write_change import Written
from geo.staff.service_point_edit import load_point

router = APIRouter()

SeesAny = Annotated[SignedIn, allowed("offering.see")]
Sees = Annotated[SignedIn, allowed("offering.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("offering.edit", of=place_of_point_named)]
EditsAny = Annotated[SignedIn, allowed("offering.edit")]
Bulk = Annotated[SignedIn, allowed("offering.bulk")]

_404 = "No service point has this code."
_404_PROCEDURE = "No procedure has this code."


class ChangeShape(Shape):
    """What one person linked and unlinked at once."""

    number: int = Field(description="to undo it by")
    at: datetime
    by: str
    at_point: str | None = Field(description="code of the service point it was made at; null: in bulk")
    linked: int = Field(description="how many offerings")
    unlinked: int
    undoes: int | None = Field(description="number of the change that this one undid")
    undone: bool

    @classmethod
    def of(cls, change: FoundChange) -> "ChangeShape":
        return cls(
            number=change.number,
            at=change.at.astimezone(BANGKOK),
            by=change.by,
            at_point=change.at_point,
            linked=change.linked,
            unlinked=change.taken,
            undoes=change.undoes,
            undone=change.is_undone,
        )


class OfferedShape(Shape):
    procedure: str = Field(description=CODE)
    title_th: str
    title_en: str | None
    shown: bool = Field(description="false: citizens do not see the procedure")
    own_hours: bool = Field(description="whether the offering has hours or a note of its own")


class PointOfferings(Shape):
    results: list[OfferedShape] = Field(description="what it offers now, by title")
    last_change: ChangeShape | None = Field(description="null: only files have said what it offers")


class CandidateShape(Shape):
    procedure: str = Field(description=CODE)
    title_th: str
    title_en: str | None
    agency_name_th: str


class CandidateList(Shape):
    results: list[CandidateShape] = Field(description=f"by title, at most {MOST_LISTED}")
    total: int


class PointChange(BaseModel):
    """Linking what is linked, and unlinking what is not, changes nothing."""

    model_config = ConfigDict(extra="forbid")

    link: list[str] = Field(default=[], description="codes of procedures")
    unlink: list[str] = Field(default=[], description="codes of procedures")


class WrittenShape(Shape):
    """What was changed."""

    change: int | None = Field(description="number to undo it by; null: everything was so already")
    linked: int = Field(description="how many offerings")
    unlinked: int

    @classmethod
    def of(cls, written: Written) -> "WrittenShape":
        return cls(change=written.number, linked=written.linked.count, unlinked=written.taken.count)


class ProcedureOfferings(Shape):
    """A procedure with how widely it is offered."""

    procedure: str = Field(description=CODE)
    title_th: str
    title_en: str | None
    agency: str = Field(description="code of the agency whose procedure it is")
    shown: bool
    service_points: int = Field(description="that offer it")
    my_service_points: int = Field(description="of these within the asker's reach")
    changed_at: datetime | None
    changed_by: str | None

    @classmethod
    def of(cls, row: OfferingsRow) -> "ProcedureOfferings":
        return cls(
            procedure=row.code,
            title_th=row.title_th,
            title_en=row.title_en,
            agency=row.agency_code,
            shown=row.shown,
            service_points=row.points,
            my_service_points=row.mine,
            changed_at=row.changed_at.astimezone(BANGKOK) if row.changed_at else None,
            changed_by=row.changed_by,
        )


class ProcedureOfferingsList(Shape):
    results: list[ProcedureOfferings]
    total: int = Field(description="on all pages")
    next: str | None = Field(description="value of `after` for the next page; null at the end")


class OneProcedureOfferings(Shape):
    offerings: ProcedureOfferings
    changes: list[ChangeShape] = Field(description="the latest first, at most 5")


class BulkChange(BaseModel):
    """Which procedures at which service points: one of `type`, `area` and `agency` at least."""

    model_config = ConfigDict(extra="forbid")

    procedures: list[str] = Field(description="codes")
    act: Literal["link", "unlink"] = "link"
    type: str = Field(default="", description="kind of office, in Thai")
    area: str = Field(default="", description="code of a province, district or subdistrict")
    agency: str = Field(default="", description="code of an agency: its own and all below it")
    expected: int | None = Field(
        default=None, description="the preview's `to_change`, to do it; null: only look at what would happen"
    )


class BulkAnswer(Shape):
    """The preview, and what was done."""

    service_points: int = Field(description="that match and are within the asker's reach")
    hidden: int = Field(description="of these hidden from citizens")
    outside: int = Field(description="that match, but stay as they are: not within the asker's reach")
    to_change: int = Field(description="offerings that would be linked or unlinked")
    unchanged: int = Field(description="that are so already")
    done: WrittenShape | None = Field(description="null: nothing was done, this is a preview")


Text = Annotated[PlainText, Query(description="words of the title or a common name, or the code's beginning")]
Agency = Annotated[PlainText, Query(description="code of an agency whose procedures these are, with all below it")]


@router.get("/service-points/{code}/offerings", responses=problems(_404=_404))
def show_point_offerings(session: DatabaseSession, who: Sees, code: PlainText) -> PointOfferings:
    """What a service point offers."""
    point = load_point(session, code)
    last = find_last_change(session, point.id)
    results = [
        OfferedShape(
            procedure=row.code, title_th=row.title_th, title_en=row.title_en, shown=row.shown, own_hours=row.own_hours
        )
        for row in find_offered(session, point.id)
    ]
    return PointOfferings(results=results, last_change=ChangeShape.of(last) if last else None)


@router.get("/service-points/{code}/offerings/candidates", responses=problems(_404=_404))
def list_candidates(
    session: DatabaseSession, who: Sees, code: PlainText, q: Text = "", agency: Agency = ""
) -> CandidateList:
    """What it can offer besides: of its own department, or of `agency` where the asker may link others' procedures."""
    point = load_point(session, code)
    own = find_department(session, point.agency).code
    rows, total = find_candidates(session, point, agency if agency and may_cross(who.actor, point) else own, q)
    results = [
        CandidateShape(procedure=row.code, title_th=row.title_th, title_en=row.title_en, agency_name_th=row.agency_th)
        for row in rows
    ]
    return CandidateList(results=results, total=total)


@router.post(
    "/service-points/{code}/offerings",
    responses=problems(_404=_404, _422="A procedure is not known, or of another department."),
)
def post_point_offerings(session: DatabaseSession, who: Edits, code: PlainText, change: PointChange) -> WrittenShape:
    """Link procedures to a service point and take others away, at once."""
    written = change_at_point(session, who.doer, code, link=change.link, take_away=change.unlink)
    session.commit()
    return WrittenShape.of(written)


@router.get("/offerings", responses=problems(_422="A filter cannot be read."))
def list_offerings(  # noqa: PLR0913, PLR0917 - one for each filter
    session: DatabaseSession,
    who: SeesAny,
    q: Text = "",
    agency: Agency = "",
    offered: Annotated[PlainText, Query(description="somewhere, nowhere, mine or not_mine")] = "",
    sort: Annotated[Literal["title", "code", "changed"], Query(description="`changed`: the latest first")] = "title",
    after: Annotated[PlainText, Query(description="continues a list: the `next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT - 1, description="how many at most")] = 100,
) -> ProcedureOfferingsList:
    """The procedures, with how many service points offer each."""
    by: Sort = sort
    query = OfferingsQuery(text=q, agency=agency, offered=offered, sort=by, after=after, limit=limit + 1)
    rows = find_offerings_rows(session, who.actor, query)
    return ProcedureOfferingsList(
        results=[ProcedureOfferings.of(row) for row in rows[:limit]],
        total=count_offerings_rows(session, who.actor, query),
        next=rows[limit - 1].cursor if len(rows) > limit else None,
    )


@router.post("/offerings/bulk", responses=problems(_404=_404_PROCEDURE, _422="A field cannot be taken as it is."))
def post_bulk(session: DatabaseSession, who: Bulk, change: BulkChange) -> BulkAnswer:
    """Link or unlink at many service points: first without `expected`, to see what would happen."""
    act: Act = "link" if change.act == "link" else "take_away"
    query = BulkQuery(
        procedures=tuple(change.procedures), act=act, type=change.type, area=change.area, agency=change.agency
    )
    preview = find_preview(session, who.actor, query)
    done: Written | None = None
    if change.expected is not None:
        done = change_in_bulk(session, who.doer, query, change.expected)
        session.commit()
    return BulkAnswer(
        service_points=len(preview.point_ids),
        hidden=preview.hidden,
        outside=preview.outside,
        to_change=preview.to_change,
        unchanged=preview.unchanged,
        done=WrittenShape.of(done) if done else None,
    )


@router.post(
    "/offerings/changes/{number}/undo",
    responses=problems(_404="No change has this number.", _422="It has been undone already."),
)
def post_undo(session: DatabaseSession, who: EditsAny, number: int) -> WrittenShape:
    """Undo a change as a whole; what somebody changed since then stays."""
    written = undo_change(session, who.doer, number)
    session.commit()
    return WrittenShape.of(written)


@router.get("/offerings/{code}", responses=problems(_404=_404_PROCEDURE))
def show_offerings(session: DatabaseSession, who: SeesAny, code: PlainText) -> OneProcedureOfferings:
    """How widely one procedure is offered, and its latest changes. Where: `/v1/staff/service-points?procedure=`."""
    row = find_offerings_row(session, who.actor, code)
    changes = [ChangeShape.of(one) for one in find_procedure_changes(session, row.id)]
    return OneProcedureOfferings(offerings=ProcedureOfferings.of(row), changes=changes)
