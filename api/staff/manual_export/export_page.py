"""Any revision of a manual as a file, drafts too: JSON and a workbook to be imported again, and a PDF to be read."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.procedure.edition import edition_in_words
from api.citizen.procedure.manual_pdf import NoManual, manual_on_paper, pdf_response
from api.citizen.procedure.only_in import find_only_in
from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of, prefix_of
from api.pages.rendering import site_url
from api.staff.access import SignedIn, allowed
from api.v1.parameters import PlainText
from geo.manual import ManualContent
from geo.manual_revisions.read import STANDING_NAMES, RevisionHead, find_revision
from geo.models import Procedure
from geo.procedure_head import find_head_of
from geo.procedure_list import ProcedureName
from geo.staff.actor import Place
from geo.staff.procedure_fields import procedure_state
from geo.staff.procedures import find_place_of_procedure, load_procedure
from geo.words import N_, translate
from ingest.manuals.export import XLSX, empty_workbook, manual_as_json, manual_as_workbook

router = APIRouter()

JSON_LINES = "application/x-ndjson"


def place_of_exported(session: DatabaseSession, code: PlainText) -> Place:
    return find_place_of_procedure(session, code)


Sees = Annotated[SignedIn, allowed("procedure.see", of=place_of_exported)]
Writes = Annotated[SignedIn, allowed("manual.write")]


@dataclass(frozen=True, slots=True)
class Exported:
    """`state` is a `ProcedureState` as a dict."""

    procedure: Procedure
    state: dict[str, object]
    revision: RevisionHead
    content: ManualContent

    @property
    def file_stem(self) -> str:
        return f"{self.procedure.code}-{self.revision.number}"


def find_exported(session: Session, code: str, number: int) -> Exported:
    """Raises: UnknownRecord, UnknownRevision, NoManual."""
    procedure = load_procedure(session, code)
    revision = find_revision(session, code, number)
    if revision.content is None:
        raise NoManual()
    return Exported(procedure, procedure_state(session, procedure).as_dict(), revision, revision.content)


@router.get("/procedures/{code}/revisions/{number}.json")
def export_json(session: DatabaseSession, who: Sees, code: PlainText, number: int) -> Response:
    return json_of(find_exported(session, code, number))


@router.get("/procedures/{code}/revisions/{number}.xlsx")
def export_xlsx(session: DatabaseSession, who: Sees, code: PlainText, number: int) -> Response:
    return workbook_of(find_exported(session, code, number))


@router.get("/procedures/{code}/revisions/{number}.pdf")
def export_pdf(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, settings: AppSettings, who: Sees, code: PlainText, number: int
) -> Response:
    language = language_of(request.url.path)
    address = f"{site_url(request, settings)}{prefix_of(language)}/procedures/{code}"
    return pdf_of(session, find_exported(session, code, number), address, language)


@router.get("/manual-import/template.xlsx")
def export_template(who: Writes) -> Response:
    return _file(empty_workbook(), XLSX, "manuals.xlsx")


def json_of(exported: Exported) -> Response:
    line = manual_as_json(exported.procedure.code, exported.state, exported.revision.number, exported.content)
    return _file(line, JSON_LINES, f"{exported.file_stem}.jsonl")


def workbook_of(exported: Exported) -> Response:
    workbook = manual_as_workbook(exported.procedure.code, exported.state, exported.content)
    return _file(workbook, XLSX, f"{exported.file_stem}.xlsx")


def pdf_of(session: Session, exported: Exported, address: str, language: str) -> Response:
    html, name = paper_of(session, exported, address, language), f"{exported.file_stem}.pdf"
    session.rollback()  # drawing takes a while, and needs no connection
    return pdf_response(html, name)


def paper_of(session: Session, exported: Exported, address: str, language: str) -> str:
    """As HTML; what is not in force says so on its first page."""
    procedure, revision = exported.procedure, exported.revision
    head = find_head_of(session, procedure)
    return manual_on_paper(
        ProcedureName(
            id=procedure.id,
            code=procedure.code,
            title_th=procedure.title_th,
            title_en=procedure.title_en,
            agency_code=procedure.agency.code,
            agency_name_th=procedure.agency.name_th,
            agency_name_en=procedure.agency.name_en,
            common_names_th=[],
            common_names_en=[],
        ),
        head,
        exported.content,
        only_in=find_only_in(session, head, language),
        edition=_edition(revision, language),
        address=address,
        language=language,
        standing="" if revision.standing == "in_force" else translate(STANDING_NAMES[revision.standing], language),
    )


def _edition(revision: RevisionHead, language: str) -> str:
    if revision.effective_from is not None and revision.is_published:
        return edition_in_words(revision.number, revision.effective_from, language)
    return translate(N_("Revision {number}"), language, number=revision.number)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
