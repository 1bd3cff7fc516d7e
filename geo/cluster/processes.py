"""Which processes of a cluster are alive, and what the dead ones left behind.

PostgreSQL itself trusts the number in `postmaster.pid`: after a reboot, or in a container where numbers are small,
that number often belongs to some other process of the same user, and the server then refuses to start. Here a process
counts only if it is a `postgres` at work in this very data folder.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from geo.cluster.settings import PORT

_PROC = Path("/proc")
_PATIENCE_S = 10.0


def postmaster_pid(data: Path) -> int | None:
    """The running server's process, or None when there is none."""
    pid = _recorded_pid(data)
    if pid is None:
        return None
    if not _PROC.is_dir():  # macOS: only the number can be had
        return pid if _exists(pid) else None
    return pid if _works_in(pid, data) else None


def clear_remains(data: Path, socket_directory: Path) -> None:
    """After a crash: end what outlived the server, then remove its lock files. To be called only when no server runs.

    A process that was busy when the server died may still write to the data; nothing may start beside it.
    """
    if not _PROC.is_dir():
        return
    for sign in (signal.SIGQUIT, signal.SIGKILL):
        orphans = _processes_in(data)
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
        deadline = time.monotonic() + _PATIENCE_S
        while orphans and _processes_in(data) and time.monotonic() < deadline:
            time.sleep(0.05)
    socket = f".s.PGSQL.{PORT}"
    for path in (data / "postmaster.pid", socket_directory / socket, socket_directory / f"{socket}.lock"):
        path.unlink(missing_ok=True)


def _recorded_pid(data: Path) -> int | None:
    try:
        first_line = (data / "postmaster.pid").read_text().partition("\n")[0]
    except FileNotFoundError:
        return None
    # negative: a server in single-user mode. Anything else unreadable was half written at a crash.
    return abs(int(first_line)) if first_line.strip().lstrip("-").isdigit() else None


def _processes_in(data: Path) -> list[int]:
    return [pid for entry in _PROC.iterdir() if entry.name.isdigit() and _works_in(pid := int(entry.name), data)]


def _works_in(pid: int, data: Path) -> bool:
    process = _PROC / str(pid)
    try:
        folder = (process / "cwd").readlink()
        # " (deleted)" follows the name when the program was upgraded under the running server
        program = (process / "exe").readlink().name.removesuffix(" (deleted)")
    except OSError:  # gone, a zombie, or another user's
        return False
    return folder == data and program == "postgres"


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
