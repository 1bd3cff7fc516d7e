"""`pakmud manuals`: many manuals in as drafts, any revision out as a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.orm import Session

from api.citizen.procedure.manual_pdf import NoManual
from api.pages.pdf import make_pdf
from api.staff.manual_export.export_page import Exported, find_exported, paper_of
from api.terminal.ingest import ready_database
from geo.errors import InvalidQuery
from geo.manual_revisions.read import find_published_revision
from geo.settings import Settings
from geo.staff.accounts import find_account
from geo.staff.actor import Actor, find_actor
from geo.staff.audit import AT_THE_TERMINAL, Doer
from geo.words import N_, translate
from ingest.files.open_file import open_to_write
from ingest.manuals.export import manual_as_json, manual_as_workbook
from ingest.manuals.import_drafts import OUTCOME_NAMES, ImportReport, import_drafts, read_manuals

app = typer.Typer(no_args_is_help=True, help="Manuals: many in as drafts, any revision out as a file.")

SOMETHING_REFUSED = 1


class ManualFormat(StrEnum):
    json = "json"
    xlsx = "xlsx"
    pdf = "pdf"


@app.callback()
def manuals() -> None:
    """Manuals: many in as drafts, any revision out as a file."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="a workbook (.xlsx) or JSON Lines (.jsonl)")],
    author: Annotated[str, typer.Option(metavar="EMAIL", help="whose drafts they become: an account that may write")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would become of it")] = False,
) -> None:
    """Import manuals as drafts, each to be approved by two others. Exit code 1: something was refused."""
    settings = Settings()
    with ready_database(settings) as engine, Session(engine) as session:
        doer = Doer(_actor(session, author), AT_THE_TERMINAL.origin)
        report = import_drafts(session, doer, file.name, read_manuals(lambda: file.open("rb"), file.name))
        if dry_run:
            session.rollback()
        else:
            session.commit()
    _tell(report, settings.language, is_dry_run=dry_run)
    raise typer.Exit(SOMETHING_REFUSED if report.count("refused") else 0)


@app.command()
def export(
    code: Annotated[str, typer.Argument(help="of the procedure")],
    output: Annotated[Path, typer.Option(metavar="FILE", help="its ending says the format: .json, .xlsx or .pdf")],
    revision: Annotated[int | None, typer.Option(help="by its number; without it the one in force")] = None,
) -> None:
    """Write a revision of a manual to a file."""
    settings = Settings()
    form = _form_of(output)
    with ready_database(settings) as engine, Session(engine) as session:
        if revision is None:
            found = find_published_revision(session, code)
            if found is None:
                raise NoManual()
            revision = found.number
        exported = find_exported(session, code, revision)
        content = _content(session, exported, form, settings)
    with open_to_write(output) as stream:
        stream.write(content)


def _content(session: Session, exported: Exported, form: ManualFormat, settings: Settings) -> bytes:
    code = exported.procedure.code
    match form:
        case ManualFormat.json:
            return manual_as_json(code, exported.state, exported.revision.number, exported.content)
        case ManualFormat.xlsx:
            return manual_as_workbook(code, exported.state, exported.content)
        case ManualFormat.pdf:
            address = f"{(settings.public_url or '').rstrip('/')}/procedures/{code}"
            return make_pdf(paper_of(session, exported, address, "th"))


def _form_of(output: Path) -> ManualFormat:
    ending = output.suffix.casefold().lstrip(".").replace("jsonl", "json")
    if ending not in list(ManualFormat):
        raise InvalidQuery(N_("The name of the file must end in .json, .xlsx or .pdf."), field="output")
    return ManualFormat(ending)


def _actor(session: Session, email: str) -> Actor:
    account = find_account(session, email)
    actor = find_actor(session, account.id) if account else None
    if actor is None:
        raise InvalidQuery(N_("There is no account with the address '{email}'."), field="author", email=email)
    return actor


def _tell(report: ImportReport, language: str, *, is_dry_run: bool) -> None:
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    for outcome, name in OUTCOME_NAMES.items():
        if count := report.count(outcome):
            console.print(f"{count:>6}  {translate(name, language)}")
    for manual in report.manuals:
        for fault in manual.faults:
            where = ", ".join(str(part) for part in (report.file, fault.sheet, fault.row, fault.column) if part)
            console.print(f"{escape(where)}: {escape(fault.sentence.render(language))}")
    if is_dry_run:
        console.print(translate(N_("Nothing was changed yet."), language))
