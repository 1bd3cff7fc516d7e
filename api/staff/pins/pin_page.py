"""The pin of a service point: where it is, who says so, and the form to move it, which understands every coordinate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.pages.demo_data import DEMO
from api.pages.languages import prefix_of
from api.pages.phrase import phrase
from api.pages.rendering import render_fragment
from api.staff.access import SignedIn, allowed
from api.staff.pins.desk import AtDesk, Desk
from api.staff.pins.pin_now import PinNow, PinThenRow, history_rows, pin_now
from api.staff.pins.reading import PinReading, accuracy_in, method_in, pin_reading
from api.staff.pins.two_offices import TwoOfficesPart, two_offices_part
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.staff.service_points.point_head import PointHead, point_head
from api.staff.service_points.service_point_page import CONFLICT, place_of_point_named
from api.v1.parameters import PlainText
from geo.areas import find_area_centre
from geo.models import ServicePoint
from geo.staff.errors import SavedByAnother
from geo.staff.pins.edit import CheckedPin, check_new_pin
from geo.staff.service_point_edit import load_point, place_of
from geo.staff.service_point_fields import position_of
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Sets = Annotated[SignedIn, allowed("pin.set", of=place_of_point_named)]

_INSIST = "insist-"

DONE = {
    "saved": N_("The pin is saved. Citizens are led there from now on."),
    "confirmed": N_("The pin is confirmed. Thank you."),
    "back": N_("The pin is back where it was before."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPage:
    """`now` None: not pinned yet. `reading` None: nothing was typed yet. `view`: where a map without a pin begins.

    `done` tells what was just done.
    """

    title: str
    shows_demo_data: bool
    head: PointHead
    version: int
    base: str
    now: PinNow | None
    history: tuple[PinThenRow, ...]
    q: str
    method: str
    accuracy_m: str
    reading: PinReading | None
    view: tuple[float, float] | None
    conflict: str
    may_set: bool
    may_decide: bool
    comment: str
    two_offices: TwoOfficesPart
    reason: str
    done: str
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPart:
    """What the page shows anew while somebody types; `refused` says why the text is no coordinate."""

    reading: PinReading | None
    refused: str


@router.get("/service-points/{code}/pin")
def show_pin(desk: AtDesk, who: Sees, q: PlainText = "", done: PlainText = "") -> Response:
    """`q` stands in the form already, such as the place where a photo was taken."""
    return pin_answer(desk, who, {"q": q} if q.strip() else {}, desk.no_errors(), done=done)


@router.get("/service-points/{code}/pin/check")
def show_reading(
    desk: AtDesk, who: Sets, q: PlainText = "", method: PlainText = "", accuracy_m: PlainText = ""
) -> Response:
    sent = {"q": q, "method": method, "accuracy_m": accuracy_m}
    errors = desk.no_errors()
    point = load_point(desk.session, desk.code)
    reading = None
    with errors.collect():
        reading = _reading(desk.session, who, point, check_new_pin(desk.session, point, q), sent, errors)
    return render_fragment(
        desk.request, "staff/pins/_reading.html", ReadingPart(reading=reading, refused=errors["q"] or "")
    )


def pin_answer(  # noqa: PLR0913 - what came of it
    desk: Desk,
    who: SignedIn,
    sent: Mapping[str, str],
    errors: FormErrors,
    *,
    conflict: SavedByAnother | None = None,
    done: str = "",
) -> Response:
    """The form with what is left of it in `sent`; what is wrong with its coordinate is looked up anew."""
    session, code, language = desk.session, desk.code, errors.language
    point = load_point(session, code)
    reading = None
    if sent.get("q", "").strip():
        with errors.collect():
            reading = _reading(session, who, point, check_new_pin(session, point, sent["q"]), sent, errors)
    here = position_of(point)
    page = PinPage(
        title=translate(N_("Pin of {name}"), language, name=phrase(language, point.name_th, point.name_en)),
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language, "/pin"),
        version=point.version,
        base=f"{prefix_of(language)}/staff/service-points/{code}/pin",
        now=None if here is None else pin_now(session, point, here, language, desk.within),
        history=history_rows(session, point, language),
        q=sent.get("q", ""),
        method=method_in(sent.get("method", "")),
        accuracy_m=sent.get("accuracy_m", ""),
        reading=reading,
        view=_view(session, point),
        conflict=conflict.sentence.render(language) if conflict else "",
        may_set=who.actor.may("pin.set", place_of(point)),
        may_decide=who.actor.may("pin.decide", place_of(point)),
        comment=sent.get("comment", ""),
        two_offices=two_offices_part(session, who, point, language),
        reason=sent.get("reason", ""),
        done=translate(DONE[done], language) if done in DONE else "",
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if errors else 200
    return render_staff(desk.request, "staff/pins/pin.html", page, who, status=status)


def _reading(  # noqa: PLR0913, PLR0917
    session: Session,
    who: SignedIn,
    point: ServicePoint,
    checked: CheckedPin,
    sent: Mapping[str, str],
    errors: FormErrors,
) -> PinReading:
    return pin_reading(
        session,
        point,
        checked,
        errors.language,
        method=method_in(sent.get("method", "")),
        accuracy_m=accuracy_in(sent.get("accuracy_m", "")),
        must_ask=not who.actor.may("pin.decide", place_of(point)),
        insisted=sorted(insisted_in(sent)),
        because=sent.get("because", ""),
        because_error=errors["because"] or "",
    )


def _view(session: Session, point: ServicePoint) -> tuple[float, float] | None:
    centre = find_area_centre(session, point.subdistrict_code) if point.subdistrict_code else None
    return None if centre is None else (centre.lat, centre.lon)


def insisted_in(sent: Mapping[str, str]) -> frozenset[str]:
    """Kinds of findings whose boxes were ticked."""
    return frozenset(name.removeprefix(_INSIST) for name in sent if name.startswith(_INSIST))
