"""A Redis of the benchmarks' own: on a unix socket in a temporary folder, in memory only."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

from benchmarks.contender import Absent

PACKAGE = "redis-server"
_PATIENCE_S = 20.0


@contextmanager
def redis_server() -> Iterator[Path]:
    """The socket of an empty server, which ends with the block. Raises: Absent."""
    program = shutil.which("redis-server")
    if program is None:
        raise Absent(f"Redis is not installed; it is the Debian package {PACKAGE}.")
    folder = Path(tempfile.mkdtemp(prefix="pakmud-redis-"))
    socket = folder / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(socket)
        yield socket
    finally:
        server.terminate()
        server.wait(_PATIENCE_S)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(socket: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    client = redis.Redis(unix_socket_path=str(socket))
    while time.monotonic() < deadline:
        with suppress(redis.ConnectionError):
            client.ping()
            client.close()
            return
        time.sleep(0.02)
    raise Absent("Redis did not start.")
