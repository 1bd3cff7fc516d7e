"""One data set: how far its job is, what it would change row by row, and the ways on: activate, discard, roll back."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import AppDataSetWorker, AppSettings, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.rendering import render_fragment
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.data_sets.data_set_words import DataSetRowLine, moment, row_line
from api.staff.data_sets.data_sets_page import send_xlsx
from api.staff.data_sets.preview_tabs import PreviewTab, Shown, preview_tabs, shown_of
from api.staff.rendering import render_staff, see_other
from api.v1.parameters import PlainText
from geo.staff.actor import Place
from geo.staff.audit import Doer
from geo.staff.data_set_models import DataSet
from geo.staff.errors import UnknownRecord
from geo.words import N_, translate
from ingest.data_sets.ask import ask_again, ask_to_activate, discard, load_data_set, place_of_data_set
from ingest.data_sets.find_data_sets import DataSetLine, find_data_set
from ingest.data_sets.find_rows import stream_refused
from ingest.data_sets.officer_sheet import write_corrections
from ingest.data_sets.sentence_json import sentence_of
from ingest.data_sets.set_kind import SET_KINDS

router = APIRouter()


def place_of_numbered(session: DatabaseSession, number: PlainText) -> Place:
    return place_of_data_set(session, load_data_set(session, as_number(number)))


Sees = Annotated[SignedIn, allowed("data_set.see", of=place_of_numbered)]
Uploads = Annotated[SignedIn, allowed("data_set.upload", of=place_of_numbered)]
Activates = Annotated[SignedIn, allowed("data_set.activate", of=place_of_numbered)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPart:
    """`href` is asked again every second; `percent` is of the job."""

    href: str
    percent: int
    doing: str
    read: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    text: str
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSetPage:
    """`progress` None: nothing is being done. The booleans say which ways on there are, and for whom."""

    title: str
    shows_demo_data: bool
    line: DataSetRowLine
    base: str
    complete: bool
    progress: ProgressPart | None
    stopped: bool
    state: str
    counts: Mapping[str, str]
    total_changes: str
    notes: tuple[NoteLine, ...]
    tabs: tuple[PreviewTab, ...]
    shown: Shown | None
    refused_href: str | None
    activated: str
    can_activate: bool
    can_discard: bool
    can_run_again: bool
    can_check_again: bool
    can_roll_back: bool
    days: int
    history: tuple[HistoryLine, ...]


def as_number(text: str) -> int:
    """Raises: UnknownRecord."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UnknownRecord()
    return int(text)


@router.get("/data-sets/{number}")
def show_data_set(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    who: Sees,
    number: PlainText,
    show: PlainText = "",
    after: int = 0,
) -> Response:
    language = language_of(request.url.path)
    one = _found(session, number)
    line = row_line(one, language)
    base = f"{prefix_of(language)}/staff/data-sets/{one.id}"
    tabs = (
        ()
        if one.is_busy or one.previewed_at is None or one.state == "discarded"
        else preview_tabs(one, base, show, language)
    )
    here = next((tab.name for tab in tabs if tab.is_here), "")
    may_upload, may_activate = _may(session, who, one)
    changes = one.new + one.changed + one.gone
    page = DataSetPage(
        title=one.file_name,
        shows_demo_data=find_demo_data(session),
        line=line,
        base=base,
        complete=one.complete,
        progress=_progress(one, base, language) if one.is_busy else None,
        stopped=one.job_state in ("died", "failed"),
        state=one.state,
        counts={
            "read": f"{one.read:,}",
            "new": f"{one.new:,}",
            "changed": f"{one.changed:,}",
            "unchanged": f"{one.unchanged:,}",
            "gone": f"{one.gone:,}",
            "refused": f"{one.refused:,}",
        },
        total_changes=f"{changes:,}",
        notes=tuple(
            NoteLine(text=sentence_of(note["sentence"]).render(language), rows=_rows(note, language))
            for note in one.notes
        ),
        tabs=tabs,
        shown=shown_of(session, one, base, here, after, language) if here else None,
        refused_href=f"{base}/refused.xlsx" if one.refused and not one.is_busy else None,
        activated=f"{moment(one.activated_at, language)} · {one.activated_by}" if one.activated_at else "",
        can_activate=may_activate and one.state == "ready" and one.job is None and changes > 0,
        can_discard=may_upload and one.state in ("new", "ready", "refused") and not one.is_busy,
        can_run_again=(may_upload if one.job == "validate" else may_activate) and one.job_state in ("died", "failed"),
        can_check_again=may_upload and one.state in ("ready", "refused") and one.job is None,
        can_roll_back=may_activate and one.can_roll_back and one.job is None,
        days=settings.data_set_days,
        history=history_of(session, "data_set", str(one.id), language),
    )
    return render_staff(request, "staff/data_sets/data_set.html", page, who)


@router.get("/data-sets/{number}/progress")
def show_progress(request: Request, session: DatabaseSession, who: Sees, number: PlainText) -> Response:
    """A part of the page, again and again; when the job is over the whole page is to be opened anew."""
    language = language_of(request.url.path)
    one = _found(session, number)
    part = _progress(one, f"{prefix_of(language)}/staff/data-sets/{one.id}", language)
    response = render_fragment(request, "staff/data_sets/_progress.html", part)
    if not one.is_busy:
        response.headers["HX-Refresh"] = "true"
    return response


@router.get("/data-sets/{number}/refused.xlsx")
def export_refused(request: Request, session: DatabaseSession, who: Sees, number: PlainText) -> Response:
    """The rows that were refused, with the reasons: put right, they are uploaded as they are."""
    one = _found(session, number)
    file = tempfile.TemporaryFile(prefix="pakmud-")  # noqa: SIM115 - closed when it has been sent
    write_corrections(file, SET_KINDS[one.kind], stream_refused(session, one.id), language_of(request.url.path))
    return send_xlsx(file, f"refused-{one.id}")


@router.post("/data-sets/{number}/activate")
def post_activate(
    request: Request, session: DatabaseSession, worker: AppDataSetWorker, who: Activates, number: PlainText
) -> Response:
    return _asked(request, session, worker, ask_to_activate, who, number)


@router.post("/data-sets/{number}/again")
def post_again(
    request: Request, session: DatabaseSession, worker: AppDataSetWorker, who: Uploads, number: PlainText
) -> Response:
    data_set = load_data_set(session, as_number(number))
    if data_set.job not in (None, "validate"):
        who.actor.must("data_set.activate", place_of_data_set(session, data_set))
    return _asked(request, session, worker, ask_again, who, number)


@router.post("/data-sets/{number}/discard")
def post_discard(
    request: Request, session: DatabaseSession, worker: AppDataSetWorker, who: Uploads, number: PlainText
) -> Response:
    return _asked(request, session, worker, discard, who, number)


def _asked(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    worker: AppDataSetWorker,
    ask: Callable[[Session, Doer, int], DataSet],
    who: SignedIn,
    number: str,
) -> Response:
    ask(session, who.doer, as_number(number))
    session.commit()
    worker.wake()
    return see_other(request, f"/staff/data-sets/{number}")


def _found(session: Session, number: str) -> DataSetLine:
    found = find_data_set(session, as_number(number))
    if found is None:
        raise UnknownRecord()
    return found


def _may(session: Session, who: SignedIn, one: DataSetLine) -> tuple[bool, bool]:
    """Upload and discard; activate and roll back."""
    place = place_of_data_set(session, load_data_set(session, one.id))
    return who.actor.may("data_set.upload", place), who.actor.may("data_set.activate", place)


def _progress(one: DataSetLine, base: str, language: str) -> ProgressPart:
    waiting = N_("Waiting for its turn ...")
    return ProgressPart(
        href=f"{base}/progress",
        percent=round(100 * one.progress),
        doing=translate(one.doing or waiting, language),
        read=f"{one.read:,}",
        refused=f"{one.refused:,}",
    )


def _rows(note: Mapping[str, object], language: str) -> str:
    if note["row"] is None:
        return ""
    if note["rows"] == 1:
        return translate(N_("row {row}"), language, row=note["row"])
    return translate(N_("{rows} rows, the first is {row}"), language, rows=note["rows"], row=note["row"])
