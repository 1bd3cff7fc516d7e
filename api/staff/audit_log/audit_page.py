"""The audit log: searched, read page by page, exported as CSV."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.history import ACTION_NAMES, HistoryLine, history_line
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.v1.parameters import PlainText
from geo.calendar_dates import parse_date
from geo.staff.audit_search import MAXIMUM_LIMIT, AuditLine, AuditQuery, find_actions, find_audit_lines
from geo.words import N_, translate

router = APIRouter()

Reads = Annotated[SignedIn, allowed("audit.see")]

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditForm:
    """What was asked, as it was typed."""

    q: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    before: str = ""


def asked(
    q: PlainText = "", action: PlainText = "", since: PlainText = "", until: PlainText = "", before: PlainText = ""
) -> AuditForm:
    return AuditForm(q=q, action=action, since=since, until=until, before=before)


Asked = Annotated[AuditForm, Depends(asked)]


@dataclass(frozen=True, slots=True)
class ActionChoice:
    value: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """`next_href` None: this is the last page."""

    title: str
    shows_demo_data: bool
    form: AuditForm
    actions: tuple[ActionChoice, ...]
    lines: tuple[HistoryLine, ...]
    next_href: str | None
    csv_href: str
    errors: FormErrors


@router.get("/audit")
def show_audit(request: Request, session: DatabaseSession, who: Reads, form: Asked) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    query = _query(form, errors, limit=ON_A_PAGE + 1)
    lines = [] if errors else find_audit_lines(session, who.actor, query)
    page = AuditPage(
        title=translate(N_("Audit log"), language),
        shows_demo_data=find_demo_data(session),
        form=form,
        actions=tuple(
            ActionChoice(action, translate(ACTION_NAMES.get(action, action), language))
            for action in find_actions(session)
        ),
        lines=tuple(history_line(line, language) for line in lines[:ON_A_PAGE]),
        next_href=_href(form, language, "", lines[ON_A_PAGE - 1].id) if len(lines) > ON_A_PAGE else None,
        csv_href=_href(form, language, ".csv"),
        errors=errors,
    )
    return render_staff(request, "staff/audit.html", page, who, status=UNPROCESSABLE if errors else 200)


@router.get("/audit.csv")
def export_audit(request: Request, session: DatabaseSession, who: Reads, form: Asked) -> Response:
    """Exactly what is filtered, at most 10,000 lines."""
    errors = FormErrors(language_of(request.url.path))
    lines = find_audit_lines(session, who.actor, _query(form, errors, limit=MAXIMUM_LIMIT))
    return StreamingResponse(
        _csv(lines), media_type="text/csv", headers={"Content-Disposition": 'attachment; filename="audit.csv"'}
    )


def _query(form: AuditForm, errors: FormErrors, *, limit: int) -> AuditQuery:
    """Days that cannot be read are noted and left out."""
    since, until = None, None
    with errors.collect():
        since = parse_date(form.since, "since") if form.since else None
    with errors.collect():
        until = parse_date(form.until, "until") if form.until else None
    before = int(form.before) if form.before.isdecimal() and len(form.before) < 18 else None
    return AuditQuery(text=form.q, action=form.action, since=since, until=until, before_id=before, limit=limit)


def _href(form: AuditForm, language: str, ending: str, before: int | None = None) -> str:
    named = {"q": form.q, "action": form.action, "since": form.since, "until": form.until, "before": before}
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{prefix_of(language)}/staff/audit{ending}" + (f"?{query}" if query else "")


_COLUMNS = ("id", "at", "by", "program", "device", "network", "action", "kind", "record", "name", "before", "after")


def _csv(lines: list[AuditLine]) -> Iterator[str]:
    text = io.StringIO()
    text.write("\ufeff")  # or Excel takes the Thai for something else
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for line in lines:
        writer.writerow([_cell(value) for value in _values(line)])
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _values(line: AuditLine) -> tuple[object, ...]:
    return (
        *(line.id, line.at.isoformat(timespec="seconds"), line.by, line.program, line.device, line.network),
        *(line.action, line.subject_kind, line.subject_id, line.subject_name),
        *(json.dumps(state, ensure_ascii=False) if state is not None else "" for state in (line.before, line.after)),
    )


def _cell(value: object) -> str:
    """A name that begins like a formula must not become one in an officer's spreadsheet."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
