"""One file with everything in the database, and the way back from it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import make_url

from geo.cluster.embedded import DATABASE, ROLE, SUPERUSER, EmbeddedServer
from geo.cluster.programs import find_client_program
from geo.cluster.settings import FROM_THE_FIRST_ROW
from geo.cluster.whole_database import conninfo, create_database, drop_database, replace_database, vacuum_database
from geo.errors import PakmudError
from geo.words import N_


class BackupFailed(PakmudError):
    """No backup was written; a file of that name from before is as it was."""


class RestoreFailed(PakmudError):
    """The file was not restored; the database is as it was."""


def backup(source: EmbeddedServer | str, file: Path) -> int:
    """Write the database, as it is at this instant, to `file`; returns the size in bytes.

    Work goes on meanwhile. The file appears under its name when it is complete and on disk.

    Raises: BackupFailed, ProgramsMissing.
    """
    url, pg_dump = _place(source, "pg_dump")
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        done = _run(pg_dump, url, "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}")
        if done.returncode:
            raise BackupFailed(N_("The backup was not written: {reason}"), reason=_last_line(done.stderr))
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise BackupFailed(N_("The backup was not written: {reason}"), reason=error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return file.stat().st_size


def restore(target: EmbeddedServer | str, file: Path, *, prepare: Callable[[str], None] | None = None) -> None:
    """Put what is in `file` in the place of the database, all or nothing.

    It goes into a new database beside; `prepare` gets that one's URL (to migrate a backup of an older Pakmud); then the
    two change places in one transaction. Whatever fails before leaves the old one untouched.

    Raises: RestoreFailed, DatabaseUnavailable, ProgramsMissing.
    """
    url, pg_restore = _place(target, "pg_restore")
    contents = _contents(pg_restore, file)
    database = make_url(url).database or DATABASE
    beside = f"{database}_restoring"
    if isinstance(target, EmbeddedServer):
        server_url, owner = target.url("postgres", role=SUPERUSER), ROLE
    else:
        server_url, owner = _sibling(url, "postgres"), None
    create_database(server_url, beside, owner=owner)
    try:
        _fill(pg_restore, _sibling(url, beside), file, contents)
        if prepare:
            prepare(_sibling(url, beside))
        vacuum_database(_sibling(url, beside))
        replace_database(server_url, database, beside, old_name=f"{database}_replaced")
    except BaseException:
        drop_database(server_url, beside)
        raise
    drop_database(server_url, f"{database}_replaced")


def _contents(pg_restore: Path, file: Path) -> list[str]:
    """The file's table of contents, without what an empty database with the extensions already has."""
    if not file.is_file():
        raise RestoreFailed(N_("There is no file {file}."), file=file)
    done = subprocess.run([pg_restore, "--list", file], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RestoreFailed(N_("{file} is not a backup: {reason}"), file=file, reason=_last_line(done.stderr))
    if " TABLE DATA public alembic_version " not in done.stdout or " TABLE public offering " not in done.stdout:
        raise RestoreFailed(N_("{file} is a backup of another program's database, not of Pakmud's."), file=file)
    # Extensions belong to the superuser, and so does the list of coordinate systems that PostGIS comes with.
    theirs = (" EXTENSION - ", " COMMENT - EXTENSION ", " TABLE DATA public spatial_ref_sys ")
    return [line for line in done.stdout.splitlines() if not any(mark in line for mark in theirs)]


def _fill(pg_restore: Path, url: str, file: Path, contents: list[str]) -> None:
    with NamedTemporaryFile("w", prefix="pakmud-", suffix=".list") as chosen:
        chosen.write("\n".join(contents) + "\n")
        chosen.flush()
        jobs = min(4, os.cpu_count() or 1)  # indexes are built side by side
        done = _run(
            pg_restore,
            url,
            *("--exit-on-error", "--no-owner", "--no-privileges", f"--jobs={jobs}", f"--use-list={chosen.name}", file),
        )
    if done.returncode:
        raise RestoreFailed(
            N_("{file} could not be restored, and the database is as it was: {reason}"),
            file=file,
            reason=_last_line(done.stderr),
        )


def _place(database: EmbeddedServer | str, program: str) -> tuple[str, Path]:
    if isinstance(database, EmbeddedServer):
        return database.start(), database.program(program)
    return database, find_client_program(program)


def _run(program: Path, url: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    password = make_url(url).password
    options = {"PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} {FROM_THE_FIRST_ROW}"}
    return subprocess.run(
        [program, "--no-password", f"--dbname={conninfo(url, password=False)}", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | options | ({"PGPASSWORD": str(password)} if password else {}),
    )


def _sibling(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _last_line(text: str) -> str:
    """The message of PostgreSQL's programs, without their name and "error:"."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line] or lines or ["no reason given"]
    return telling[0].split("error: ", 1)[-1].strip()
