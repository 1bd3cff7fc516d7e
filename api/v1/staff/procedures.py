"""`/v1/staff/procedures`: the table with its filters, the counts of agencies, one of them, added and changed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.procedures.procedure_head import place_of_procedure_named
from api.v1.parameters import PlainText
from api.v1.shape import CODE, Shape, problems
from geo.models import Procedure
from geo.opening_hours import BANGKOK
from geo.staff.agency_edit import load_agency
from geo.staff.errors import UnknownRecord
from geo.staff.next_code import find_next_procedure_code
from geo.staff.procedure_edit import add_procedure, change_procedure
from geo.staff.procedure_fields import procedure_state
from geo.staff.procedure_table import (
    MAXIMUM_LIMIT,
    ProcedureTableQuery,
    count_procedure_rows,
    find_agency_counts,
    find_procedure_rows,
)
from geo.staff.procedures import load_procedure

router = APIRouter()

SeesAny = Annotated[SignedIn, allowed("procedure.see")]
Sees = Annotated[SignedIn, allowed("procedure.see", of=place_of_procedure_named)]
Adds = Annotated[SignedIn, allowed("procedure.edit")]
Edits = Annotated[SignedIn, allowed("procedure.edit", of=place_of_procedure_named)]

_404 = "No procedure has this code."
_409 = "Somebody else saved it since this version."


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title_th: str | None = None
    title_en: str | None = None
    agency: str | None = Field(default=None, description=f"code of the agency that owns it; {CODE}")
    kind: str | None = Field(default=None, description="permit (under the Facilitation Act B.E. 2558) or other")
    common_names_th: list[str] | None = Field(default=None, description="what people call it")
    common_names_en: list[str] | None = None
    category: list[str] | None = Field(default=None, description="Thai names of service categories in the list")
    user_group: list[str] | None = Field(default=None, description="Thai names of user groups in the list")
    free: list[str] | None = Field(default=None, description="free tags; new ones are made")
    jurisdiction: str | None = Field(default=None, description="anywhere, province, district or subdistrict")
    jurisdiction_of: str | None = Field(default=None, description="home, land, building or business")
    areas: list[str] | None = Field(default=None, description="codes of the only areas where it can be had")
    online_url: str | None = None
    shown: bool | None = None
    merged_into: str | None = Field(default=None, description="code of the procedure that it has become part of")

    def given(self) -> dict[str, object]:
        """What the program sent, be it null; nothing else."""
        return {name: getattr(self, name) for name in self.model_fields_set if name not in ("version", "code")}


class NewProcedure(_Fields):
    code: str | None = Field(default=None, description="null: the next free one of the agency")


class ProcedureChange(_Fields):
    """Fields that are left out stay as they are; null empties one."""

    version: int = Field(description="as it was read")


class StaffProcedureShape(Shape):
    """A procedure with all that staff know of it."""

    code: str = Field(description=CODE)
    title_th: str
    title_en: str | None
    agency: str = Field(description="code of the agency")
    kind: str
    common_names_th: list[str]
    common_names_en: list[str]
    category: list[str]
    user_group: list[str]
    free: list[str]
    jurisdiction: str
    jurisdiction_of: str
    areas: list[str]
    online_url: str | None
    shown: bool
    merged_into: str | None
    updated_at: datetime
    updated_by: str | None = Field(description="name of the person; null: a file that was loaded")
    version: int = Field(description="to be sent with a change, which is refused when somebody else was quicker")

    @classmethod
    def of(cls, session: Session, procedure: Procedure) -> "StaffProcedureShape":
        return cls.model_validate(
            procedure_state(session, procedure).as_dict()
            | {"code": procedure.code, "updated_at": procedure.updated_at.astimezone(BANGKOK)}
            | {"updated_by": procedure.updated_by, "version": procedure.version}
        )


class ProcedureRowShape(Shape):
    """A row of the table."""

    code: str
    title_th: str
    title_en: str | None
    agency: str = Field(description="code of the agency")
    kind: str
    shown: bool
    merged: bool
    published_number: int | None = Field(description="revision in force; null: there is none")
    published_at: datetime | None
    open_number: int | None = Field(description="revision that is being worked on; null: there is none")
    open_state: str | None = Field(description="draft, returned, review or approval")


class StaffProcedureList(Shape):
    results: list[ProcedureRowShape]
    total: int = Field(description="on all pages")
    next: str | None = Field(description="value of `after` for the next page; null at the end")


class AgencyCountShape(Shape):
    """How the manuals of an agency's own procedures stand."""

    agency: str = Field(description="code")
    procedures: int
    published: int
    draft: int
    waiting: int
    never_reviewed: int
    older_than_a_year: int


class AgencyCountList(Shape):
    results: list[AgencyCountShape]


@router.get("/procedures", responses=problems(_422="A filter cannot be read."))
def list_staff_procedures(  # noqa: PLR0913, PLR0917 - one for each filter
    session: DatabaseSession,
    who: SeesAny,
    q: Annotated[PlainText, Query(description="words of a title or common name, or the code's beginning")] = "",
    agency: Annotated[PlainText, Query(description="code of an agency: its own and all below it")] = "",
    kind: Annotated[PlainText, Query(description="permit or other")] = "",
    status: Annotated[PlainText, Query(description="none, published, draft, returned, review or approval")] = "",
    age: Annotated[PlainText, Query(description="half_year, year, three_years or never_reviewed")] = "",
    reviewer: Annotated[PlainText, Query(description="words of the name of who approved or returned it")] = "",
    shown: Annotated[bool | None, Query(description="false: hidden ones")] = None,
    waiting: Annotated[bool, Query(description="only those that wait for whoever asks")] = False,
    after: Annotated[PlainText, Query(description="continues a list: the `next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT - 1, description="how many at most")] = 100,
) -> StaffProcedureList:
    """The procedures that the asker may see, with where each manual stands."""
    query = ProcedureTableQuery(
        text=q,
        agency=agency,
        kind=kind,
        status=status,
        age=age,
        reviewer=reviewer,
        shown=shown,
        waiting=waiting,
        after=after,
        limit=limit + 1,
    )
    rows = find_procedure_rows(session, who.actor, query)
    results = [
        ProcedureRowShape(
            code=row.code,
            title_th=row.title_th,
            title_en=row.title_en,
            agency=row.agency_code,
            kind=row.kind,
            shown=row.shown,
            merged=row.merged,
            published_number=row.published_number,
            published_at=row.published_at.astimezone(BANGKOK) if row.published_at else None,
            open_number=row.open_number,
            open_state=row.open_state,
        )
        for row in rows[:limit]
    ]
    total = count_procedure_rows(session, who.actor, query)
    return StaffProcedureList(results=results, total=total, next=rows[limit - 1].cursor if len(rows) > limit else None)


@router.get("/procedure-counts")
def list_counts(
    session: DatabaseSession,
    who: SeesAny,
    agency: Annotated[PlainText, Query(description="code of an agency: its own and all below it")] = "",
) -> AgencyCountList:
    """How the manuals of each agency stand."""
    return AgencyCountList(
        results=[
            AgencyCountShape(
                agency=one.code,
                procedures=one.procedures,
                published=one.published,
                draft=one.draft,
                waiting=one.waiting,
                never_reviewed=one.never_reviewed,
                older_than_a_year=one.old,
            )
            for one in find_agency_counts(session, who.actor, agency)
        ]
    )


@router.post("/procedures", status_code=201, responses=problems(_422="A field cannot be taken as it is."))
def post_procedure(session: DatabaseSession, who: Adds, new: NewProcedure) -> StaffProcedureShape:
    """Add a procedure. It has no manual yet."""
    procedure = add_procedure(session, who.doer, new.code or _suggested(session, new.agency), new.given())
    session.commit()
    return StaffProcedureShape.of(session, procedure)


@router.get("/procedures/{code}", responses=problems(_404=_404))
def show_staff_procedure(session: DatabaseSession, who: Sees, code: PlainText) -> StaffProcedureShape:
    """One procedure, hidden or not."""
    return StaffProcedureShape.of(session, load_procedure(session, code))


@router.patch("/procedures/{code}", responses=problems(_404=_404, _409=_409, _422="A field cannot be taken as it is."))
def patch_procedure(
    session: DatabaseSession, who: Edits, code: PlainText, change: ProcedureChange
) -> StaffProcedureShape:
    """Change some fields, hide it, or let it become part of another."""
    procedure = change_procedure(session, who.doer, code, change.version, change.given())
    session.commit()
    return StaffProcedureShape.of(session, procedure)


def _suggested(session: Session, agency: str | None) -> str:
    try:
        return find_next_procedure_code(session, load_agency(session, agency or ""))
    except UnknownRecord:
        return ""
