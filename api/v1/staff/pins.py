"""`/v1/staff/service-points/{code}/pin`: read, checked, set, confirmed, put back; accepted or sent back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from api.accepted_language import accepted_language
from api.database_session import AppSettings, DatabaseSession
from api.problems import MEDIA_TYPE, problem_of
from api.staff.access import SignedIn, allowed
from api.staff.service_points.service_point_page import place_of_point_named
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.pins.finding import PinFinding
from geo.staff.pins.decisions import accept_pin, return_pin
from geo.staff.pins.edit import (
    NewPin,
    PinRefused,
    SetMethod,
    check_new_pin,
    confirm_pin,
    find_previous_pin,
    set_pin,
    undo_pin,
)
from geo.staff.pins.history import find_pin_history
from geo.staff.pins.unconfirmed import unconfirmed_since
from geo.staff.service_point_edit import load_point
from geo.staff.service_point_fields import position_of, written

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Sets = Annotated[SignedIn, allowed("pin.set", of=place_of_point_named)]
Decides = Annotated[SignedIn, allowed("pin.decide", of=place_of_point_named)]

_404 = "No service point has this code, or there is no pin to do this with."
_409 = "Somebody else saved it since this version."
_COORDINATE = "in any form: degrees, UTM, MGRS, Plus Code, `geo:` URI, a link of a map"


class AtVersion(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = Field(description="of the service point, as it was read")


class PinGiven(BaseModel):
    model_config = ConfigDict(extra="forbid")

    position: str = Field(description=_COORDINATE, examples=["13.1495, 100.8117"])


class PinChange(PinGiven, AtVersion):
    method: SetMethod = Field(default="typed", description="how the coordinate came about")
    accuracy_m: float | None = Field(default=None, description="what the phone says, with `gps`")
    insist: list[str] = Field(default=[], description="kinds of findings that are known better")
    reason: str = Field(default="", description="why; needed where something is insisted on")


class Returned(AtVersion):
    comment: str = Field(description="what should be corrected")


class FindingShape(Shape):
    """What is wrong with a pin, and what to do about it."""

    kind: str = Field(examples=["wrong_subdistrict"])
    severity: Literal["error", "warning", "note"]
    message: str = Field(description="in the language of `Accept-Language`")
    remedy: str
    proposed: str | None = Field(description="a coordinate to take instead")
    may_insist: bool = Field(description="whether it can be named in `insist`")

    @classmethod
    def of(cls, finding: PinFinding, language: str) -> "FindingShape":
        proposed = finding.remedy.proposed
        return cls(
            kind=finding.kind,
            severity=finding.severity,
            message=finding.sentence.render(language),
            remedy=finding.remedy.sentence.render(language),
            proposed=None if proposed is None else written(proposed),
            may_insist=finding.may_insist,
        )


class PinCheckShape(Shape):
    """How a coordinate is understood, and what is wrong with it."""

    position: str | None = Field(description="latitude, longitude; null: only swapped it would be a position")
    form: str | None = Field(description="what it was read as", examples=["utm"])
    datum: str | None = Field(examples=["Indian 1975"])
    findings: list[FindingShape] = Field(description="the worst first; empty: it can be saved")


class PinThenShape(Shape):
    """A pin that the service point has or had."""

    position: str | None = Field(description="null: the pin was taken away")
    method: str | None
    at: datetime
    by: str | None = Field(description="name of the person; null: a file that was loaded")
    accuracy_m: float | None
    insisted: list[str] = Field(description="kinds of findings that its officer insisted on")
    reason: str | None
    state: Literal["waiting", "accepted", "returned", "over"] | None = Field(
        description="of what was insisted on: whether the central officer accepted it; `over`: there is a newer pin"
    )
    decided_by: str | None
    comment: str | None = Field(description="why it was sent back")


class StaffPinShape(Shape):
    """The pin of a service point, and those before it."""

    code: str
    position: str | None = Field(description="latitude, longitude; null: not pinned", examples=["13.1495, 100.8117"])
    method: str | None
    pinned_at: datetime | None
    pinned_by: str | None
    verified_at: datetime | None = Field(description="when somebody last confirmed that it is right")
    verified_by: str | None
    stale: bool = Field(description="nobody has set or confirmed it for long")
    previous: str | None = Field(description="where `undo` puts it back")
    history: list[PinThenShape] = Field(description="the present pin first, at most fifty")
    version: int = Field(description="to be sent with a change, which is refused when somebody else was quicker")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where something is done with a pin: the service point that the address names."""

    session: DatabaseSession
    settings: AppSettings
    code: PlainText

    @property
    def within(self) -> timedelta:
        return timedelta(days=self.settings.pin_confirm_days)

    def done(self, point: ServicePoint) -> StaffPinShape:
        self.session.commit()
        return _shape(self.session, point, self.within)


AtDesk = Annotated[Desk, Depends()]


@router.get("/service-points/{code}/pin", responses=problems(_404=_404))
def show_pin(desk: AtDesk, who: Sees) -> StaffPinShape:
    """Where it is, who set and who confirmed it, and the pins before."""
    return _shape(desk.session, load_point(desk.session, desk.code), desk.within)


@router.post("/service-points/{code}/pin/check", responses=problems(_404=_404, _422="The text is no coordinate."))
def post_check(request: Request, session: DatabaseSession, who: Sets, code: PlainText, pin: PinGiven) -> PinCheckShape:
    """Look at a coordinate before it is set; nothing is saved."""
    with _as_sent():
        checked = check_new_pin(session, load_point(session, code), pin.position)
    parsed = checked.typed.parsed
    language = accepted_language(request)
    return PinCheckShape(
        position=None if parsed is None else written(parsed.position),
        form=None if parsed is None else parsed.form,
        datum=None if parsed is None else parsed.datum,
        findings=[FindingShape.of(one, language) for one in checked.findings],
    )


@router.put(
    "/service-points/{code}/pin",
    response_model=StaffPinShape,
    responses=problems(
        _404=_404,
        _409=_409,
        _422="Something is wrong with the pin that was not insisted on: a problem with a further member `findings`, as "
        "of the check; or a field cannot be read.",
    ),
)
def put_pin(request: Request, desk: AtDesk, who: Sets, pin: PinChange) -> Response | StaffPinShape:
    """Set the pin, as far as nothing is wrong with it that is not insisted on; the same pin again confirms it."""
    new = NewPin(
        text=pin.position,
        method=pin.method,
        accuracy_m=pin.accuracy_m,
        insist=frozenset(pin.insist),
        because=pin.reason,
    )
    try:
        with _as_sent():
            point = set_pin(desk.session, who.doer, desk.code, pin.version, new, desk.within)
    except PinRefused as error:
        return _refused(request, error)
    return desk.done(point)


@router.post("/service-points/{code}/pin/confirm", responses=problems(_404=_404, _409=_409, _422="No version."))
def post_confirm(desk: AtDesk, who: Sets, at: AtVersion) -> StaffPinShape:
    """Say that the pin is still right."""
    return desk.done(confirm_pin(desk.session, who.doer, desk.code, at.version, desk.within))


@router.post("/service-points/{code}/pin/undo", responses=problems(_404=_404, _409=_409, _422="No version."))
def post_undo(desk: AtDesk, who: Sets, at: AtVersion) -> StaffPinShape:
    """Put the pin back to where it was before."""
    return desk.done(undo_pin(desk.session, who.doer, desk.code, at.version, desk.within))


@router.post("/service-points/{code}/pin/accept", responses=problems(_404=_404, _409=_409, _422="No version."))
def post_accept(desk: AtDesk, who: Decides, at: AtVersion) -> StaffPinShape:
    """Accept a pin that its officer insisted on; it counts as confirmed."""
    return desk.done(accept_pin(desk.session, who.doer, desk.code, at.version, desk.within))


@router.post("/service-points/{code}/pin/return", responses=problems(_404=_404, _409=_409, _422="No comment."))
def post_return(desk: AtDesk, who: Decides, returned: Returned) -> StaffPinShape:
    """Send a pin back to its officer; until it is moved it stays where it is."""
    comment, within = returned.comment, desk.within
    point = return_pin(desk.session, who.doer, desk.code, returned.version, comment=comment, confirm_within=within)
    return desk.done(point)


@contextmanager
def _as_sent() -> Iterator[None]:
    """Fields are named as programs send them."""
    try:
        yield
    except InvalidQuery as error:
        error.field = {"q": "position", "because": "reason"}.get(error.field or "", error.field)
        raise


def _refused(request: Request, error: PinRefused) -> Response:
    language = accepted_language(request)
    body: dict[str, Any] = problem_of(error, request.url.path).as_json(language)
    body["findings"] = [FindingShape.of(one, language).model_dump() for one in error.checked.findings]
    return JSONResponse(body, status_code=422, media_type=MEDIA_TYPE, headers={"Vary": "Accept-Language"})


def _shape(session: Session, point: ServicePoint, within: timedelta) -> StaffPinShape:
    here, previous = position_of(point), find_previous_pin(session, point)
    history = find_pin_history(session, point)
    before = next((one.position for one in history if previous is not None and one.id == previous.id), None)
    return StaffPinShape(
        code=point.code,
        position=None if here is None else written(here),
        method=point.pin_method,
        pinned_at=point.pinned_at and point.pinned_at.astimezone(BANGKOK),
        pinned_by=point.pinned_by,
        verified_at=point.pin_verified_at and point.pin_verified_at.astimezone(BANGKOK),
        verified_by=point.pin_verified_by,
        stale=unconfirmed_since(point.pin_verified_at, point.pinned_at, within) is not None,
        previous=None if before is None else written(before),
        history=[
            PinThenShape(
                position=None if one.position is None else written(one.position),
                method=one.method,
                at=one.at.astimezone(BANGKOK),
                by=one.by,
                accuracy_m=one.accuracy_m,
                insisted=list(one.kept_kinds),
                reason=one.kept_because,
                state=one.state,  # type: ignore[arg-type]
                decided_by=one.decided_by,
                comment=one.comment,
            )
            for one in history
        ],
        version=point.version,
    )
