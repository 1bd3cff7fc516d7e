"""Which operating system user the embedded server runs as: never root."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DatabaseUnavailable
from geo.words import N_

UNPRIVILEGED_USERS = ("postgres", "nobody")
"""Tried in this order when root starts the server: the first is made by Debian's package, the second is everywhere."""


class HomeUnusable(DatabaseUnavailable):
    """The server's user cannot work in the data folder."""


@dataclass(frozen=True, slots=True)
class ClusterOwner:
    """The user that owns the cluster's files and runs its programs."""

    name: str
    uid: int
    gid: int

    def run(self, arguments: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, outside every folder, with a bare environment; never raises on its failure.

        The caller's PG... variables would lead initdb and pg_ctl elsewhere, so none is passed on.
        """
        root = os.geteuid() == 0
        return subprocess.run(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=_bare(os.environ) | environment,
            umask=0o077,
            user=self.uid if root else None,
            group=self.gid if root else None,
            extra_groups=[] if root else None,
        )

    def take(self, path: Path) -> None:
        """Give the file or folder to this user."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def make_folder(self, path: Path) -> None:
        """Make `path`, for this user alone, where it is not there yet.

        Raises: HomeUnusable.
        """
        if path.is_symlink():
            # perhaps made by somebody else, to have us hand over what it points to
            raise HomeUnusable(N_("{folder} is a symbolic link; it must be a folder."), folder=path)
        if path.exists() and path.stat().st_uid not in (self.uid, 0):
            raise HomeUnusable(
                N_("The folder {folder} belongs to another user. PAKMUD_HOME names another."), folder=path
            )
        try:
            # parents get the usual mode: a home under a fresh folder must stay passable for the unprivileged user
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=0o700, exist_ok=True)
            self.take(path)
            path.chmod(0o700)
        except OSError as error:
            raise HomeUnusable(
                N_("The folder {folder} cannot be made or used: {reason}. PAKMUD_HOME names another."),
                folder=path,
                reason=error.strerror,
            ) from error
        self._check_reach(path)

    def _check_reach(self, path: Path) -> None:
        if os.geteuid() != 0 or self.run(["test", "-w", path]).returncode == 0:
            return
        closed = next(
            (one for one in [*reversed(path.parents), path] if self.run(["test", "-x", one]).returncode), path
        )
        raise HomeUnusable(
            N_(
                "The database server runs as the user '{user}', never as root, and that user may not enter {closed}. "
                "Choose another folder with PAKMUD_HOME, or run: chmod o+x {closed}"
            ),
            user=self.name,
            closed=closed,
        )


def cluster_owner(existing: Path | None) -> ClusterOwner:
    """Who runs the cluster: root hands over to the owner of the `existing` data, others run it themselves.

    Raises: HomeUnusable when the data belongs to somebody else.
    """
    uid = os.geteuid()
    owner_uid = existing.stat().st_uid if existing else None
    if uid == 0:
        return _unprivileged_user() if owner_uid in (None, 0) else _by_uid(owner_uid)
    if owner_uid not in (None, uid):
        raise HomeUnusable(
            N_("The database in {folder} belongs to the user '{user}'. Run Pakmud as that user, or set PAKMUD_HOME."),
            folder=existing,
            user=_by_uid(owner_uid).name,
        )
    return _by_uid(uid)


def _unprivileged_user() -> ClusterOwner:
    for name in UNPRIVILEGED_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ClusterOwner(name, entry.pw_uid, entry.pw_gid)
    raise HomeUnusable(
        N_("The database server must not run as root, and this machine has none of the users {users}."),
        users=", ".join(UNPRIVILEGED_USERS),
    )


def _by_uid(uid: int) -> ClusterOwner:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise HomeUnusable(
            N_("PostgreSQL needs a user with a name, and the user number {uid} has none on this machine."), uid=uid
        ) from None
    return ClusterOwner(entry.pw_name, uid, entry.pw_gid)


def _bare(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: environment[name] for name in ("PATH", "TZ") if name in environment}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C"} | kept
