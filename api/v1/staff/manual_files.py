"""`/v1/staff/manual-import` and exports: many manuals in as drafts, any revision out as a file."""

from typing import Annotated, Literal

from fastapi import APIRouter, File, Query, Request, UploadFile
from pydantic import Field
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.rendering import site_url
from api.staff.access import SignedIn, allowed
from api.staff.manual_export.export_page import find_exported, json_of, pdf_of, place_of_exported, workbook_of
from api.staff.manual_import.import_page import opener_of
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.errors import InvalidQuery
from geo.staff.manual_uploads import LARGEST_BYTES
from geo.words import N_
from ingest.manuals.given import Fault
from ingest.manuals.import_drafts import ImportedManual, Outcome, import_drafts, read_manuals

router = APIRouter()


class FaultShape(Shape):
    sheet: str | None = Field(description="null: the file has none")
    row: int = Field(description="row of the sheet, the header included, or line of the file")
    column: str | None = Field(description="null: the whole row")
    message: str

    @classmethod
    def of(cls, fault: Fault) -> "FaultShape":
        return cls(sheet=fault.sheet, row=fault.row, column=fault.column, message=str(fault.sentence))


class ImportedShape(Shape):
    """What becomes of a manual of the file."""

    code: str
    sheet: str | None
    row: int
    outcome: Outcome = Field(
        description="a `draft`, one of a `new` hidden procedure, the `same` as there is already, or `refused`"
    )
    revision: int | None = Field(description="number of the revision that was begun")
    faults: list[FaultShape]

    @classmethod
    def of(cls, manual: ImportedManual) -> "ImportedShape":
        return cls(
            code=manual.code,
            sheet=manual.sheet,
            row=manual.row,
            outcome=manual.outcome,
            revision=manual.number,
            faults=[FaultShape.of(fault) for fault in manual.faults],
        )


class ImportShape(Shape):
    dry_run: bool
    results: list[ImportedShape] = Field(description="one for each manual, in the order of the file")


@router.post("/manual-import", responses=problems(_422="The file cannot be read as manuals."))
def post_manuals(
    session: DatabaseSession,
    who: Annotated[SignedIn, allowed("manual.write")],
    file: Annotated[UploadFile, File(description="a workbook (.xlsx) or JSON Lines (.jsonl), 20 MB at most")],
    dry_run: Annotated[bool, Query(description="only tell what would become of it")] = True,
) -> ImportShape:
    """Import manuals as drafts. Refused ones are told, and the others go on."""
    content, name = file.file.read(LARGEST_BYTES + 1), file.filename or ""
    if len(content) > LARGEST_BYTES:
        raise InvalidQuery(N_("The file is larger than {limit} MB."), field="file", limit=LARGEST_BYTES // 1024 // 1024)
    report = import_drafts(session, who.doer, name, read_manuals(opener_of(content), name))
    if dry_run:
        session.rollback()
    else:
        session.commit()
    return ImportShape(dry_run=dry_run, results=[ImportedShape.of(one) for one in report.manuals])


@router.get(
    "/procedures/{code}/revisions/{number}/file",
    response_class=Response,
    responses=problems(_404="There is no such revision."),
)
def get_file(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    who: Annotated[SignedIn, allowed("procedure.see", of=place_of_exported)],
    code: PlainText,
    number: int,
    form: Annotated[Literal["json", "xlsx", "pdf"], Query(alias="format", description="of the file")] = "json",
) -> Response:
    """A revision as a file: JSON and XLSX can be imported again, the PDF is for reading."""
    exported = find_exported(session, code, number)
    if form == "pdf":
        return pdf_of(session, exported, f"{site_url(request, settings)}/procedures/{code}", "th")
    return json_of(exported) if form == "json" else workbook_of(exported)
