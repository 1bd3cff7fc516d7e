"""The embedded PostGIS server: a private cluster in Pakmud's home, run from the PostgreSQL programs installed here."""

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import psycopg
from filelock import FileLock, Timeout
from sqlalchemy import URL

from geo.cluster.making import ServerNotStarted, make_cluster, write_configuration
from geo.cluster.owner import ClusterOwner, HomeUnusable, cluster_owner
from geo.cluster.processes import clear_remains, postmaster_pid
from geo.cluster.programs import (
    Installation,
    ProgramsMissing,
    find_installation,
)
from geo.cluster.settings import PORT, server_settings
from geo.cluster.whole_database import conninfo, create_database, rename_database
from geo.errors import DatabaseUnavailable
from geo.words import N_

DATABASE = "pakmud"
ROLE = "pakmud"
APPLICATION_ROLE = "pakmud_app"
"""Of the web application; geo/application_role.py says what it may do."""

SUPERUSER = "postgres"

_LONGEST_SOCKET_PATH = 107
"""Bytes; the kernel's sockaddr_un has 108 with the closing zero."""

_PATIENCE_S = 600
"""Recovery after a crash replays what was written since the last checkpoint: minutes at worst."""

_NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


class ClusterIncompatible(DatabaseUnavailable):
    """The data was made by a version of PostgreSQL that is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStatus:
    running: bool
    pid: int | None
    version: str | None
    """Of the running server in full ("15.10"), else the cluster's major version; None before the first start."""
    data_directory: Path | None
    """None before the first start."""
    socket_directory: Path
    log_directory: Path
    size_bytes: int


class EmbeddedServer:
    """One cluster: `start()` it, use the URL; it runs on when this process ends, until `stop()`.

    Everything may be killed at any moment: each step either is complete on disk or is redone by the next `start()`.
    """

    def __init__(self, home: Path, *, options: Mapping[str, str] = _NO_OPTIONS) -> None:
        """`options` are further settings of PostgreSQL; they take effect when the server next starts."""
        # resolved, because a process is recognised by its working folder, which the kernel reports without links
        self.folder = home.expanduser().resolve() / "postgres"
        self.log_directory = self.folder / "log"
        self.socket_directory = _socket_directory(self.folder)
        self._options = options

    def start(self) -> str:
        """Make what is missing, start what is stopped, wait until it answers; returns the URL of the database.

        Raises: ProgramsMissing, HomeUnusable, ClusterIncompatible, ServerNotStarted.
        """
        if not self._answers(DATABASE, ROLE):
            self._installation()  # what is missing is told before anything is made
            owner = cluster_owner(self._existing_data())
            owner.make_folder(self.folder)
            with self._alone(owner):
                self._start(owner)
        return self.url()

    def stop(self, *, at_once: bool = False) -> None:
        """End the server in good order; connections are closed, running transactions rolled back. Idempotent.

        `at_once`: as in a power cut, from which the next start recovers; for a cluster that nobody starts again.
        """
        data = self._existing_data()
        if data is None or postmaster_pid(data) is None:
            return
        owner = cluster_owner(data)
        with self._alone(owner):
            mode = "immediate" if at_once else "fast"
            done = owner.run([self.program("pg_ctl"), "stop", "-D", data, "-m", mode, "-w", "-t", str(_PATIENCE_S)])
            if postmaster_pid(data) is not None:
                raise DatabaseUnavailable(N_("The database server did not stop: {reason}"), reason=done.stderr.strip())

    def status(self) -> ServerStatus:
        data = self._existing_data()
        pid = postmaster_pid(data) if data else None
        version = data.name if data else None
        if pid and self._answers("postgres", SUPERUSER):
            with self._superuser("postgres") as connection:
                version = connection.info.parameter_status("server_version")
        return ServerStatus(
            running=pid is not None,
            pid=pid,
            version=version,
            data_directory=data,
            socket_directory=self.socket_directory,
            log_directory=self.log_directory,
            size_bytes=_size_bytes(data) if data else 0,
        )

    def url(self, database: str = DATABASE, *, role: str = ROLE) -> str:
        """SQLAlchemy's URL of a database; the operating system vouches for the user, so there is no password."""
        query = {"host": str(self.socket_directory), "port": str(PORT)}
        url = URL.create("postgresql+psycopg", username=role, database=database, query=query)
        return url.render_as_string(hide_password=False)

    def program(self, name: str) -> Path:
        """Path of a program, such as `psql`, of the version the cluster has.

        Raises: ProgramsMissing, ClusterIncompatible.
        """
        return self._installation().program(name)

    def _start(self, owner: ClusterOwner) -> None:
        installation = self._installation()
        data = self.folder / str(installation.major)
        if not data.exists():
            make_cluster(data, installation, owner, sync=self._options.get("fsync") != "off")
        if postmaster_pid(data) is None:
            owner.make_folder(self.socket_directory)
            owner.make_folder(self.log_directory)
            clear_remains(data, self.socket_directory)
            self._launch(data, installation, owner)
        self._wait(data)
        self._make_database()

    def _installation(self) -> Installation:
        data = self._existing_data()
        if data is None:
            return find_installation()
        try:
            return find_installation(int(data.name))
        except ProgramsMissing as missing:
            raise ClusterIncompatible(
                N_("The data in {folder} was made by PostgreSQL {major}, and only that version can read it. {reason}"),
                folder=data,
                major=data.name,
                reason=missing.sentence,
            ) from missing

    def _existing_data(self) -> Path | None:
        """The data folder of the newest cluster made so far."""
        try:
            made = [entry for entry in self.folder.iterdir() if entry.name.isdigit()] if self.folder.exists() else []
        except PermissionError as error:
            raise HomeUnusable(
                N_("The folder {folder} belongs to another user. PAKMUD_HOME names another."), folder=self.folder
            ) from error
        return max(made, key=lambda entry: int(entry.name), default=None)

    def _launch(self, data: Path, installation: Installation, owner: ClusterOwner) -> None:
        settings = server_settings(self.socket_directory, self.log_directory, self._options)
        write_configuration(data, settings, owner)
        log = self.log_directory / "start.log"
        log.unlink(missing_ok=True)
        pg_ctl = installation.program("pg_ctl")
        done = owner.run([pg_ctl, "start", "-D", data, "-l", log, "-w", "-t", str(_PATIENCE_S)])
        if done.returncode:
            raise ServerNotStarted(
                N_("The database server did not start: {reason} (more in {folder})"),
                reason=_last_words(log) or done.stderr.strip(),
                folder=self.log_directory,
            )

    def _wait(self, data: Path) -> None:
        """Until a server that another process started answers; it may still be recovering."""
        deadline = time.monotonic() + _PATIENCE_S
        while not self._answers("postgres", SUPERUSER):
            if postmaster_pid(data) is None or time.monotonic() > deadline:
                raise ServerNotStarted(
                    N_("The database server does not answer; its log is in {folder}."), folder=self.log_directory
                )
            time.sleep(0.1)

    def _make_database(self) -> None:
        with self._superuser("postgres") as connection:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).rowcount:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN")
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]).rowcount:
                connection.execute(f"CREATE ROLE {APPLICATION_ROLE} NOLOGIN")
                connection.execute(f"GRANT {APPLICATION_ROLE} TO {ROLE}")
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                return
        maintenance = self.url("postgres", role=SUPERUSER)
        create_database(maintenance, f"{DATABASE}_unfinished", owner=ROLE)
        rename_database(maintenance, f"{DATABASE}_unfinished", DATABASE)

    def _answers(self, database: str, role: str) -> bool:
        data = self._existing_data()
        socket = self.socket_directory / f".s.PGSQL.{PORT}"
        # a short socket folder is in a place where anybody could have put a server of their own
        if data is None or not socket.exists() or socket.stat().st_uid != data.stat().st_uid:
            return False
        try:
            psycopg.connect(conninfo(self.url(database, role=role)), connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    def _superuser(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(conninfo(self.url(database, role=SUPERUSER)), autocommit=True)

    @contextmanager
    def _alone(self, owner: ClusterOwner) -> Iterator[None]:
        """Hold the cluster's lock: the kernel lets go of it when its holder dies."""
        path = self.folder / ".lock"
        try:
            with FileLock(path, timeout=_PATIENCE_S, mode=0o600):
                owner.take(path)
                yield
        except Timeout:
            raise ServerNotStarted(
                N_("Another process has been starting or stopping the database server for too long; it holds {lock}."),
                lock=path,
            ) from None


def _socket_directory(folder: Path) -> Path:
    """Beside the data; where that path is too long for a socket, a short folder that every process finds again."""
    beside = folder / "socket"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET_PATH:
        return beside
    # not tempfile.gettempdir(): two processes with different TMPDIR must meet at the same socket
    return Path("/tmp") / f"pakmud-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:20]}"  # noqa: S108


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    telling = [line for line in lines if "FATAL" in line or "ERROR" in line or "HINT" in line]
    return " ".join(telling or lines[-3:])


def _size_bytes(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):  # files come and go while the server works
                total += (Path(parent) / name).lstat().st_blocks * 512
    return total
