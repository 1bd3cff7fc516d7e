"""A manual on paper: the PDF that a citizen prints, of what is in force or of a revision by its number."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.citizen.procedure.edition import edition_in_words
from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.citizen.procedure.manual_parts import ManualView, manual_view
from api.citizen.procedure.online_channel import OnlineChannel, online_channel
from api.citizen.procedure.only_in import OnlyIn, find_only_in
from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of, prefix_of
from api.pages.pdf import make_pdf
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_document, site_url
from api.v1.parameters import PlainText
from geo.errors import NotFound
from geo.manual import ManualContent
from geo.manual_revisions.read import find_revision
from geo.procedure_head import ProcedureHead
from geo.procedure_list import ProcedureName
from geo.procedures import find_procedure
from geo.words import N_

router = APIRouter()

PDF = "application/pdf"


class NoManual(NotFound):
    def __init__(self) -> None:
        super().__init__(N_("This manual has not been written yet. The offices that do this can tell you more."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualOnPaper:
    """`standing` tells of a revision that is not in force; `address` is where the manual stands on the site."""

    language: str
    name: Phrase
    agency: Phrase
    edition: str
    standing: str
    jurisdiction: str
    only_in: OnlyIn | None
    online: OnlineChannel | None
    address: str
    manual: ManualView


@router.get("/procedures/{code}.pdf")
def show_pdf(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    code: PlainText,
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """Of the revision with this number, where it was ever published."""
    language = language_of(request.url.path)
    procedure = find_procedure(session, code)
    if revision is None:
        in_force = procedure.in_force
        if in_force is None:
            raise NoManual()
        content, number, since = in_force.content, in_force.number, in_force.effective_from
    else:
        found = find_revision(session, code, revision, published_only=True)
        if found.content is None or found.effective_from is None:
            raise NoManual()
        content, number, since = found.content, found.number, found.effective_from
    only_in = find_only_in(session, procedure.head, language)
    session.rollback()  # drawing takes a while, and needs no connection
    html = manual_on_paper(
        procedure.name,
        procedure.head,
        content,
        only_in=only_in,
        edition=edition_in_words(number, since, language),
        address=f"{site_url(request, settings)}{prefix_of(language)}/procedures/{code}",
        language=language,
    )
    return pdf_response(html, f"{code}-{number}.pdf")


def manual_on_paper(  # noqa: PLR0913
    name: ProcedureName,
    head: ProcedureHead,
    content: ManualContent,
    *,
    edition: str,
    address: str,
    language: str,
    only_in: OnlyIn | None = None,
    standing: str = "",
) -> str:
    """As HTML, for `make_pdf`. `only_in` says of `head.areas`."""
    page = ManualOnPaper(
        language=language,
        name=phrase(language, name.title_th, name.title_en),
        agency=phrase(language, name.agency_name_th, name.agency_name_en),
        edition=edition,
        standing=standing,
        jurisdiction=jurisdiction_in_words(
            head.jurisdiction, head.jurisdiction_of, language, limited=only_in is not None
        ),
        only_in=only_in,
        online=online_channel(head.online_url),
        address=address,
        manual=manual_view(content, language),
    )
    return render_document("citizen/manual_pdf.html", page, language)


def pdf_response(html: str, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(make_pdf(html), media_type=PDF, headers=headers)
