"""What the forms of a pin's page do: save, confirm, put back; accept or send back; tell two offices apart."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from api.staff.access import SignedIn, allowed
from api.staff.pins.desk import AtDesk, Desk
from api.staff.pins.pin_audit_page import audit_path
from api.staff.pins.pin_page import insisted_in, pin_answer
from api.staff.pins.reading import accuracy_in, method_in
from api.staff.rendering import see_other
from api.staff.service_points.service_point_page import place_of_point_named
from geo.errors import InvalidQuery
from geo.staff.errors import SavedByAnother
from geo.staff.pins.decisions import accept_pin, return_pin
from geo.staff.pins.edit import NewPin, confirm_pin, set_pin, undo_pin
from geo.staff.pins.two_offices import say_two_offices, take_back_two_offices

router = APIRouter()

Sets = Annotated[SignedIn, allowed("pin.set", of=place_of_point_named)]
Decides = Annotated[SignedIn, allowed("pin.decide", of=place_of_point_named)]
Answers = Annotated[SignedIn, allowed("duplicate.answer", of=place_of_point_named)]


@router.post("/service-points/{code}/pin")
def post_pin(desk: AtDesk, who: Sets) -> Response:
    """`do`=check looks only; `take` is a remedy that was pressed: the form again, with its coordinate."""
    sent = desk.sent
    if sent.get("take"):
        sent = {"q": sent["take"], "version": sent.get("version", "")}
    if sent.get("do") == "check" or "do" not in sent:
        return pin_answer(desk, who, sent, desk.no_errors())

    def save() -> None:
        set_pin(desk.session, who.doer, desk.code, desk.version, _new_pin(sent), desk.within)

    return _done(desk, who, sent, save, f"/staff/service-points/{desk.code}/pin?done=saved")


@router.post("/service-points/{code}/pin/confirm")
def post_confirm(desk: AtDesk, who: Sets) -> Response:
    """One tap on the pin's page, the service point's or the staff home, to which it leads back."""
    point = f"/staff/service-points/{desk.code}"
    back = {"home": "/staff", "point": point}.get(desk.sent.get("back", ""), f"{point}/pin?done=confirmed")

    def confirm() -> None:
        confirm_pin(desk.session, who.doer, desk.code, desk.version, desk.within)

    return _done(desk, who, {}, confirm, back)


@router.post("/service-points/{code}/pin/undo")
def post_undo(desk: AtDesk, who: Sets) -> Response:
    def undo() -> None:
        undo_pin(desk.session, who.doer, desk.code, desk.version, desk.within)

    return _done(desk, who, {}, undo, f"/staff/service-points/{desk.code}/pin?done=back")


@router.post("/service-points/{code}/pin/accept")
def post_accept(desk: AtDesk, who: Decides) -> Response:
    def accept() -> None:
        accept_pin(desk.session, who.doer, desk.code, desk.version, desk.within)

    return _done(desk, who, {}, accept, "/staff/insisted-pins")


@router.post("/service-points/{code}/pin/return")
def post_return(desk: AtDesk, who: Decides) -> Response:
    comment = desk.sent.get("comment", "")

    def send_back() -> None:
        return_pin(desk.session, who.doer, desk.code, desk.version, comment=comment, confirm_within=desk.within)

    return _done(desk, who, {"comment": comment}, send_back, "/staff/insisted-pins")


@router.post("/service-points/{code}/pin/two-offices")
def post_two_offices(desk: AtDesk, who: Answers) -> Response:
    """From the pin's page, or from the list of the audit, to which it leads back as it was narrowed."""
    other, reason = desk.sent.get("other", ""), desk.sent.get("reason", "")

    def say() -> None:
        say_two_offices(desk.session, who.doer, desk.code, desk.version, other=other, reason=reason)

    return _done(desk, who, {"reason": reason}, say, _back(desk))


@router.post("/service-points/{code}/pin/two-offices/undo")
def post_two_offices_undo(desk: AtDesk, who: Answers) -> Response:
    def take_back() -> None:
        take_back_two_offices(desk.session, who.doer, desk.code, other=desk.sent.get("other", ""))

    return _done(desk, who, {}, take_back, _back(desk))


def _back(desk: Desk) -> str:
    if desk.sent.get("back") == "audit":
        return audit_path(desk.sent.get("asked", ""))
    return f"/staff/service-points/{desk.code}/pin#two-offices"


def _done(desk: Desk, who: SignedIn, sent: Mapping[str, str], work: Callable[[], None], then: str) -> Response:
    """To the page `then`; or the pin's page, which says why not, with `sent` in its form."""
    errors = desk.no_errors()
    try:
        work()
    except SavedByAnother as error:
        desk.session.rollback()
        return pin_answer(desk, who, sent, errors, conflict=error)
    except InvalidQuery as error:
        desk.session.rollback()
        errors.add(error)
        return pin_answer(desk, who, sent, errors)
    desk.session.commit()
    return see_other(desk.request, then)


def _new_pin(sent: Mapping[str, str]) -> NewPin:
    return NewPin(
        text=sent.get("q", ""),
        method=method_in(sent.get("method", "")),
        accuracy_m=accuracy_in(sent.get("accuracy_m", "")),
        insist=insisted_in(sent),
        because=sent.get("because", ""),
    )
