"""Adding a service point: first it is looked for, so that no duplicate is born; only then there is a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.answer.distances import distance_in_words
from api.citizen.service_point.addresses import AreaChains, areas_in_words
from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_form import PointChoices, can_insist, given_in, insists, point_choices
from api.staff.service_points.service_point_page import Sent
from api.v1.parameters import PlainText
from geo.areas import find_area_chain
from geo.errors import InvalidQuery
from geo.staff.agency_edit import load_agency
from geo.staff.agency_tree import find_agency_code
from geo.staff.errors import FieldsRefused, UnknownRecord
from geo.staff.next_code import find_next_point_code
from geo.staff.said_place import find_said_place
from geo.staff.service_point_edit import add_point
from geo.staff.service_point_fields import FIELDS, written
from geo.staff.similar_points import SimilarPoint, SimilarQuery, find_similar_points
from geo.words import N_, translate

router = APIRouter()

Adds = Annotated[SignedIn, allowed("service_point.add")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarRow:
    """`href` None: it belongs to others, who alone see it as staff. `show_action`: brings back a hidden one."""

    code: str
    name: Phrase
    agency: Phrase
    area: str
    distance: str
    shown: bool
    href: str | None
    show_action: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookFirstPage:
    """`similar` None: nothing was looked for yet. `form_href` leads on to the form."""

    title: str
    shows_demo_data: bool
    name: str
    where: str
    similar: tuple[SimilarRow, ...] | None
    form_href: str
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPointPage:
    title: str
    shows_demo_data: bool
    form: Mapping[str, str]
    choices: PointChoices
    may_insist: bool
    back_href: str
    errors: FormErrors


@router.get("/service-points/add")
def show_look_first(
    request: Request, session: DatabaseSession, who: Adds, name: PlainText = "", where: PlainText = ""
) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    similar = None
    if name.strip() or where.strip():
        with errors.collect():
            similar = _similar(session, who, name, where, language)
    page = LookFirstPage(
        title=translate(N_("Add a service point"), language),
        shows_demo_data=find_demo_data(session),
        name=name,
        where=where,
        similar=similar,
        form_href=f"{prefix_of(language)}/staff/service-points/add/new?" + urlencode({"name": name, "where": where}),
        errors=errors,
    )
    return render_staff(request, "staff/add_service_point.html", page, who, status=UNPROCESSABLE if errors else 200)


@router.get("/service-points/add/new")
def show_new_form(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Adds,
    name: PlainText = "",
    where: PlainText = "",
    agency: PlainText = "",
) -> Response:
    """What was looked for stands in the form already; an agency gives the code that is suggested."""
    form = dict.fromkeys(FIELDS, "") | {"name_th": name.strip(), "gecc_level": "none"}
    form |= _place_of(session, where) | _agency_of(session, who, agency)
    return _form(request, session, who, form, FormErrors(language_of(request.url.path)))


@router.post("/service-points/add/new")
def post_new(request: Request, session: DatabaseSession, who: Adds, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    given, faults = given_in(session, sent, None, None)
    code = sent.get("code", "").strip()
    try:
        code = code or _suggested(session, str(given.get("agency") or ""))
        point = add_point(session, who.doer, code, given, insist=insists(sent))
        if not faults:
            session.commit()
            return see_other(request, f"/staff/service-points/{point.code}")
    except FieldsRefused as error:
        faults = [*faults, *error.faults]
    session.rollback()
    for fault in faults:
        errors.add(fault)
    return _form(request, session, who, sent, errors, may_insist=can_insist(faults))


def _similar(session: Session, who: SignedIn, name: str, where: str, language: str) -> tuple[SimilarRow, ...]:
    """Raises: InvalidQuery, SearchTimedOut."""
    if len(name.strip()) < 3:
        raise InvalidQuery(N_("Give three letters of the name at least."), field="name")
    place = find_said_place(session, where, "where")
    found = find_similar_points(session, SimilarQuery(name=name, near=place.position, area_code=place.area_code))
    chains = AreaChains(session)
    chains.find(one.subdistrict_code for one in found)
    return tuple(_row(one, who, chains, language) for one in found)


def _row(one: SimilarPoint, who: SignedIn, chains: AreaChains, language: str) -> SimilarRow:
    staff = f"{prefix_of(language)}/staff/service-points/{one.code}"
    citizens = f"{prefix_of(language)}/service-points/{one.code}" if one.shown else None
    may_show = not one.shown and who.actor.may("service_point.hide", one.place)
    return SimilarRow(
        code=one.code,
        name=phrase(language, one.name_th, one.name_en),
        agency=phrase(language, one.agency_th),
        area=areas_in_words(chains.of(one.subdistrict_code), language),
        distance="" if one.distance_m is None else distance_in_words(one.distance_m, language),
        shown=one.shown,
        href=staff if who.actor.may("service_point.see", one.place) else citizens,
        show_action=f"{staff}/show" if may_show else None,
        version=one.version,
    )


def _place_of(session: Session, where: str) -> dict[str, str]:
    try:
        place = find_said_place(session, where, "where")
    except InvalidQuery:
        return {}  # it was said on the page before
    form = {}
    if place.position is not None:
        form["position"] = written(place.position)
    if place.area_code is not None and len(place.area_code) == 6:
        areas = find_area_chain(session, place.area_code)
        form["subdistrict_code"] = f"{place.area_code} {areas_in_words(areas, 'th')}"
    return form


def _agency_of(session: Session, who: SignedIn, text: str) -> dict[str, str]:
    """The one that was given, or her only one."""
    reach = who.actor.reach("service_point.add")
    options = point_choices(session, who.actor, "service_point.add", "th").agencies
    if not text and not reach.everywhere and len(reach.agency_ids) == 1 and options:
        text = options[0]
    code = find_agency_code(session, text)
    return {"agency": text, "code": _suggested(session, code)} if text else {}


def _suggested(session: Session, agency_code: str) -> str:
    """Empty where the agency is not known: what is wrong with it is said elsewhere."""
    try:
        return find_next_point_code(session, load_agency(session, agency_code))
    except UnknownRecord:
        return ""


def _form(  # noqa: PLR0913
    request: Request,
    session: Session,
    who: SignedIn,
    form: Mapping[str, str],
    errors: FormErrors,
    *,
    may_insist: bool = False,
) -> Response:
    language = errors.language
    page = NewPointPage(
        title=translate(N_("A new service point"), language),
        shows_demo_data=find_demo_data(session),
        form=form,
        choices=point_choices(session, who.actor, "service_point.add", language),
        may_insist=may_insist,
        back_href=f"{prefix_of(language)}/staff/service-points/add",
        errors=errors,
    )
    return render_staff(request, "staff/new_service_point.html", page, who, status=UNPROCESSABLE if errors else 200)
