"""What a service point offers: linked and unlinked by ticks, with what it can offer besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.form_text import Ticked
from api.staff.offerings.change_words import ChangeLine, change_lines
from api.staff.offerings.owner_lists import OwnerLists, find_owner_lists
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.point_head import PointHead, point_head
from api.staff.service_points.service_point_page import Sent, place_of_point_named
from api.v1.parameters import PlainText
from geo.errors import InvalidQuery
from geo.staff.offerings.at_point import (
    MOST_LISTED,
    CandidateRow,
    OfferedRow,
    change_at_point,
    count_offered,
    find_candidates,
    find_offered,
    may_cross,
)
from geo.staff.offerings.find_changes import find_last_change
from geo.staff.service_point_edit import load_point, place_of
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("offering.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("offering.edit", of=place_of_point_named)]

Codes = Annotated[Sequence[PlainText], Query()]

SECTION = "/offerings"


@dataclass(frozen=True, slots=True, kw_only=True)
class TickRow:
    """`note`: what is special about it, such as that it is hidden."""

    code: str
    title: Phrase
    agency: Phrase
    href: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was searched for; the three are codes of agencies, each below the one before."""

    q: str = ""
    ministry: str = ""
    department: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOfferingsPage:
    """`owners` None: she may link procedures of the point's own department only, which is `own_department`.

    `candidate_total` is more than `candidates` where these are too many for one page.
    """

    title: str
    shows_demo_data: bool
    head: PointHead
    base: str
    asked: Asked
    offered: tuple[TickRow, ...]
    offered_total: int
    candidates: tuple[TickRow, ...]
    candidate_total: int
    owners: OwnerLists | None
    own_department: Phrase
    ticked: frozenset[str]
    may_edit: bool
    last: ChangeLine | None
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkPage:
    title: str
    shows_demo_data: bool
    head: PointHead
    base: str
    rows: tuple[TickRow, ...]


def asked(q: PlainText = "", ministry: PlainText = "", department: PlainText = "", agency: PlainText = "") -> Asked:
    return Asked(q=q.strip(), ministry=ministry, department=department, agency=agency)


AskedFor = Annotated[Asked, Depends(asked)]


@router.get("/service-points/{code}/offerings")
def show_point_offerings(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Sees, code: PlainText, form: AskedFor, done: PlainText = ""
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    return _page(request, session, who, code, form, errors, done=done)


@router.post("/service-points/{code}/offerings/link")
def post_link(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent, ticked: Ticked
) -> Response:
    return _change(request, session, who, code, sent, link=ticked)


@router.get("/service-points/{code}/offerings/unlink")
def show_unlink(
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, procedure: Codes = ()
) -> Response:
    """Asks first; what is confirmed can still be undone."""
    errors = FormErrors(language_of(request.url.path))
    with errors.collect():
        _must_be_ticked(procedure)
    if errors:
        return _page(request, session, who, code, Asked(), errors)
    return _ask(request, session, who, code, tuple(procedure))


@router.post("/service-points/{code}/offerings/unlink")
def post_unlink(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent, ticked: Ticked
) -> Response:
    return _change(request, session, who, code, sent, take_away=ticked)


def _change(  # noqa: PLR0913
    request: Request,
    session: Session,
    who: SignedIn,
    code: str,
    sent: Mapping[str, str],
    *,
    link: tuple[str, ...] = (),
    take_away: tuple[str, ...] = (),
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    try:
        _must_be_ticked([*link, *take_away])
        written = change_at_point(session, who.doer, code, link=link, take_away=take_away)
        session.commit()
    except InvalidQuery as error:
        session.rollback()
        errors.add(error)
        form = Asked(**{name: sent.get(name, "") for name in Asked.__dataclass_fields__})
        return _page(request, session, who, code, form, errors, ticked=frozenset([*link, *take_away]))
    done = "" if written.number is None else f"?done={written.number}"
    return see_other(request, f"/staff/service-points/{code}{SECTION}{done}")


def _must_be_ticked(codes: Sequence[str]) -> None:
    if not codes:
        raise InvalidQuery(N_("Please tick what to link or unlink first."), field="ticks")


def _ask(request: Request, session: Session, who: SignedIn, code: str, ticked: tuple[str, ...]) -> Response:
    language = language_of(request.url.path)
    point = load_point(session, code)
    rows = [row for row in find_offered(session, point.id) if row.code in ticked]
    page = UnlinkPage(
        title=translate(N_("Unlink {count} procedures?"), language, count=len(rows)),
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language, SECTION),
        base=f"{prefix_of(language)}/staff/service-points/{code}{SECTION}",
        rows=tuple(_offered(row, language) for row in rows),
    )
    return render_staff(request, "staff/offerings/unlink.html", page, who)


def _page(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    code: str,
    form: Asked,
    errors: FormErrors,
    *,
    ticked: frozenset[str] = frozenset(),
    done: str = "",
) -> Response:
    language = errors.language
    point = load_point(session, code)
    lists = find_owner_lists(session, point.agency, form.ministry, form.department, form.agency, language)
    crosses = may_cross(who.actor, point)
    may_edit = who.actor.may("offering.edit", place_of(point))
    owner = lists.chosen if crosses else lists.own_department_code
    candidates, total = find_candidates(session, point, owner, form.q) if may_edit else ([], 0)
    last = find_last_change(session, point.id)
    page = PointOfferingsPage(
        title=translate(N_("What {name} offers"), language, name=phrase(language, point.name_th, point.name_en)),
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language, SECTION),
        base=f"{prefix_of(language)}/staff/service-points/{code}{SECTION}",
        asked=form,
        offered=tuple(_offered(row, language) for row in find_offered(session, point.id, form.q)),
        offered_total=count_offered(session, point.id),
        candidates=tuple(_candidate(row, language) for row in candidates[:MOST_LISTED]),
        candidate_total=total,
        owners=lists if crosses else None,
        own_department=lists.own_department,
        ticked=ticked,
        may_edit=may_edit,
        last=next(iter(change_lines(session, who, [last] if last else [], language, done)), None),
        errors=errors,
    )
    status = UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/offerings/point_offerings.html", page, who, status=status)


def _offered(row: OfferedRow, language: str) -> TickRow:
    notes = ([] if row.shown else [N_("hidden")]) + ([N_("with hours or a note of its own")] if row.own_hours else [])
    return _row(row, ", ".join(translate(note, language) for note in notes), language)


def _candidate(row: CandidateRow, language: str) -> TickRow:
    return _row(row, "", language)


def _row(row: OfferedRow | CandidateRow, note: str, language: str) -> TickRow:
    return TickRow(
        code=row.code,
        title=phrase(language, row.title_th, row.title_en),
        agency=phrase(language, row.agency_th, row.agency_en),
        href=f"{prefix_of(language)}/staff/offerings/{row.code}",
        note=note,
    )
