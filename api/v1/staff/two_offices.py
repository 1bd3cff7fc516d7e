"""`/v1/staff/service-points/{code}/pin/two-offices`: a likely duplicate is none, said with a reason and taken back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.service_points.service_point_page import place_of_point_named
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.staff.pins.two_offices import (
    SaidTwo,
    find_lookalike,
    find_two_offices,
    find_two_offices_of,
    say_two_offices,
    take_back_two_offices,
)
from geo.staff.service_point_edit import load_point

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
SeesAny = Annotated[SignedIn, allowed("pin_audit.see")]
Answers = Annotated[SignedIn, allowed("duplicate.answer", of=place_of_point_named)]

_404 = "No service point has this code."
_MOST = 200


class Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")

    other: str = Field(description="code of the other service point")


class PairAnswered(Pair):
    reason: str = Field(description="why they are two offices")
    version: int = Field(description="of the service point, as it was read")


class SaidTwoShape(Shape):
    """Two service points that look like one and are two offices."""

    code: str
    other: str = Field(description="code of the other service point")
    reason: str
    at: datetime
    by: str

    @classmethod
    def of(cls, said: SaidTwo) -> "SaidTwoShape":
        at = said.at.astimezone(BANGKOK)
        return cls(code=said.code, other=said.other_code, reason=said.reason, at=at, by=said.by)


class SaidTwoList(Shape):
    results: list[SaidTwoShape] = Field(description="the latest first, 200 at most")


class LookalikesShape(Shape):
    """What a service point looks like, and what it was said not to be."""

    looks_like: str | None = Field(description="code of the nearest one that it likely repeats; null: none was found")
    two_offices: list[SaidTwoShape] = Field(description="which ones it was said not to be, the latest first")
    version: int = Field(description="of the service point, to be sent with an answer")


@router.get("/pin-audit/two-offices")
def list_two_offices(session: DatabaseSession, who: SeesAny) -> SaidTwoList:
    """Pairs that were said to be two offices, where the asker may say it too."""
    return SaidTwoList(results=[SaidTwoShape.of(one) for one in find_two_offices(session, who.actor, _MOST)])


@router.get("/service-points/{code}/pin/two-offices", responses=problems(_404=_404))
def show_lookalikes(session: DatabaseSession, who: Sees, code: PlainText) -> LookalikesShape:
    """Whether it looks like another one, and of which it was said that it is not."""
    return _shape(session, load_point(session, code))


@router.post(
    "/service-points/{code}/pin/two-offices",
    responses=problems(
        _404=_404,
        _409="Somebody else saved it since this version.",
        _422="No reason, or the two do not look like one (any more).",
    ),
)
def post_two_offices(session: DatabaseSession, who: Answers, code: PlainText, pair: PairAnswered) -> LookalikesShape:
    """Say that the two are two offices: neither is found because of the other until one moves or changes its name."""
    say_two_offices(session, who.doer, code, pair.version, other=pair.other, reason=pair.reason)
    session.commit()
    return _shape(session, load_point(session, code))


@router.post(
    "/service-points/{code}/pin/two-offices/undo",
    responses=problems(_404=_404, _422="No other code, or nothing was said of the two."),
)
def post_two_offices_undo(session: DatabaseSession, who: Answers, code: PlainText, pair: Pair) -> LookalikesShape:
    """Take it back: the two are looked at again."""
    take_back_two_offices(session, who.doer, code, other=pair.other)
    session.commit()
    return _shape(session, load_point(session, code))


def _shape(session: Session, point: ServicePoint) -> LookalikesShape:
    twin = find_lookalike(session, point)
    return LookalikesShape(
        looks_like=None if twin is None else twin.code,
        two_offices=[SaidTwoShape.of(one) for one in find_two_offices_of(session, point)],
        version=point.version,
    )
