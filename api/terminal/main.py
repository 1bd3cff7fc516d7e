"""`pakmud`: all commands, and the one place where an error becomes a sentence and an exit code."""

import sys
from collections.abc import Iterator

import typer
from pydantic import ValidationError

from api.terminal import admin, audit, database, export, holidays, ingest, manuals
from api.terminal.demo import demo
from api.terminal.find import find
from api.terminal.hours import hours
from api.terminal.matrix import matrix
from api.terminal.nearest import nearest
from api.terminal.place import place
from api.terminal.searches import searches
from api.terminal.serve import serve
from geo.errors import PakmudError
from geo.settings import Settings
from geo.words import N_, SOURCE_LANGUAGE, translate

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Pakmud (ปักหมุด): the nearest government service point that does what you need.",
)
app.command()(nearest)
app.command()(matrix)
app.command()(place)
app.command()(find)
app.command()(hours)
app.command()(searches)
app.command()(serve)
app.command()(demo)
app.add_typer(database.app, name="db")
app.add_typer(ingest.app, name="ingest")
app.add_typer(export.app, name="export")
app.add_typer(manuals.app, name="manuals")
app.add_typer(holidays.app, name="holidays")
app.add_typer(audit.app, name="audit")
app.add_typer(admin.app, name="admin")

REFUSED = 2
"""The exit code when Pakmud could not do what it was asked, and said why."""


def main() -> None:
    """The console entry point."""
    try:
        app()
    except PakmudError as error:
        _end(error.sentence.render(_language()))
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        _end(*_wrong_settings(error))


def _end(*sentences: str) -> None:
    sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences))
    sys.exit(REFUSED)


def _language() -> str:
    try:
        return Settings().language
    except ValidationError:
        return SOURCE_LANGUAGE


def _wrong_settings(error: ValidationError) -> Iterator[str]:
    for finding in error.errors():
        yield translate(
            N_("The setting PAKMUD_{name} is '{value}': {reason}."),
            SOURCE_LANGUAGE,
            name=str(finding["loc"][0]).upper(),
            value=finding["input"],
            reason=finding["msg"],
        )
