"""`pakmud`: all commands, and the one place where an error becomes a sentence and an exit code."""

import sys
from collections.abc import Iterator
from importlib import import_module

import typer
from pydantic import ValidationError
from typer.core import TyperGroup
from typer.main import get_command, get_group

from geo.errors import PakmudError
from geo.settings import Settings
from geo.words import N_, SOURCE_LANGUAGE, translate

COMMANDS = ("nearest", "matrix", "place", "find", "hours", "searches", "serve", "demo")
"""Each is a function in the module of its name."""

GROUPS = {
    "db": "database",
    "ingest": "ingest",
    "export": "export",
    "manuals": "manuals",
    "holidays": "holidays",
    "audit": "audit",
    "admin": "admin",
}
"""Each is the `app` of a module."""


class _Commands(TyperGroup):
    """Imports a command when it is asked for: to import all of them takes longer than most of them do."""

    def list_commands(self, ctx: object) -> list[str]:
        return [*COMMANDS, *GROUPS]

    def get_command(self, ctx: object, cmd_name: str):  # type: ignore[no-untyped-def]
        if cmd_name in GROUPS:
            group = get_group(import_module(f"api.terminal.{GROUPS[cmd_name]}").app)
            group.name = cmd_name
            return group
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name)(getattr(import_module(f"api.terminal.{cmd_name}"), cmd_name))
        return get_command(alone)


app = typer.Typer(cls=_Commands, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def pakmud() -> None:
    """Pakmud (ปักหมุด): the nearest government service point that does what you need."""


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
