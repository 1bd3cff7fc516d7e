"""`pakmud ingest`: files into the database, and a report of what came of each row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from geo.database import connect, database_url, reachable
from geo.errors import PakmudError
from geo.migrate import check_schema
from geo.settings import Settings
from geo.words import N_, translate
from ingest.files.rejects import write_rejects
from ingest.kinds.kind import Kind
from ingest.load import KINDS, load_file
from ingest.report import Report
from ingest.row import FileRefused

app = typer.Typer(no_args_is_help=True, help="Files in: CSV, XLSX, GeoJSON or JSON Lines into the database.")

SOME_REFUSED = 1
NOT_LOADED = 2

_SHOWN = 20
"""Refusals that are listed in the terminal."""

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what would be loaded, and load nothing.")]
Rejects = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the refused rows to this CSV file.")]


def _command(kind: Kind) -> Callable[[list[Path], bool, Path | None], None]:
    def ingest(files: Files, dry_run: DryRun = False, rejects: Rejects = None) -> None:
        raise typer.Exit(ingest_files(kind, files, dry_run=dry_run, rejects=rejects))

    return ingest


for _kind in KINDS.values():
    app.command(_kind.name, help=f"Load {_kind.name.replace('-', ' ')} from {', '.join(_kind.formats)}.")(
        _command(_kind)
    )


def ingest_files(kind: Kind, files: list[Path], *, dry_run: bool, rejects: Path | None) -> int:
    """Each file in its own transaction. The exit code: 0, 1 when rows were refused, 2 when a file was not loaded."""
    settings = Settings()
    say = _Voice(settings.language)
    reports = []
    code = 0
    try:
        with ready_database(settings) as engine:
            for path in files:
                try:
                    reports.append(_load(engine, kind, path, dry_run=dry_run))
                    say.report(reports[-1])
                except FileRefused as error:
                    say.error(error)
                    code = NOT_LOADED
            if rejects is not None:
                write_rejects(rejects, reports, settings.language)
    except PakmudError as error:
        say.error(error)
        return NOT_LOADED
    return code or (SOME_REFUSED if any(report.refused_rows for report in reports) else 0)


@contextmanager
def ready_database(settings: Settings) -> Iterator[Engine]:
    """Raises: DatabaseUnavailable, also when there is no schema yet."""
    engine = connect(database_url(settings))
    try:
        check_schema(engine)
        with reachable():
            yield engine
    finally:
        engine.dispose()


def _load(engine: Engine, kind: Kind, path: Path, *, dry_run: bool) -> Report:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        total = path.stat().st_size if path.is_file() else None
        task = progress.add_task(escape(path.name), total=total)
        return load_file(
            engine, kind, path, dry_run=dry_run, advance=lambda read: progress.update(task, completed=read)
        )


class _Voice:
    """Says things in the language of the terminal."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._out = Console(highlight=False, soft_wrap=True)
        self._problems = Console(highlight=False, soft_wrap=True, stderr=True)

    def report(self, report: Report) -> None:
        headline = N_(
            "{file}: {accepted} accepted ({added} added, {changed} changed, {unchanged} unchanged), {refused} refused."
        )
        self._say(
            headline,
            file=report.file,
            accepted=f"{report.accepted:,}",
            added=f"{report.added:,}",
            changed=f"{report.changed:,}",
            unchanged=f"{report.unchanged:,}",
            refused=f"{report.refused_rows:,}",
        )
        if report.dry_run:
            self._say(N_("This was a dry run: nothing was stored."))
        for note in islice(report.notes, _SHOWN):
            sentence = note.sentence.render(self._language)
            if note.row is None:
                self._say(N_("  Note: {sentence}"), sentence=sentence)
            else:
                self._say(N_("  Note, row {row}: {sentence}"), row=note.row, sentence=sentence)
        self._refusals(report)

    def _refusals(self, report: Report) -> None:
        for refusal in islice(report.refused, _SHOWN):
            sentence = refusal.sentence.render(self._language)
            self._say(N_("  Refused, row {row}: {sentence}"), row=refusal.row, sentence=sentence)
        if len(report.refused) > _SHOWN:
            self._say(N_("  ... and {count} more: '--rejects FILE' writes all."), count=len(report.refused) - _SHOWN)

    def error(self, error: PakmudError) -> None:
        self._problems.print(escape(error.sentence.render(self._language)))

    def _say(self, message: str, **values: object) -> None:
        self._out.print(escape(translate(message, self._language, **values)))
