"""One part of a manual being written: a form with its rows, which a button adds, moves and removes without a script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.manual.part_fields import PART_FORMS, PartField, PartForm
from api.pages.demo_data import find_demo_data
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn
from api.staff.choices import Choice, word_choices
from api.staff.manuals.addresses import part_href, revision_href, revision_path
from api.staff.manuals.desk import AtDesk, Desk, Writes
from api.staff.manuals.part_reading import PartSaid, PartSent, Row, read_part, read_rows, rearrange, written_row
from api.staff.manuals.part_view import RowView, name_of_row, row_views, total_in_words
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import CONFLICT
from api.v1.parameters import PlainText
from geo.errors import InvalidQuery
from geo.manual import PART_NAMES, PARTS, UNIT_NAMES, ManualContent
from geo.manual_revisions.form_files import LARGEST_BYTES, keep_form
from geo.manual_revisions.read import RevisionHead, find_revision
from geo.manual_revisions.write import write_revision
from geo.staff.errors import FieldsRefused, SavedByAnother, UnknownRecord
from geo.staff.procedures import load_procedure
from geo.words import N_, translate

router = APIRouter()

KEEP = "keep"
"""The button that only a script presses: save, and say so without leading on."""

_TOTAL = ("total-amount", "total-unit")


@dataclass(frozen=True, slots=True)
class PartLink:
    name: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """`gone`: hidden fields of the row that was removed. `unsaved`: what is here differs from what is stored."""

    title: str
    shows_demo_data: bool
    procedure: Phrase
    part: str
    name: str
    hint: str
    number: int
    version: int
    action: str
    back_href: str
    parts: tuple[PartLink, ...]
    next_name: str
    has_rows: bool
    rows: tuple[RowView, ...]
    add: str
    gone: tuple[tuple[str, str], ...]
    gone_name: str
    focus: int | None
    total: str
    total_fields: Mapping[str, str] | None
    units: tuple[Choice, ...]
    unsaved: bool
    conflict: str
    theirs: tuple[RowView, ...]
    errors: FormErrors


@dataclass(slots=True)
class _Shown:
    """What the form shows, and why it is shown."""

    sent: PartSent
    version: int
    total: Mapping[str, str]
    unsaved: bool = False
    conflict: SavedByAnother | None = None


async def uploaded_forms(request: Request) -> Mapping[str, UploadFile]:
    """A dependency: the files of the form, those that were chosen, by the name of their input."""
    form = await request.form()
    return {name: one for name, one in form.items() if isinstance(one, UploadFile) and one.filename}


Uploaded = Annotated[Mapping[str, UploadFile], Depends(uploaded_forms)]


@router.get("/procedures/{code}/revisions/{number}/parts/{part}")
def show_part(desk: AtDesk, who: Writes, part: PlainText) -> Response:
    """A revision that is not to be written leads to where it is read."""
    form = _form_of(part)
    revision = find_revision(desk.session, desk.code, desk.number)
    if not revision.may_be_edited:
        return see_other(desk.request, revision_path(desk.code, desk.number))
    return _page(desk, who, revision, part, _stored(revision, part, form), desk.no_errors())


@router.post("/procedures/{code}/revisions/{number}/parts/{part}")
def post_part(desk: AtDesk, who: Writes, part: PlainText, uploaded: Uploaded) -> Response:
    form, session, sent = _form_of(part), desk.session, desk.sent
    revision = find_revision(session, desk.code, desk.number)
    errors = desk.no_errors()
    rows = read_rows(form, sent)
    shown = _Shown(sent=rows, version=desk.version, total={name: sent.get(name, "") for name in _TOTAL})
    button = sent.get("do", "")
    _take_files(session, who, rows, uploaded, errors)
    if errors:
        session.rollback()
    elif rearrange(rows, button):
        session.commit()  # the files, which would have to be chosen again
        shown.unsaved = True
        return _page(desk, who, revision, part, shown, errors)
    said = read_part(form, rows.rows)
    faults = [replace_field(error, name) for name, error in said.faults.items()]
    faults += _add_total(part, said, shown.total)
    try:
        if not faults and not errors:
            saved = write_revision(session, who.doer, desk.code, desk.number, shown.version, said.fields)
            session.commit()
            if button == KEEP:
                return Response(status_code=204, headers={"X-Version": str(saved.version)})
            return see_other(desk.request, _after(desk.code, desk.number, part, button))
    except FieldsRefused as error:
        faults += [_placed(one, form, said) for one in error.faults]
    except SavedByAnother as error:
        session.rollback()
        revision = find_revision(session, desk.code, desk.number)
        shown.version, shown.conflict, shown.unsaved = revision.version, error, True
        return _page(desk, who, revision, part, shown, errors)
    session.rollback()
    for fault in faults:
        errors.add(fault)
    shown.unsaved = True
    return _page(desk, who, revision, part, shown, errors)


def replace_field(error: InvalidQuery, name: str) -> InvalidQuery:
    error.field = name
    return error


def _form_of(part: str) -> PartForm:
    """Raises: UnknownRecord."""
    if part not in PART_FORMS:
        raise UnknownRecord()
    return PART_FORMS[part]


def _after(code: str, number: int, part: str, button: str) -> str:
    """To the next part, or back to all of them."""
    following = _next_part(part)
    if button == "next" and following:
        return f"{revision_path(code, number)}/parts/{following}"
    return revision_path(code, number)


def _next_part(part: str) -> str:
    parts = list(PARTS)
    at = parts.index(part) + 1
    return parts[at] if at < len(parts) else ""


def _stored(revision: RevisionHead, part: str, form: PartForm) -> _Shown:
    content = (revision.content or ManualContent()).as_json()
    total = content.get("total_duration") or {}
    amount = total.get("amount")
    return _Shown(
        sent=PartSent(rows=_rows_of(content, form) or [{}]),
        version=revision.version,
        total=dict(zip(_TOTAL, ("" if amount is None else f"{amount:g}", total.get("unit", "")), strict=True)),
    )


def _rows_of(content: Mapping[str, object], form: PartForm) -> list[Row]:
    if not form.rows:
        return [written_row(form, content)]
    entries = content.get(form.rows)
    return [written_row(form, entry) for entry in entries] if isinstance(entries, list) else []


def _take_files(
    session: Session, who: SignedIn, rows: PartSent, uploaded: Mapping[str, UploadFile], errors: FormErrors
) -> None:
    """Chosen files are kept at once, so that no other fault of the form loses them."""
    for number, row in enumerate(rows.rows):
        upload = uploaded.get(f"row-{number}-upload")
        if upload is not None:
            with errors.collect():
                content = upload.file.read(LARGEST_BYTES + 1)
                form = keep_form(session, who.doer, upload.filename or "", content, field=f"row-{number}-file")
                row["file"] = form.digest
                row["name_th"] = row.get("name_th") or form.name.removesuffix(".pdf")


def _add_total(part: str, said: PartSaid, total: Mapping[str, str]) -> list[InvalidQuery]:
    """The promised time, which stands below the steps."""
    if part != "steps":
        return []
    amount, unit = (total[name].strip() for name in _TOTAL)
    one = PartField(name="total-amount", label="", kind="amount")
    form = PartForm(fields=(one,))
    promised = read_part(form, [{"total-amount": amount}])
    if promised.faults:
        return [replace_field(error, "total-amount") for error in promised.faults.values()]
    value = promised.fields["total-amount"]
    if value is not None and unit not in UNIT_NAMES:
        return [InvalidQuery(N_("Choose the unit of time."), field="total-unit")]
    said.fields["total_duration"] = None if value is None else {"amount": value, "unit": unit}
    return []


def _placed(fault: InvalidQuery, form: PartForm, said: PartSaid) -> InvalidQuery:
    """A fault of the core at `fees[1].name_th`, at the input it came from."""
    path = (fault.field or "").removeprefix(form.rows)
    if form.rows and path.startswith("["):
        number, _, name = path[1:].partition("].")
        if number.isdecimal() and int(number) < len(said.places):
            return replace_field(fault, f"row-{said.places[int(number)]}-{name}")
    return replace_field(fault, f"row-0-{fault.field}")


def _page(  # noqa: PLR0913, PLR0917 - what a page depends on
    desk: Desk, who: SignedIn, revision: RevisionHead, part: str, shown: _Shown, errors: FormErrors
) -> Response:
    session, code, number = desk.session, desk.code, desk.number
    language, form = errors.language, PART_FORMS[part]
    procedure = load_procedure(session, code)
    following = _next_part(part)
    theirs = _stored(revision, part, form).sent.rows if shown.conflict else []
    name = translate(PART_NAMES[part], language)
    page = PartPage(
        title=name,
        shows_demo_data=find_demo_data(session),
        procedure=phrase(language, procedure.title_th, procedure.title_en),
        part=part,
        name=name,
        hint=translate(form.hint, language),
        number=number,
        version=shown.version,
        action=part_href(language, code, number, part),
        back_href=revision_href(language, code, number),
        parts=tuple(
            PartLink(translate(PART_NAMES[one], language), part_href(language, code, number, one), one == part)
            for one in PARTS
        ),
        next_name=translate(PART_NAMES[following], language) if following else "",
        has_rows=bool(form.rows),
        rows=row_views(session, form, shown.sent.rows, language),
        add=translate(form.add, language) if form.add else "",
        gone=tuple({**(shown.sent.gone or {}), "at": str(shown.sent.gone_at)}.items()) if shown.sent.gone else (),
        gone_name=name_of_row(shown.sent.gone or {}),
        focus=shown.sent.focus,
        total=total_in_words(form, shown.sent.rows, language) if part == "steps" else "",
        total_fields=shown.total if part == "steps" else None,
        units=word_choices(UNIT_NAMES, language),  # type: ignore[arg-type]
        unsaved=shown.unsaved,
        conflict=shown.conflict.sentence.render(language) if shown.conflict else "",
        theirs=row_views(session, form, theirs, language),
        errors=errors,
    )
    status = CONFLICT if shown.conflict else UNPROCESSABLE if errors else 200
    return render_staff(desk.request, "staff/manuals/part.html", page, who, status=status)
