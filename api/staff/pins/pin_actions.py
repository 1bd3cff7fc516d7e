"""What the forms of a pin's page do: save, confirm, put back; accept or send back; tell two offices apart."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.form_text import version_in
from api.staff.pins.pin_audit_page import audit_path
from api.staff.pins.pin_page import confirm_within, insisted_in, pin_answer
from api.staff.pins.reading import accuracy_in, method_in
from api.staff.rendering import FormErrors, see_other
from api.staff.service_points.service_point_page import Sent, place_of_point_named
from api.v1.parameters import PlainText
from geo.errors import InvalidQuery
from geo.settings import Settings
from geo.staff.errors import SavedByAnother
from geo.staff.pins.decisions import accept_pin, return_pin
from geo.staff.pins.edit import NewPin, confirm_pin, set_pin, undo_pin
from geo.staff.pins.two_offices import say_two_offices, take_back_two_offices

router = APIRouter()

Sets = Annotated[SignedIn, allowed("pin.set", of=place_of_point_named)]
Decides = Annotated[SignedIn, allowed("pin.decide", of=place_of_point_named)]
Answers = Annotated[SignedIn, allowed("duplicate.answer", of=place_of_point_named)]


@router.post("/service-points/{code}/pin")
def post_pin(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Sets, code: PlainText, sent: Sent
) -> Response:
    """`do`=check looks only; `take` is a remedy that was pressed: the form again, with its coordinate."""
    if sent.get("take"):
        sent = {"q": sent["take"], "version": sent.get("version", "")}
    if sent.get("do") == "check" or "do" not in sent:
        return pin_answer(request, session, settings, who, code, sent, FormErrors(language_of(request.url.path)))

    def save() -> None:
        set_pin(session, who.doer, code, version_in(sent), _new_pin(sent), confirm_within(settings))

    return _done(request, session, settings, who, code, sent, save, f"/staff/service-points/{code}/pin?done=saved")


@router.post("/service-points/{code}/pin/confirm")
def post_confirm(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Sets, code: PlainText, sent: Sent
) -> Response:
    """One tap on the pin's page, the service point's or the staff home, to which it leads back."""
    point = f"/staff/service-points/{code}"
    back = {"home": "/staff", "point": point}.get(sent.get("back", ""), f"{point}/pin?done=confirmed")

    def confirm() -> None:
        confirm_pin(session, who.doer, code, version_in(sent), confirm_within(settings))

    return _done(request, session, settings, who, code, {}, confirm, back)


@router.post("/service-points/{code}/pin/undo")
def post_undo(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Sets, code: PlainText, sent: Sent
) -> Response:
    def undo() -> None:
        undo_pin(session, who.doer, code, version_in(sent), confirm_within(settings))

    return _done(request, session, settings, who, code, {}, undo, f"/staff/service-points/{code}/pin?done=back")


@router.post("/service-points/{code}/pin/accept")
def post_accept(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Decides, code: PlainText, sent: Sent
) -> Response:
    def accept() -> None:
        accept_pin(session, who.doer, code, version_in(sent), confirm_within(settings))

    return _done(request, session, settings, who, code, {}, accept, "/staff/insisted-pins")


@router.post("/service-points/{code}/pin/return")
def post_return(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Decides, code: PlainText, sent: Sent
) -> Response:
    comment = sent.get("comment", "")

    def send_back() -> None:
        within = confirm_within(settings)
        return_pin(session, who.doer, code, version_in(sent), comment=comment, confirm_within=within)

    return _done(request, session, settings, who, code, {"comment": comment}, send_back, "/staff/insisted-pins")


@router.post("/service-points/{code}/pin/two-offices")
def post_two_offices(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Answers, code: PlainText, sent: Sent
) -> Response:
    """From the pin's page, or from the list of the audit, to which it leads back as it was narrowed."""
    other, reason = sent.get("other", ""), sent.get("reason", "")

    def say() -> None:
        say_two_offices(session, who.doer, code, version_in(sent), other=other, reason=reason)

    return _done(request, session, settings, who, code, {"reason": reason}, say, _back(code, sent))


@router.post("/service-points/{code}/pin/two-offices/undo")
def post_two_offices_undo(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Answers, code: PlainText, sent: Sent
) -> Response:
    def take_back() -> None:
        take_back_two_offices(session, who.doer, code, other=sent.get("other", ""))

    return _done(request, session, settings, who, code, {}, take_back, _back(code, sent))


def _back(code: str, sent: Mapping[str, str]) -> str:
    if sent.get("back") == "audit":
        return audit_path(sent.get("asked", ""))
    return f"/staff/service-points/{code}/pin#two-offices"


def _done(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    settings: Settings,
    who: SignedIn,
    code: str,
    sent: Mapping[str, str],
    work: Callable[[], None],
    then: str,
) -> Response:
    """To the page `then`; or the pin's page, which says why not, with what was sent."""
    errors = FormErrors(language_of(request.url.path))
    try:
        work()
    except SavedByAnother as error:
        session.rollback()
        return pin_answer(request, session, settings, who, code, sent, errors, conflict=error)
    except InvalidQuery as error:
        session.rollback()
        errors.add(error)
        return pin_answer(request, session, settings, who, code, sent, errors)
    session.commit()
    return see_other(request, then)


def _new_pin(sent: Mapping[str, str]) -> NewPin:
    return NewPin(
        text=sent.get("q", ""),
        method=method_in(sent.get("method", "")),
        accuracy_m=accuracy_in(sent.get("accuracy_m", "")),
        insist=insisted_in(sent),
        because=sent.get("because", ""),
    )
