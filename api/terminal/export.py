"""`pakmud export`: what is stored, in files that `pakmud ingest` reads back."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.terminal.ingest import NOT_LOADED, ready_database
from geo.errors import PakmudError
from geo.settings import Settings
from geo.words import N_, translate
from ingest.export import EXPORTS, Export, write_export

app = typer.Typer(no_args_is_help=True, help="Files out: the same formats and columns that 'ingest' reads.")

File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]


def _command(export: Export) -> Callable[[Path], None]:
    def write(file: File) -> None:
        raise typer.Exit(export_file(export, file))

    return write


for _export in EXPORTS.values():
    _help = (
        f"Write {_export.name.replace('-', ' ')} to a file that ends in {', '.join(_export.formats)} (or .gz after it)."
    )
    app.command(_export.name, help=_help)(_command(_export))


def export_file(export: Export, file: Path) -> int:
    """The exit code: 0, or 2 when no file was written."""
    settings = Settings()
    try:
        with ready_database(settings) as engine, engine.connect() as connection:
            count = write_export(connection, export, file)
    except PakmudError as error:
        Console(stderr=True, soft_wrap=True).print(escape(error.sentence.render(settings.language)))
        return NOT_LOADED
    message = translate(N_("{file}: {count} rows."), settings.language, file=file.name, count=f"{count:,}")
    Console(highlight=False, soft_wrap=True).print(escape(message))
    return 0
