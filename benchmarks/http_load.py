"""Servers to be asked and programs that ask them: uvicorn, granian, wrk, pgbench."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.contender import Absent

CONNECTIONS = 16
_PREPARING_S = 2
"""Pgbench's first seconds, which do not count."""

_PATIENCE_S = 60.0
_WHILE_S = 0.5
_RESTING = 0.05
"""The share of a core that a server at rest uses at most."""

_EACH_SECOND = re.compile(r"^progress: .*?, ([0-9.]+) tps", re.MULTILINE)

_WRK = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local place = 0
request = function()
    place = place %% #paths + 1
    return wrk.format("GET", paths[place])
end
done = function(summary, latency)
    local errors = summary.errors
    io.write(string.format('JSON{"requests":%%d,"duration_us":%%d,"p50_us":%%d,"p99_us":%%d,"failed":%%d}\\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of a load program came to; latencies are None where the program does not tell."""

    per_second: float
    p50_us: float | None
    p99_us: float | None
    failed: int


@contextmanager
def server(
    factory: str, environment: Mapping[str, str], *, workers: int = 1, program: str = "uvicorn"
) -> Iterator[str]:
    """Address of a server of `benchmarks.http_apps`' application, which ends with the block. Raises: Absent.

    It has done what it does when it starts: reading all manuals takes seconds, which would be on the clock.
    """
    port = _free_port()
    app, module = f"benchmarks.http_apps:{factory}", "benchmarks.http_server"
    arguments = ["--port", str(port), "--workers", str(workers)]
    if program == "granian":
        module = program
        arguments += ["--factory", "--host", "127.0.0.1", "--interface", "asgi", "--no-log"]
    command = [sys.executable, "-m", module, app, *arguments]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        _settle(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE_S)


def run_wrk(address: str, paths: Sequence[str], *, seconds: int) -> Load:
    """Asks for the paths in turn, over as many connections as `CONNECTIONS`. Raises: Absent."""
    program = shutil.which("wrk")
    if program is None:
        raise Absent("wrk is not installed; it is the Debian package wrk.")
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "ask.lua")
        listed.write_text("\n".join(paths), encoding="utf-8")
        script.write_text(_WRK % listed, encoding="utf-8")
        options = ["-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "-s", str(script)]
        done = subprocess.run([program, *options, address], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.partition("JSON")[2])
    return Load(
        per_second=round(told["requests"] / (told["duration_us"] / 1e6), 1),
        p50_us=told["p50_us"],
        p99_us=told["p99_us"],
        failed=told["failed"],
    )


def run_pgbench(program: Path, conninfo: str, scripts: Sequence[str], *, seconds: int) -> Load:
    """Runs the scripts in random order as prepared statements, over `CONNECTIONS` connections.

    Each connection prepares each script when it first comes to it: the seconds of that do not count, nor does the last
    one, which pgbench does not always tell of.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.sql") for number in range(len(scripts))]
        for path, script in zip(files, scripts, strict=True):
            path.write_text(script, encoding="utf-8")
        running_s = _PREPARING_S + seconds + 1
        options = ["-M", "prepared", "-n", "-c", str(CONNECTIONS), "-j", "1", "-T", str(running_s), "-P", "1"]
        named = [f"--file={path}" for path in files]
        done = subprocess.run([program, *options, *named, conninfo], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    each_second = [float(one) for one in _EACH_SECOND.findall(done.stderr)]
    failed = next((line for line in done.stdout.splitlines() if "failed transactions" in line), ": 0 ")
    return Load(
        per_second=round(mean(each_second[_PREPARING_S : _PREPARING_S + seconds]), 1),
        p50_us=None,
        p99_us=None,
        failed=int(failed.partition(":")[2].split()[0]),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise Absent("its server did not start")


def _settle(process: "subprocess.Popen[bytes]") -> None:
    """Waits until the processes have used next to nothing for a while."""
    deadline = time.monotonic() + _PATIENCE_S
    used, before = _used_s(process.pid), 0.0
    while time.monotonic() < deadline and used - before > _RESTING * _WHILE_S:
        time.sleep(_WHILE_S)
        used, before = _used_s(process.pid), used


def _used_s(pid: int) -> float:
    """Seconds of a core that a process and those it has begun have used so far."""
    with suppress(OSError):
        times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
        begun = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(_used_s(int(one)) for one in begun)
    return 0.0
