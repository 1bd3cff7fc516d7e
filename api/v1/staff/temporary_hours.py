"""`/v1/staff/service-points/{code}/temporary-hours`: dated closures and other hours, listed, added, changed, ended."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.hours.temporary_page import number_in
from api.staff.service_points.service_point_page import place_of_point_named
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from api.v1.staff.hours import Version
from api.v1.staff.hours_shapes import EXPRESSION, TemporaryShape
from geo.opening_hours import BANGKOK
from geo.staff.service_point_edit import load_point
from geo.staff.temporary_hours import (
    NumberedSpell,
    add_temporary,
    change_temporary,
    checked_spell,
    end_temporary,
    find_one_temporary,
    find_temporary,
    remove_temporary,
)

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]

_404 = "No service point has this code, or it has no temporary hours of this number."
_409 = "Somebody else saved it since this version."
_422 = "A field cannot be taken as it is, or other temporary hours fall on the same days."


class NewTemporary(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = Field(description="of the service point, as it was read")
    since: AwareDatetime = Field(examples=["2026-11-23T00:00:00+07:00"])
    until: AwareDatetime | None = Field(default=None, description="when it ends; null until further notice")
    opening_hours: str = Field(default="off", description=f"what counts meanwhile, {EXPRESSION}; `off` is closed")
    note_th: str | None = Field(default=None, description="why, or where to go instead", examples=["ปิดปรับปรุงอาคาร"])
    note_en: str | None = None


class TemporaryChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(description="of the service point, as it was read")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = Field(default=None, description="null until further notice")
    opening_hours: str | None = None
    note_th: str | None = None
    note_en: str | None = None


class TemporaryList(Shape):
    version: int = Field(description="of the service point; to be sent with a change")
    results: list[TemporaryShape] = Field(description="in order of time, past ones too")


@router.get("/service-points/{code}/temporary-hours", responses=problems(_404=_404))
def list_temporary(session: DatabaseSession, who: Sees, code: PlainText) -> TemporaryList:
    """Closures and other hours, past, present and to come."""
    return _list(session, code)


@router.post(
    "/service-points/{code}/temporary-hours",
    status_code=201,
    responses=problems(_404=_404, _409=_409, _422=_422),
)
def post_temporary(session: DatabaseSession, who: Edits, code: PlainText, new: NewTemporary) -> TemporaryShape:
    """Close for a time, or keep other hours."""
    spell = checked_spell(
        since=new.since,
        until=new.until,
        expression=new.opening_hours,
        note_th=new.note_th,
        note_en=new.note_en,
    )
    return _saved(session, add_temporary(session, who.doer, code, new.version, spell))


@router.patch("/service-points/{code}/temporary-hours/{number}", responses=problems(_404=_404, _409=_409, _422=_422))
def patch_temporary(
    session: DatabaseSession, who: Edits, code: PlainText, number: PlainText, change: TemporaryChange
) -> TemporaryShape:
    """Change some of it."""
    row = number_in(number)
    was = find_one_temporary(session, load_point(session, code), row).spell
    given = {name: getattr(change, name) for name in change.model_fields_set if name != "version"}
    if "opening_hours" in given:
        given["expression"] = given.pop("opening_hours")
    wanted = replace(was, **given)
    spell = checked_spell(
        since=wanted.since or was.since,
        until=wanted.until,
        expression=wanted.expression,
        note_th=wanted.note_th,
        note_en=wanted.note_en,
    )
    return _saved(session, change_temporary(session, who.doer, code, change.version, row, spell))


@router.post("/service-points/{code}/temporary-hours/{number}/end", responses=problems(_404=_404, _409=_409, _422=_422))
def post_end(session: DatabaseSession, who: Edits, code: PlainText, number: PlainText, sent: Version) -> TemporaryShape:
    """End it now instead of later."""
    now = datetime.now(BANGKOK)
    return _saved(session, end_temporary(session, who.doer, code, sent.version, number_in(number), now))


@router.delete("/service-points/{code}/temporary-hours/{number}", responses=problems(_404=_404, _409=_409, _422=_422))
def delete_temporary(
    session: DatabaseSession,
    who: Edits,
    code: PlainText,
    number: PlainText,
    version: Annotated[int, Query(description="of the service point, as it was read")],
) -> TemporaryList:
    """Take it away, as if it had never been planned; the history keeps it."""
    remove_temporary(session, who.doer, code, version, number_in(number))
    session.commit()
    return _list(session, code)


def _saved(session: DatabaseSession, one: NumberedSpell) -> TemporaryShape:
    session.commit()
    return TemporaryShape.of(one)


def _list(session: DatabaseSession, code: str) -> TemporaryList:
    point = load_point(session, code)
    return TemporaryList(
        version=point.version, results=[TemporaryShape.of(one) for one in find_temporary(session, point)]
    )
