"""Many manuals at once: a file is uploaded, tried without changing anything, and then imported as drafts."""

from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import Annotated

from fastapi import APIRouter, Request, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from geo.errors import InvalidQuery
from geo.staff.manual_uploads import LARGEST_BYTES, find_upload, keep_upload
from geo.staff.models import ManualUpload
from geo.words import N_, translate
from ingest.files.text_encoding import Opener
from ingest.manuals.import_drafts import OUTCOME_NAMES, ImportedManual, ImportReport, import_drafts, read_manuals
from ingest.row import FileRefused

router = APIRouter()

Writes = Annotated[SignedIn, allowed("manual.write")]

MOST_SHOWN = 500
"""Manuals listed on the page; the counts are of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """`where` is the place in the file, as the person sees it; `faults` each with its column."""

    code: str
    title: str
    where: str
    outcome: str
    outcome_name: str
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """`upload` is the number of the file that was tried; None before there is one and after it was imported."""

    title: str
    shows_demo_data: bool
    largest_mb: int
    file: str
    upload: int | None
    is_done: bool
    drafts: int
    same: int
    refused: int
    rows: tuple[ImportRow, ...]
    more: int
    errors: FormErrors


@router.get("/manual-import")
def show_import(request: Request, session: DatabaseSession, who: Writes) -> Response:
    return _page(request, session, who, FormErrors(language_of(request.url.path)))


@router.post("/manual-import")
def post_import(request: Request, session: DatabaseSession, who: Writes, file: UploadFile | None = None) -> Response:
    """Only kept, for its dry run: an address of its own, which can be looked at again."""
    errors = FormErrors(language_of(request.url.path))
    content = file.file.read(LARGEST_BYTES + 1) if file else b""
    with errors.collect():
        number = keep_upload(session, who.doer, (file.filename or "") if file else "", content)
        upload = find_upload(session, who.doer, number)
        _tried(session, who, upload)
    if errors:
        session.rollback()
        return _page(request, session, who, errors, status=UNPROCESSABLE)
    session.commit()
    return see_other(request, f"/staff/manual-import/{number}")


@router.get("/manual-import/{upload_id}")
def show_dry_run(request: Request, session: DatabaseSession, who: Writes, upload_id: int) -> Response:
    upload = find_upload(session, who.doer, upload_id)
    report = _tried(session, who, upload)
    return _page(request, session, who, FormErrors(language_of(request.url.path)), report=report, upload=upload_id)


@router.post("/manual-import/{upload_id}")
def post_drafts(request: Request, session: DatabaseSession, who: Writes, upload_id: int) -> Response:
    """What was refused in the dry run is refused again; the others become drafts, and the file is forgotten."""
    upload = find_upload(session, who.doer, upload_id)
    report = import_drafts(session, who.doer, upload.name, read_manuals(opener_of(upload.content), upload.name))
    session.delete(upload)
    session.commit()
    return _page(request, session, who, FormErrors(language_of(request.url.path)), report=report)


def _tried(session: Session, who: SignedIn, upload: ManualUpload) -> ImportReport:
    """Imported and undone again: a dry run cannot be wrong about what an import will do. Raises: InvalidQuery."""
    attempt = session.begin_nested()
    try:
        return import_drafts(session, who.doer, upload.name, read_manuals(opener_of(upload.content), upload.name))
    except FileRefused as error:
        places = {name: value for name, value in error.sentence.values.items() if name != "field"}
        raise InvalidQuery(error.sentence.message, field="file", **places) from error
    finally:
        attempt.rollback()


def opener_of(content: bytes) -> Opener:
    """For the readers of files, which may open one several times."""
    return lambda: BufferedReader(BytesIO(content))


def _page(  # noqa: PLR0913
    request: Request,
    session: Session,
    who: SignedIn,
    errors: FormErrors,
    *,
    report: ImportReport | None = None,
    upload: int | None = None,
    status: int = 200,
) -> Response:
    language = errors.language
    manuals = report.manuals if report else ()
    page = ImportPage(
        title=translate(N_("Import manuals"), language),
        shows_demo_data=find_demo_data(session),
        largest_mb=LARGEST_BYTES // 1024 // 1024,
        file=report.file if report else "",
        upload=upload,
        is_done=report is not None and upload is None,
        drafts=report.drafts if report else 0,
        same=report.count("same") if report else 0,
        refused=report.count("refused") if report else 0,
        rows=tuple(_row(one, language) for one in _refused_first(manuals)[:MOST_SHOWN]),
        more=max(0, len(manuals) - MOST_SHOWN),
        errors=errors,
    )
    return render_staff(request, "staff/manual_import/import.html", page, who, status=status)


def _refused_first(manuals: tuple[ImportedManual, ...]) -> list[ImportedManual]:
    return sorted(manuals, key=lambda one: one.outcome != "refused")


def _row(manual: ImportedManual, language: str) -> ImportRow:
    return ImportRow(
        code=manual.code,
        title=manual.title,
        where=_place(manual.sheet, manual.row, None, language),
        outcome=manual.outcome,
        outcome_name=translate(OUTCOME_NAMES[manual.outcome], language),
        faults=tuple(
            (_place(fault.sheet, fault.row, fault.column, language), fault.sentence.render(language))
            for fault in manual.faults
        ),
    )


def _place(sheet: str | None, row: int, column: str | None, language: str) -> str:
    """'sheet fees, row 3, column amount_baht'."""
    where = N_("sheet {sheet}, row {row}") if sheet else N_("line {row}")
    text = translate(where, language, sheet=sheet, row=row)
    if column is None:
        return text
    in_column = translate(N_("column {column}"), language, column=column)
    return f"{text}, {in_column}"
