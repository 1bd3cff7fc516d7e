"""The data sets that somebody looks after: upload a file, take the sheet home, and what came of the earlier ones."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response, StreamingResponse

from api.database_session import AppDataSetWorker, AppSettings, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.staff.access import SignedIn, allowed
from api.staff.choices import Choice, agency_options, word_choices
from api.staff.data_sets.data_set_words import DataSetRowLine, row_line
from api.staff.data_sets.sent_file import Uploaded
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import Sent
from api.v1.parameters import PlainText
from geo.errors import InvalidQuery
from geo.staff.agency_edit import load_agency
from geo.staff.agency_tree import find_agency_code
from geo.staff.errors import FieldsRefused
from geo.words import N_, translate
from ingest.data_sets.ask import upload
from ingest.data_sets.find_data_sets import find_data_sets
from ingest.data_sets.officer_sheet import write_officer_sheet
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.uploaded_file import MOST_BYTES, MOST_ROWS

router = APIRouter()

Sees = Annotated[SignedIn, allowed("data_set.see")]
Uploads = Annotated[SignedIn, allowed("data_set.upload")]

ON_A_PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSetsPage:
    """`form` is what was sent, where it is refused. `agencies` are offered; `needs_agency`: there are several."""

    title: str
    shows_demo_data: bool
    action: str
    form: Mapping[str, str]
    kinds: tuple[Choice, ...]
    agencies: tuple[str, ...]
    needs_agency: bool
    sheet_href: str
    most_mb: int
    most_rows: str
    days: int
    rows: tuple[DataSetRowLine, ...]
    next_href: str | None
    errors: FormErrors


@router.get("/data-sets")
def show_data_sets(
    request: Request, session: DatabaseSession, settings: AppSettings, who: Sees, before: int | None = None
) -> Response:
    return _page(request, session, who, {}, FormErrors(language_of(request.url.path)), settings.data_set_days, before)


@router.post("/data-sets")
def post_data_set(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    worker: AppDataSetWorker,
    who: Uploads,
    sent: Sent,
    uploaded: Uploaded,
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    try:
        data_set = upload(
            session,
            who.doer,
            kind=sent.get("kind", ""),
            agency_code=_agency_code(session, sent.get("agency", "")),
            complete=sent.get("complete") == "yes",
            file=uploaded.file,
            file_name=uploaded.name,
        )
    except FieldsRefused as error:
        for fault in error.faults:
            errors.add(fault)
    except InvalidQuery as error:
        errors.add(error)
    else:
        session.commit()
        worker.wake()
        return see_other(request, f"/staff/data-sets/{data_set.id}")
    session.rollback()
    return _page(request, session, who, sent, errors, settings.data_set_days, None)


@router.get("/data-sets/sheet.xlsx")
def export_sheet(
    request: Request, session: DatabaseSession, who: Sees, kind: PlainText = "service-points", agency: PlainText = ""
) -> Response:
    """What one looks after, to be changed in a spreadsheet and uploaded again."""
    set_kind = SET_KINDS.get(kind)
    if set_kind is None:
        raise InvalidQuery(N_("Choose what the file is about."), field="kind")
    code = _agency_code(session, agency)
    agency_id = load_agency(session, code).id if code else None
    file = tempfile.TemporaryFile(prefix="pakmud-")  # noqa: SIM115 - closed when it has been sent
    reach = who.actor.reach("data_set.upload")
    write_officer_sheet(session, file, set_kind, reach, agency_id, language_of(request.url.path))
    return send_xlsx(file, kind)


def send_xlsx(file: IO[bytes], name: str) -> StreamingResponse:
    """By way of a file: the connection is not kept while a slow client reads, and an error is an answer of its own."""
    file.seek(0)

    def chunks() -> Iterator[bytes]:
        with file:
            while chunk := file.read(_CHUNK):
                yield chunk

    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return StreamingResponse(chunks(), media_type=XLSX, headers=headers)


def _agency_code(session: Session, text: str) -> str:
    """Raises: InvalidQuery."""
    return find_agency_code(session, text) if text.strip() else ""


def _page(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    form: Mapping[str, str],
    errors: FormErrors,
    days: int,
    before: int | None,
) -> Response:
    language = errors.language
    base = f"{prefix_of(language)}/staff/data-sets"
    found = find_data_sets(session, who.actor, before=before, limit=ON_A_PAGE + 1)
    reach = who.actor.reach("data_set.upload")
    page = DataSetsPage(
        title=translate(N_("Data sets"), language),
        shows_demo_data=find_demo_data(session),
        action=base,
        form=form,
        kinds=word_choices({name: one.name for name, one in SET_KINDS.items()}, language),
        agencies=agency_options(session, who.actor, "data_set.upload"),
        needs_agency=not reach.everywhere and len(reach.agency_ids) > 1,
        sheet_href=f"{base}/sheet.xlsx",
        most_mb=MOST_BYTES // 1_000_000,
        most_rows=f"{MOST_ROWS:,}",
        days=days,
        rows=tuple(row_line(one, language) for one in found[:ON_A_PAGE]),
        next_href=f"{base}?before={found[ON_A_PAGE - 1].id}" if len(found) > ON_A_PAGE else None,
        errors=errors,
    )
    return render_staff(request, "staff/data_sets/data_sets.html", page, who, status=UNPROCESSABLE if errors else 200)
