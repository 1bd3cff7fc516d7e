"""A manual, in the order a citizen asks: can I, what must I bring, what does it cost."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.citizen.ask.area_lists import Where, find_area_lists, find_area_lists_of
from api.citizen.procedure.edition import Edition, edition_of
from api.citizen.procedure.fee_view import FIELD as FEE_FIELD
from api.citizen.procedure.fee_view import parse_chosen_fees
from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.citizen.procedure.manual_parts import ManualView, manual_view
from api.citizen.procedure.nearest_points import NearPoints, find_near_points
from api.citizen.procedure.online_channel import OnlineChannel, online_channel
from api.citizen.procedure.only_in import OnlyIn, find_only_in
from api.citizen.procedure.service_data import service_data
from api.database_session import AppSettings, DatabaseSession
from api.pages.breadcrumbs import Crumb
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page, site_url
from api.v1.parameters import PlainText
from geo.procedures import ProcedureDetail, find_procedure
from geo.words import N_, translate

router = APIRouter()


class WhereForm(BaseModel):
    """Where she is, in the fields of the form or in those of an address to be shared."""

    model_config = ConfigDict(frozen=True)
    lat: PlainText = ""
    lon: PlainText = ""
    area: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    subdistrict: PlainText = ""

    def where(self) -> dict[str, str]:
        """A position is more exact than a list's choice, and a list's choice newer than an address."""
        if self.lat or self.lon:
            return {"lat": self.lat, "lon": self.lon}
        district = self.district if self.district.startswith(self.province) else ""
        subdistrict = self.subdistrict if district and self.subdistrict.startswith(district) else ""
        area = subdistrict or district or self.province or self.area
        return {"area": area} if area else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualPage:
    """`manual` None: it has not been written yet. `near` None: she has not said where she is.

    Of the page's two forms each keeps what the other has said: `chosen_fees`, and where she is in `place_fields`.
    """

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    prefix: str
    code: str
    name: Phrase
    agency: Phrase
    agency_href: str
    common_names: tuple[str, ...]
    jurisdiction: str
    is_bound_to_area: bool
    only_in: OnlyIn | None
    online: OnlineChannel | None
    manual: ManualView | None
    edition: Edition | None
    chosen_fees: tuple[int, ...]
    near: NearPoints | None
    where: Where
    place_fields: dict[str, str]
    data: Markup


@router.get("/procedures/{code}")
def show_manual(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    code: PlainText,
    form: Annotated[WhereForm, Query()],
) -> Response:
    """Where she is may be given, for the nearest points to stand right there, and which fees apply to her."""
    language = language_of(request.url.path)
    where = form.where()
    chosen = parse_chosen_fees(request.query_params)
    if set(request.query_params) - set(where) - ({FEE_FIELD} if chosen else set()):
        # A form's empty and left over fields go, so that the address is one to be shared.
        return RedirectResponse(_address(code, where, chosen, language), status_code=303)
    procedure = find_procedure(session, code)
    near = find_near_points(
        session, code, procedure.name.id, where, timeout_ms=settings.search_timeout_ms, language=language
    )
    page = _page(session, procedure, near, form, chosen, site_url(request, settings), language)
    return render_page(request, "citizen/manual.html", page, about=())


def _address(code: str, where: dict[str, str], chosen: tuple[int, ...], language: str) -> str:
    """Each of the two forms leads back to its own part of the page; only that of fees can have no place."""
    fields = [*where.items(), *((FEE_FIELD, str(number)) for number in chosen)]
    part = "#find" if where and not chosen else "#fees" if chosen else ""
    return f"{prefix_of(language)}/procedures/{quote(code)}{'?' if fields else ''}{urlencode(fields)}{part}"


def _page(  # noqa: PLR0913, PLR0917 - what a page depends on
    session: Session,
    procedure: ProcedureDetail,
    near: NearPoints | None,
    form: WhereForm,
    chosen: tuple[int, ...],
    site: str,
    language: str,
) -> ManualPage:
    prefix, head = prefix_of(language), procedure.head
    title = phrase(language, procedure.name.title_th, procedure.name.title_en)
    base, code = site + prefix, procedure.name.code
    url, agency_url = f"{base}/procedures/{code}", f"{base}/agencies/{procedure.name.agency_code}"
    all_manuals = Crumb(translate(N_("Manuals for citizens"), language), f"{prefix}/procedures")
    return ManualPage(
        title=str(title),
        shows_demo_data=find_demo_data(session),
        crumbs=(all_manuals, Crumb(title)),
        prefix=prefix,
        code=code,
        name=title,
        agency=phrase(language, procedure.name.agency_name_th, procedure.name.agency_name_en),
        agency_href=f"{prefix}/agencies/{procedure.name.agency_code}",
        common_names=tuple(procedure.name.common_names_th if language == "th" else procedure.name.common_names_en),
        jurisdiction=jurisdiction_in_words(head.jurisdiction, head.jurisdiction_of, language, limited=bool(head.areas)),
        is_bound_to_area=head.asks_for_home,
        only_in=find_only_in(session, head, language),
        online=online_channel(head.online_url),
        manual=manual_view(procedure.manual, language, chosen_fees=chosen) if procedure.manual else None,
        edition=edition_of(procedure, language),
        chosen_fees=chosen,
        near=near,
        where=_where(session, form, near, language),
        place_fields=form.where(),
        data=service_data(procedure, url, agency_url, language),
    )


def _where(session: Session, form: WhereForm, near: NearPoints | None, language: str) -> Where:
    """The form as she left it."""
    given = form.where()
    lists = find_area_lists_of(session, given.get("area", ""), language) if "area" in given else None
    return Where(
        areas=lists or find_area_lists(session, "", "", "", language),
        lat=given.get("lat", ""),
        lon=given.get("lon", ""),
        place_name=near.place if near and "lat" in given else "",
    )
