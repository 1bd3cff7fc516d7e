"""A procedure and the service points that offer it, with its latest changes and the way to change many at once."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.service_point.addresses import AreaChains, areas_in_words
from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.offerings.bulk_form import BulkChoices, BulkForm, bulk_choices
from api.staff.offerings.change_words import ChangeLine, change_lines
from api.staff.rendering import FormErrors, render_staff
from api.v1.parameters import PlainText
from geo.staff.offerings.find_changes import find_procedure_changes
from geo.staff.offerings.table import find_offerings_row
from geo.staff.service_point_table import TableQuery, TableRow, find_table_rows

router = APIRouter()

_FIRST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingPoint:
    code: str
    name: Phrase
    href: str
    area: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureOfferingsPage:
    """`rows` are the first of those service points that she looks after; `table_href` leads to all of them.

    `choices` None: she may not change in bulk. `citizen_href` None: hidden from citizens.
    """

    title: str
    shows_demo_data: bool
    code: str
    name: Phrase
    agency: Phrase
    agency_href: str
    shown: bool
    citizen_href: str | None
    points: str
    mine: str
    rows: tuple[OfferingPoint, ...]
    table_href: str
    has_more: bool
    changes: tuple[ChangeLine, ...]
    form: BulkForm
    choices: BulkChoices | None
    errors: FormErrors


@router.get("/offerings/{code}")
def show_procedure_offerings(
    request: Request,
    session: DatabaseSession,
    who: Annotated[SignedIn, allowed("offering.see")],
    code: PlainText,
    done: PlainText = "",
) -> Response:
    language = language_of(request.url.path)
    prefix = prefix_of(language)
    row = find_offerings_row(session, who.actor, code)
    form = BulkForm(procedures=(code,))
    points = find_table_rows(session, who.actor, TableQuery(procedure=code, sort="name", limit=_FIRST))
    page = ProcedureOfferingsPage(
        title=str(phrase(language, row.title_th, row.title_en)),
        shows_demo_data=find_demo_data(session),
        code=row.code,
        name=phrase(language, row.title_th, row.title_en),
        agency=phrase(language, row.agency_th, row.agency_en),
        agency_href=f"{prefix}/agencies/{row.agency_code}",
        shown=row.shown,
        citizen_href=f"{prefix}/procedures/{code}" if row.shown else None,
        points=f"{row.points:,}",
        mine=f"{row.mine:,}",
        rows=_points(session, points, language),
        table_href=f"{prefix}/staff/service-points?" + urlencode({"procedure": code}),
        has_more=row.mine > len(points),
        changes=change_lines(session, who, find_procedure_changes(session, row.id), language, done),
        form=form,
        choices=bulk_choices(session, who, form, language) if who.actor.may("offering.bulk") else None,
        errors=FormErrors(language),
    )
    return render_staff(request, "staff/offerings/procedure_offerings.html", page, who)


def _points(session: Session, rows: list[TableRow], language: str) -> tuple[OfferingPoint, ...]:
    chains = AreaChains(session)
    chains.find(row.subdistrict_code for row in rows)
    return tuple(
        OfferingPoint(
            code=row.code,
            name=phrase(language, row.name_th, row.name_en),
            href=f"{prefix_of(language)}/staff/service-points/{row.code}/offerings",
            area=areas_in_words(chains.of(row.subdistrict_code)[:2], language),
            shown=row.shown,
        )
        for row in rows
    )
