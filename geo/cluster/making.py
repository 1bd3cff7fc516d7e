"""Making a cluster on disk, whole or not at all, and writing its configuration."""

import os
import shutil
from pathlib import Path

from geo.cluster.owner import ClusterOwner
from geo.cluster.programs import Installation, locale_arguments
from geo.cluster.settings import INCLUDE, access_rules, user_map
from geo.errors import DatabaseUnavailable
from geo.words import N_

SUPERUSER = "postgres"


class ServerNotStarted(DatabaseUnavailable):
    """PostgreSQL is installed but its cluster could not be made or started."""


def make_cluster(data: Path, installation: Installation, owner: ClusterOwner, *, sync: bool) -> None:
    """A cluster counts from the moment it has the name `data`; one half made at a crash does not have it.

    Raises: ServerNotStarted, ProgramsMissing.
    """
    unfinished = data.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    done = owner.run(
        [
            *(installation.program("initdb"), "-D", unfinished, "-U", SUPERUSER, "--encoding=UTF8"),
            *("--data-checksums", "--auth=peer", "--no-instructions"),
            *locale_arguments(),
            *([] if sync else ["--no-sync"]),
        ]
    )
    if done.returncode:
        raise ServerNotStarted(N_("The database could not be made: {reason}"), reason=done.stderr.strip())
    with (unfinished / "postgresql.conf").open("a") as settings:
        settings.write(INCLUDE)
    unfinished.rename(data)
    _sync_folder(data.parent)


def write_configuration(data: Path, settings: str, owner: ClusterOwner) -> None:
    """The three files that are Pakmud's own; `postgresql.conf` and `postgresql.auto.conf` stay as they are."""
    files = {"pakmud.conf": settings, "pg_hba.conf": access_rules(), "pg_ident.conf": user_map(owner.name)}
    for name, text in files.items():
        path = data / name
        path.write_text(text)
        owner.take(path)


def _sync_folder(folder: Path) -> None:
    # a rename is on disk when its folder is
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
