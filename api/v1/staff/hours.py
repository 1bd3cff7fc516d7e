"""`/v1/staff/service-points/{code}/hours`: read, tried out, changed, taken back; and those of offerings."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.accepted_language import accepted_language
from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.hours.pasted_text import PastedText, pasted_text, read_into
from api.staff.hours.preview import preview_of
from api.staff.hours.stored_hours import expression_in
from api.staff.service_points.service_point_page import place_of_point_named
from api.v1.parameters import PlainText
from api.v1.shape import CODE, Shape, problems
from api.v1.staff.hours_shapes import EXPRESSION, PreviewShape, TemporaryShape, WeekShape
from geo.calendar import find_calendar
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK, Hours
from geo.staff.hours_undo import find_last_change, undo_last_change
from geo.staff.offering_hours import find_offering_hours, find_one_offering_hours, set_offering_hours
from geo.staff.service_point_edit import change_point, load_point
from geo.staff.temporary_hours import find_temporary
from geo.words import N_, Name

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]

_404 = "No service point has this code, or it does not offer this."
_409 = "Somebody else saved it since this version."
_422 = "The hours cannot be taken as they are."


class SomeHours(BaseModel):
    """One of the three; `opening_hours` null: nobody knows them."""

    model_config = ConfigDict(extra="forbid")

    opening_hours: str | None = Field(default=None, description=EXPRESSION, examples=["Mo-Fr 08:30-16:30; PH off"])
    week: WeekShape | None = None
    text: str | None = Field(
        default=None,
        max_length=4_000,
        description="as offices write them; saved only where every word was understood and nothing is in question",
        examples=["จันทร์ - ศุกร์ 8.30-16.30 น. เว้นวันหยุดราชการ"],
    )

    @property
    def are_given(self) -> bool:
        return bool(self.model_fields_set & {"opening_hours", "week", "text"})

    def expression(self) -> str | None:
        """Raises: InvalidQuery, FieldsRefused."""
        if self.week is not None:
            return self.week.expression()
        if self.text is not None:
            read = self.read("en")
            if read is None or not read.says_when:
                raise InvalidQuery(N_("The text does not say when the office is open."), field="text")
            return expression_in(read_into({"text": self.text}), None)
        if self.opening_hours is None:
            return None
        return expression_in({"by": "expression", "expression": self.opening_hours}, None)

    def certain_expression(self) -> str | None:
        """Raises: InvalidQuery, FieldsRefused; also where a text is not certain."""
        read = self.read("en")
        if read is not None and (read.rest or read.questions):
            message = N_("Not everything in the text is certain: ask for its preview, then send the week.")
            raise InvalidQuery(message, field="text")
        return self.expression()

    def read(self, language: str) -> PastedText | None:
        return pasted_text({"read": self.text or ""}, language)


class HoursChange(SomeHours):
    """What is left out stays as it is."""

    version: int = Field(description="of the service point, as it was read")
    hours_note: str | None = None


class OfferingHoursChange(SomeHours):
    """`opening_hours` null: as the office."""

    version: int = Field(description="of the service point, as it was read")


class Version(BaseModel):
    version: int = Field(description="of the service point, as it was read")


class OfferingHoursShape(Shape):
    procedure: str = Field(description=CODE)
    title_th: str
    title_en: str | None
    opening_hours: str | None = Field(description="null: as the office")
    week: WeekShape | None

    @classmethod
    def of(cls, code: str, title: Name, expression: str | None) -> "OfferingHoursShape":
        return cls(
            procedure=code,
            title_th=title.th,
            title_en=title.en,
            opening_hours=expression,
            week=WeekShape.of(expression),
        )


class StaffHoursShape(Shape):
    """All hours of a service point."""

    code: str = Field(description=CODE)
    version: int = Field(description="to be sent with a change, which is refused when somebody else was quicker")
    opening_hours: str | None = Field(description=f"the usual ones, {EXPRESSION}; null: nobody knows")
    week: WeekShape | None = Field(description="null: more than a week can say, or not known")
    hours_note: str | None
    temporary_hours: list[TemporaryShape] = Field(description="in order of time, past ones too")
    offerings: list[OfferingHoursShape] = Field(description="those with hours of their own")
    can_undo: bool

    @classmethod
    def of(cls, session: Session, point: ServicePoint) -> "StaffHoursShape":
        expression = point.schedule.expression if point.schedule else None
        last = find_last_change(session, point)
        return cls(
            code=point.code,
            version=point.version,
            opening_hours=expression,
            week=WeekShape.of(expression),
            hours_note=point.hours_note,
            temporary_hours=[TemporaryShape.of(one) for one in find_temporary(session, point)],
            offerings=[
                OfferingHoursShape.of(one.procedure_code, one.title, one.expression)
                for one in find_offering_hours(session, point)
                if one.expression
            ],
            can_undo=last is not None and last.can_be_undone,
        )


@router.get("/service-points/{code}/hours", responses=problems(_404=_404))
def show_hours(session: DatabaseSession, who: Sees, code: PlainText) -> StaffHoursShape:
    """The usual hours, the temporary ones, and those of offerings."""
    return StaffHoursShape.of(session, load_point(session, code))


@router.put("/service-points/{code}/hours", responses=problems(_404=_404, _409=_409, _422=_422))
def put_hours(session: DatabaseSession, who: Edits, code: PlainText, change: HoursChange) -> StaffHoursShape:
    """Change the usual hours, the note on them, or both."""
    given: dict[str, object] = {}
    if change.are_given:
        given["opening_hours"] = change.certain_expression()
    if "hours_note" in change.model_fields_set:
        given["hours_note"] = change.hours_note
    point = change_point(session, who.doer, code, change.version, given)
    session.commit()
    return StaffHoursShape.of(session, point)


@router.post("/service-points/{code}/hours/preview", responses=problems(_404=_404, _422=_422))
def post_preview(
    request: Request, session: DatabaseSession, who: Sees, code: PlainText, hours: SomeHours
) -> PreviewShape:
    """What citizens would be told in the next 14 days, its temporary hours counted in; nothing is saved."""
    temporary = tuple(one.spell for one in find_temporary(session, load_point(session, code)))
    read = hours.read(accepted_language(request))
    expression = None if read is not None and not read.says_when else hours.expression()
    preview = preview_of(Hours(expression, temporary), find_calendar(session), datetime.now(BANGKOK))
    return PreviewShape.of(preview, read)


@router.post("/service-points/{code}/hours/undo", responses=problems(_404=_404, _409=_409, _422="Nothing to undo."))
def post_undo(session: DatabaseSession, who: Edits, code: PlainText, sent: Version) -> StaffHoursShape:
    """Take back the last change of any hours of this service point; again, and it is made anew."""
    undo_last_change(session, who.doer, code, sent.version)
    session.commit()
    return StaffHoursShape.of(session, load_point(session, code))


@router.get("/service-points/{code}/offerings/{procedure}/hours", responses=problems(_404=_404))
def show_offering_hours(
    session: DatabaseSession, who: Sees, code: PlainText, procedure: PlainText
) -> OfferingHoursShape:
    """The own hours of an offering."""
    found = find_one_offering_hours(session, load_point(session, code), procedure)
    return OfferingHoursShape.of(found.procedure_code, found.title, found.expression)


@router.put("/service-points/{code}/offerings/{procedure}/hours", responses=problems(_404=_404, _409=_409, _422=_422))
def put_offering_hours(
    session: DatabaseSession, who: Edits, code: PlainText, procedure: PlainText, change: OfferingHoursChange
) -> StaffHoursShape:
    """Give an offering hours of its own, or clear them."""
    set_offering_hours(session, who.doer, code, change.version, procedure, change.certain_expression())
    session.commit()
    return StaffHoursShape.of(session, load_point(session, code))
