"""`pakmud db`: the embedded server, backups, and the health of whichever database is in use."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.table import Table
from sqlalchemy import make_url

from api.terminal.progress import progress_bar
from geo.cluster.backup import backup as write_backup
from geo.cluster.backup import restore as read_backup
from geo.cluster.embedded import EmbeddedServer
from geo.cluster.programs import find_client_program
from geo.cluster.whole_database import conninfo
from geo.database import connect, database_url
from geo.database_check import check_database
from geo.maintain import put_in_order
from geo.migrate import migrate as bring_up_to_date
from geo.settings import Settings
from geo.words import N_, translate

app = typer.Typer(no_args_is_help=True, help="The database: start, stop, look after, back up.")

_NOT_OURS = N_("PAKMUD_DATABASE_URL names a server that somebody else runs: Pakmud neither starts nor stops it.")


class _Terminal:
    """What one command needs: the settings, and a way to say things in the language of the terminal."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.console = Console(highlight=False, soft_wrap=True)

    def words(self, message: str, **values: object) -> str:
        return escape(translate(message, self.settings.language, **values))

    def say(self, message: str, **values: object) -> None:
        self.console.print(self.words(message, **values))

    @property
    def embedded(self) -> EmbeddedServer | None:
        """None when the database is a server of somebody else's."""
        return EmbeddedServer(self.settings.home) if self.settings.database_url is None else None

    @property
    def database(self) -> EmbeddedServer | str:
        return self.embedded or database_url(self.settings)


@app.command()
def up() -> None:
    """Start the embedded server, where it is not running, and bring the schema up to date."""
    terminal = _Terminal()
    if terminal.embedded is None:
        terminal.say(_NOT_OURS)
    with terminal.console.status(terminal.words(N_("Starting the database ..."))):
        url = database_url(terminal.settings)
        bring_up_to_date(url)
    terminal.say(N_("The database is ready: {url}"), url=make_url(url).render_as_string(hide_password=True))


@app.command()
def down() -> None:
    """Stop the embedded server; its data stays."""
    terminal = _Terminal()
    if terminal.embedded is None:
        terminal.say(_NOT_OURS)
        return
    with terminal.console.status(terminal.words(N_("Stopping the database ..."))):
        terminal.embedded.stop()
    terminal.say(N_("The database is stopped."))


@app.command()
def status() -> None:
    """Tell whether the database runs, where and how large it is. Exit code 1: it does not run."""
    terminal = _Terminal()
    if terminal.embedded is None:
        terminal.say(_NOT_OURS)
        terminal.say(N_("'pakmud db check' tells how it is."))
        return
    found = terminal.embedded.status()
    table = Table.grid(padding=(0, 2))
    rows = {
        N_("State"): translate(N_("running") if found.running else N_("stopped"), terminal.settings.language),
        N_("Process"): str(found.pid or "-"),
        N_("PostgreSQL"): found.version or "-",
        N_("Data"): str(found.data_directory or "-"),
        N_("Size"): decimal(found.size_bytes),
        N_("Socket"): str(found.socket_directory),
        N_("Log"): str(found.log_directory),
    }
    for name, value in rows.items():
        table.add_row(f"[bold]{terminal.words(name)}[/]", escape(value))
    terminal.console.print(table)
    if not found.running:
        raise typer.Exit(1)


@app.command(context_settings={"ignore_unknown_options": True})
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="arguments of psql, such as -c 'SELECT 1'")] = None,
) -> None:
    """Open psql on the database."""
    settings = Settings()
    url = database_url(settings)
    program = find_client_program("psql")
    password = make_url(url).password
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    # psql takes the place of this program, so that the terminal and its signals are psql's
    os.execve(program, ["psql", conninfo(url, password=False), *(arguments or [])], environment)  # noqa: S606


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="file to write; replaced when complete")]) -> None:
    """Write the whole database to one file, while it is in use."""
    terminal = _Terminal()
    with terminal.console.status(terminal.words(N_("Writing {file} ..."), file=file)):
        size_bytes = write_backup(terminal.database, file)
    terminal.say(N_("{file} is complete: {size}."), file=file, size=decimal(size_bytes))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="file that 'pakmud db backup' wrote")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Put a backup in the place of the database, as a whole; when that fails, all is as before."""
    terminal = _Terminal()
    if not yes and sys.stdin.isatty():
        typer.confirm(
            translate(
                N_("Everything in the database is replaced by {file}. Go on?"), terminal.settings.language, file=file
            ),
            abort=True,
        )
    with terminal.console.status(terminal.words(N_("Restoring {file} ..."), file=file)):
        read_backup(terminal.database, file, prepare=bring_up_to_date)
    terminal.say(N_("{file} is restored."), file=file)


@app.command()
def check() -> None:
    """Tell what is wrong with the database, and the remedy. Exit code 1: something is."""
    terminal = _Terminal()
    with terminal.console.status(terminal.words(N_("Checking ..."))):
        engine = connect(database_url(terminal.settings), pool_size=1)
        findings = check_database(engine)
        engine.dispose()
    for finding in findings:
        terminal.console.print(f"[bold red]✗[/] {escape(finding.problem.render(terminal.settings.language))}")
        terminal.console.print(f"  [green]→[/] {escape(finding.remedy.render(terminal.settings.language))}")
    if findings:
        raise typer.Exit(1)
    terminal.say(N_("The database is in order."))


@app.command()
def maintain() -> None:
    """Put the search's table and indexes in order, while searches go on; worth it after large changes."""
    terminal = _Terminal()
    with progress_bar(terminal.settings.language) as tell:
        engine = connect(database_url(terminal.settings), pool_size=1)
        put_in_order(engine, tell)
        engine.dispose()
    terminal.say(N_("The offerings are in order."))


@app.command()
def migrate() -> None:
    """Bring the schema and the reference data up to date."""
    terminal = _Terminal()
    with terminal.console.status(terminal.words(N_("Bringing the schema up to date ..."))):
        bring_up_to_date(database_url(terminal.settings))
    terminal.say(N_("The schema is up to date."))
