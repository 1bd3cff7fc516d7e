"""What the pin audit found, as a list of work with a map: filtered, counted, and looked at anew on demand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.ask.area_lists import AreaLists
from api.citizen.service_point.addresses import AreaChains, areas_in_words
from api.database_session import AppSettings, DatabaseSession
from api.pages.dates import clock_time, date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_fragment
from api.staff.access import SignedIn, allowed
from api.staff.choices import Choice, agency_options, areas_to_choose, word_choices
from api.staff.pins.pin_audit_refresh import start_refresh
from api.staff.pins.remedies import remedy_href
from api.staff.pins.two_offices import SaidTwoRow, TwoOfficesForm, said_two_rows, two_offices_form
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.table_form import query_of, table_href
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.pins.finding import KINDS
from geo.pins.refresh_findings import Refresh, find_refresh
from geo.staff.agency_tree import find_agency_code
from geo.staff.pins.two_offices import find_two_offices
from geo.staff.pins.work import By, WorkCount, WorkItem, WorkQuery, count_work, find_work, sum_work
from geo.words import N_, Name, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("pin_audit.see")]
Runs = Annotated[SignedIn, allowed("pin_audit.run")]

ON_A_PAGE = 30
_COUNTED_BY: tuple[By, ...] = ("kind", "agency", "province")
SAID = 10
"""Pairs that are recorded as two offices, the latest: on the page; the pages of their pins have all."""

COUNTED = 12
"""Agencies and provinces that are counted on the page; the files and the API have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkForm:
    """What was asked, as it was typed."""

    kind: PlainText = ""
    agency: PlainText = ""
    province: PlainText = ""
    after: PlainText = ""


Asked = Annotated[WorkForm, Depends()]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """`two_offices`: a form to say that a likely duplicate is none, where it is one and hers to answer."""

    name: Phrase
    code: str
    agency: Phrase
    area: str
    kind: str
    severity: str
    sentence: str
    remedy: str
    href: str
    two_offices: TwoOfficesForm | None


@dataclass(frozen=True, slots=True)
class CountRow:
    name: Phrase
    href: str
    findings: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshState:
    """`age` empty: never looked. `percent` of the work that is done, where it is under way."""

    age: str
    looked_at: str
    areas_drawn: bool
    is_running: bool
    doing: str
    percent: int
    failed: str
    may_run: bool
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAuditPage:
    """`next_href` None: this is the last page. `map_query` narrows the map as the list is narrowed."""

    title: str
    shows_demo_data: bool
    refresh: RefreshState
    form: WorkForm
    kinds: tuple[Choice, ...]
    areas: AreaLists
    agencies: tuple[str, ...]
    findings: str
    points: str
    rows: tuple[WorkRow, ...]
    by_kind: tuple[CountRow, ...]
    by_agency: tuple[CountRow, ...]
    by_province: tuple[CountRow, ...]
    first_href: str | None
    next_href: str | None
    file_hrefs: tuple[tuple[str, str], ...]
    map_query: str
    said_two: tuple[SaidTwoRow, ...]
    errors: FormErrors


@router.get("/pin-audit")
def show_pin_audit(
    request: Request, session: DatabaseSession, settings: AppSettings, who: Sees, form: Asked
) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    if find_refresh(session).is_due(datetime.now(BANGKOK)):
        start_refresh(request.app.state.engine, session, settings, None)
    items: list[WorkItem] = []
    sums, counts = (0, 0), dict[By, list[WorkCount]]()
    with errors.collect():
        query = work_query(session, form, limit=ON_A_PAGE + 1)
        items, sums = find_work(session, who.actor, query), sum_work(session, who.actor, query)
        counts = {by: count_work(session, who.actor, query, by) for by in _COUNTED_BY}
    page = PinAuditPage(
        title=translate(N_("Pin audit"), language),
        shows_demo_data=find_demo_data(session),
        refresh=refresh_state(find_refresh(session), who, language),
        form=form,
        kinds=word_choices({kind: about.name for kind, about in KINDS.items() if kind != "moved_far"}, language),
        areas=areas_to_choose(session, form.province, "", language),
        agencies=agency_options(session, who.actor, "pin_audit.see"),
        findings=f"{sums[0]:,}",
        points=f"{sums[1]:,}",
        rows=_rows(session, items[:ON_A_PAGE], query_of(form), language),
        by_kind=_counted(counts.get("kind", []), lambda one: _href(form, language, kind=one.key), language),
        by_agency=_counted(
            counts.get("agency", [])[:COUNTED], lambda one: _href(form, language, agency=one.key), language
        ),
        by_province=_counted(
            counts.get("province", [])[:COUNTED], lambda one: _href(form, language, province=one.key), language
        ),
        first_href=_href(form, language) if form.after else None,
        next_href=_href(form, language, after=items[ON_A_PAGE - 1].cursor) if len(items) > ON_A_PAGE else None,
        file_hrefs=tuple(
            (ending.upper(), _href(form, language, f".{ending}")) for ending in ("csv", "xlsx", "geojson")
        ),
        map_query=query_of(form),
        said_two=said_two_rows(find_two_offices(session, who.actor, SAID), language),
        errors=errors,
    )
    return render_staff(request, "staff/pins/pin_audit.html", page, who, status=UNPROCESSABLE if errors else 200)


@router.get("/pin-audit/progress")
def show_progress(request: Request, session: DatabaseSession, who: Sees) -> Response:
    """The part of the page that tells how far it is, for a script to put in place."""
    state = refresh_state(find_refresh(session), who, language_of(request.url.path))
    return render_fragment(request, "staff/pins/_refresh.html", state)


@router.post("/pin-audit/run")
def post_run(request: Request, session: DatabaseSession, settings: AppSettings, who: Runs) -> Response:
    start_refresh(request.app.state.engine, session, settings, who.actor.name)
    return see_other(request, "/staff/pin-audit")


def work_query(session: Session, form: WorkForm, *, limit: int = ON_A_PAGE) -> WorkQuery:
    """Raises: InvalidQuery."""
    return WorkQuery(
        kind=form.kind,
        agency=find_agency_code(session, form.agency),
        area=form.province,
        after=form.after,
        limit=limit,
    )


def audit_path(narrowed: str) -> str:
    """Back to the list as it was narrowed, by the query of its address."""
    known = {name: value for name, value in parse_qsl(narrowed) if name in WorkForm.__dataclass_fields__}
    return "/staff/pin-audit" + (f"?{urlencode(known)}" if known else "")


def refresh_state(refresh: Refresh, who: SignedIn, language: str) -> RefreshState:
    at = refresh.finished_at.astimezone(BANGKOK) if refresh.finished_at else None
    return RefreshState(
        age=f"{date_in_words(at.date(), language)} {clock_time(at)}" if at else "",
        looked_at=f"{refresh.points:,}",
        areas_drawn=refresh.areas_drawn,
        is_running=refresh.is_running,
        doing=translate(refresh.doing or N_("Beginning ..."), language),
        percent=round(100 * refresh.share),
        failed=refresh.failed.render(language) if refresh.failed else "",
        may_run=who.actor.may("pin_audit.run"),
        prefix=prefix_of(language),
    )


def _rows(session: Session, items: Sequence[WorkItem], narrowed: str, language: str) -> tuple[WorkRow, ...]:
    chains = AreaChains(session)
    chains.find(item.audited.area_code for item in items)
    return tuple(_row(item, chains, narrowed, language) for item in items)


def _row(item: WorkItem, chains: AreaChains, narrowed: str, language: str) -> WorkRow:
    one = item.audited
    form, other = None, one.finding.other_code
    if one.finding.kind == "duplicate" and other is not None and item.may_answer:
        field = f"reason-{one.code}"
        form = two_offices_form(one.code, item.version, other, language, field=field, asked=narrowed)
    return WorkRow(
        name=phrase(language, one.name.th, one.name.en),
        code=one.code,
        agency=phrase(language, one.agency.th, one.agency.en),
        area=areas_in_words(chains.of(one.area_code)[:2], language),
        kind=translate(KINDS[one.finding.kind].name, language),
        severity=one.finding.severity,
        sentence=one.finding.sentence.render(language),
        remedy=one.finding.remedy.sentence.render(language),
        href=remedy_href(one.code, one.finding.kind, language),
        two_offices=form,
    )


def _counted(counts: Sequence[WorkCount], href: Callable[[WorkCount], str], language: str) -> tuple[CountRow, ...]:
    return tuple(
        CountRow(_name(one, language), href(one) if one.key else "", f"{one.findings:,}", f"{one.points:,}")
        for one in counts
    )


def _name(one: WorkCount, language: str) -> Phrase:
    if one.name is not None:
        return phrase(language, one.name.th, one.name.en)
    words = next((about.name for kind, about in KINDS.items() if kind == one.key), N_("(not stated)"))
    name = Name(translate(words, "th"), translate(words, language))
    return phrase(language, name.th, name.en)


def _href(form: WorkForm, language: str, ending: str = "", **other: str) -> str:
    return table_href("pin-audit", form, language, ending, **other)
