"""Enrolment tokens: issued for one place or for many service points at once, refreshed, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.people.role_choices import RoleChoice, role_choices
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.agencies import FoundAgency, find_agencies_within
from geo.staff.enrolment import (
    Issued,
    ListedToken,
    find_points_for_tokens,
    find_tokens,
    issue_token,
    refresh_token,
    revoke_token,
)
from geo.staff.people import GrantTo
from geo.staff.roles import ROLE_NAMES, STATE_WIDE, Role
from geo.staff.secrets import shown_code
from geo.words import N_, translate

router = APIRouter()

Issues = Annotated[SignedIn, allowed("enrolment.issue")]


@dataclass(frozen=True, slots=True)
class PointChoice:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    code: str
    role: str
    place: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    id: int
    role: str
    place: str
    state: str
    state_name: str
    expires: str
    used_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentPage:
    """`issued` are shown this once. `points` are offered once an agency and a word of their name are given."""

    title: str
    shows_demo_data: bool
    issued: tuple[IssuedRow, ...]
    tokens: tuple[TokenRow, ...]
    agencies: tuple[FoundAgency, ...]
    agency: int | None
    role: str
    role_choices: tuple[RoleChoice, ...]
    q: str
    points: tuple[PointChoice, ...]
    errors: FormErrors


_STATES = {"open": N_("open"), "used": N_("used"), "revoked": N_("revoked"), "expired": N_("expired")}


@router.get("/enrolment")
def show_enrolment(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Issues,
    agency: PlainText = "",
    role: PlainText = "",
    q: PlainText = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    return _page(request, session, who, errors, agency=int(agency) if agency.isdigit() else None, role=role, q=q)


@router.post("/enrolment")
def post_enrolment(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Issues,
    role: Annotated[Role, Form()],
    agency: Annotated[PlainText, Form()] = "",
    service_point: Annotated[list[int], Form()] = [],  # noqa: B006 - read only
) -> Response:
    """Answers with the codes itself, not by a redirect: they are stored nowhere and can be shown only now."""
    errors = FormErrors(language_of(request.url.path))
    agency_id = int(agency) if agency.isdigit() and role not in STATE_WIDE else None
    issued: list[Issued] = []
    with errors.collect():
        for point_id in service_point if role is Role.point_officer and service_point else [None]:
            to = GrantTo(role=role, agency_id=agency_id, service_point_id=point_id)
            issued.append(issue_token(session, who.doer, to))
    if errors:
        session.rollback()
        return _page(request, session, who, errors, agency=agency_id, role=role, status=UNPROCESSABLE)
    session.commit()
    return _page(request, session, who, errors, issued=issued, agency=agency_id, role=role)


@router.post("/enrolment/{token_id}/refresh")
def post_refresh(request: Request, session: DatabaseSession, who: Issues, token_id: int) -> Response:
    issued = refresh_token(session, who.doer, token_id)
    session.commit()
    return _page(request, session, who, FormErrors(language_of(request.url.path)), issued=[issued])


@router.post("/enrolment/{token_id}/revoke")
def post_revoke(request: Request, session: DatabaseSession, who: Issues, token_id: int) -> Response:
    revoke_token(session, who.doer, token_id)
    session.commit()
    return see_other(request, "/staff/enrolment")


def _page(  # noqa: PLR0913
    request: Request,
    session: DatabaseSession,
    who: SignedIn,
    errors: FormErrors,
    *,
    issued: Sequence[Issued] = (),
    agency: int | None = None,
    role: str = "",
    q: str = "",
    status: int = 200,
) -> Response:
    language = errors.language
    agencies = find_agencies_within(session, who.actor, "enrolment.issue")
    if agency is None and len(agencies) == 1:
        agency = agencies[0].id
    points = find_points_for_tokens(session, who.actor, agency, q) if agency is not None and q.strip() else []
    page = EnrolmentPage(
        title=translate(N_("Enrolment tokens"), language),
        shows_demo_data=find_demo_data(session),
        issued=tuple(_issued(one, language) for one in issued),
        tokens=tuple(_token(one, language) for one in find_tokens(session, who.actor)),
        agencies=tuple(agencies),
        agency=agency,
        role=role or Role.point_officer.value,
        role_choices=role_choices(who.actor, language),
        q=q,
        points=tuple(PointChoice(point.id, point.name_th) for point in points),
        errors=errors,
    )
    return render_staff(request, "staff/enrolment.html", page, who, status=status)


def _issued(one: Issued, language: str) -> IssuedRow:
    return IssuedRow(
        code=shown_code(one.code),
        role=translate(ROLE_NAMES[one.role], language),
        place=one.place,
        expires=date_in_words(one.expires_at.astimezone(BANGKOK).date(), language),
    )


def _token(one: ListedToken, language: str) -> TokenRow:
    return TokenRow(
        id=one.id,
        role=translate(ROLE_NAMES[one.role], language),
        place=one.place,
        state=one.state,
        state_name=translate(_STATES[one.state], language),
        expires=date_in_words(one.expires_at.astimezone(BANGKOK).date(), language),
        used_by=one.used_by or "",
    )
