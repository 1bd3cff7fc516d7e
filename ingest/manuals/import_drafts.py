"""Many manuals become drafts: each begins a revision that two people still have to approve.

Raises nothing for a single manual: what is refused is told, and the others go on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from sqlalchemy.orm import Session

from geo.errors import InvalidQuery, PakmudError
from geo.manual import ManualContent
from geo.manual_revisions.read import find_open_revision, find_published_revision
from geo.manual_revisions.write import begin_revision
from geo.staff.audit import Doer, acting
from geo.staff.errors import FieldsRefused, UnknownRecord
from geo.staff.procedure_edit import add_procedure
from geo.staff.procedures import find_place_of_procedure
from geo.words import N_, Sentence
from ingest.files.text_encoding import Opener
from ingest.manuals.given import Fault, GivenManual
from ingest.manuals.read_lines import read_lines
from ingest.manuals.read_workbook import read_workbook
from ingest.row import FileRefused

Outcome = Literal["draft", "new", "same", "refused"]
"""`new`: the procedure was added too, hidden until somebody shows it. `same`: it says so already, or the draft does."""

OUTCOME_NAMES: dict[Outcome, str] = {
    "draft": N_("a draft"),
    "new": N_("a draft of a new, hidden procedure"),
    "same": N_("nothing new"),
    "refused": N_("not taken"),
}

_READERS = {".xlsx": read_workbook, ".jsonl": read_lines, ".ndjson": read_lines, ".json": read_lines}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedManual:
    """`number` is the revision's; None where none was begun."""

    code: str
    title: str
    sheet: str | None
    row: int
    outcome: Outcome
    number: int | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    file: str
    manuals: tuple[ImportedManual, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome == outcome for one in self.manuals)

    @property
    def drafts(self) -> int:
        return self.count("draft") + self.count("new")


def read_manuals(open_file: Opener, file: str) -> Iterator[GivenManual]:
    """By the ending of the file's name. Raises: FileRefused."""
    reader = _READERS.get(PurePath(file).suffix.casefold())
    if reader is None:
        raise FileRefused(N_("{file} is neither JSON Lines (.jsonl) nor a spreadsheet (.xlsx)."), file=file)
    return reader(open_file, file)


def import_drafts(session: Session, doer: Doer, file: str, manuals: Iterable[GivenManual]) -> ImportReport:
    """The caller commits, or rolls back what was only tried. Raises: FileRefused, NotAllowed."""
    acting(doer).must("manual.write")
    return ImportReport(file=file, manuals=tuple(_import(session, doer, one) for one in manuals))


def _import(session: Session, doer: Doer, given: GivenManual) -> ImportedManual:
    if given.faults or given.content is None:
        return _imported(given, "refused", faults=given.faults)
    try:
        with session.begin_nested():
            return _begin(session, doer, given, given.content)
    except FieldsRefused as error:
        return _imported(given, "refused", faults=tuple(_fault(given, one) for one in error.faults))
    except PakmudError as error:
        return _imported(given, "refused", faults=(_fault(given, error),))


def _begin(session: Session, doer: Doer, given: GivenManual, content: ManualContent) -> ImportedManual:
    is_new = not _is_known(session, given.code)
    if is_new:
        _must_name_a_procedure(given)
        add_procedure(session, doer, given.code, {**given.head, "shown": False})
    elif _says_so_already(session, given.code, content):
        return _imported(given, "same")
    revision = begin_revision(session, doer, given.code, content)
    return _imported(given, "new" if is_new else "draft", number=revision.number)


def _is_known(session: Session, code: str) -> bool:
    try:
        find_place_of_procedure(session, code)
    except UnknownRecord:
        return False
    return True


def _says_so_already(session: Session, code: str, content: ManualContent) -> bool:
    """Loading a file twice changes nothing."""
    found = find_open_revision(session, code) or find_published_revision(session, code)
    return found is not None and found.content == content


def _must_name_a_procedure(given: GivenManual) -> None:
    """Raises: FieldsRefused."""
    missing = [name for name in ("title_th", "agency") if not given.head.get(name)]
    if missing:
        message = N_("No procedure has the code '{code}': to add it, {column} is needed.")
        columns = [_COLUMNS.get(name, name) for name in missing]
        raise FieldsRefused([InvalidQuery(message, field=column, code=given.code, column=column) for column in columns])


_COLUMNS = {"agency": "agency_code"}
"""What a field is called in files."""


def _fault(given: GivenManual, error: PakmudError) -> Fault:
    column = _COLUMNS.get(error.field or "", error.field)
    return Fault(given.sheet, given.row, column, Sentence(error.sentence.message, error.sentence.values))


def _imported(
    given: GivenManual, outcome: Outcome, *, number: int | None = None, faults: tuple[Fault, ...] = ()
) -> ImportedManual:
    title = given.head.get("title_th")
    return ImportedManual(
        code=given.code,
        title=title if isinstance(title, str) else "",
        sheet=given.sheet,
        row=given.row,
        outcome=outcome,
        number=number,
        faults=faults,
    )
