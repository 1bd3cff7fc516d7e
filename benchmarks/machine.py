"""On what a benchmark ran: processor, memory, versions. No names of hosts, users or folders."""

import os
import platform
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.country import Country

_LIBRARIES = (
    "psycopg",
    "sqlalchemy",
    "numpy",
    "scipy",
    "rtree",
    "redis",
    "hiredis",
    "duckdb",
    "pyproj",
    "uvicorn",
    "granian",
)
_SETTINGS = ("shared_buffers", "work_mem", "jit", "random_page_cost", "plan_cache_mode")

Machine = dict[str, str | int | float]


def machine_record(country: Country | None) -> Machine:
    """Names and values; PostgreSQL's are asked of the running server, other programs' of themselves."""
    record: Machine = {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": _system(),
        "python": platform.python_version(),
    }
    if country is not None:
        record |= _database(country)
    record |= {name: found for name in _LIBRARIES if (found := _library(name))}
    return record | {name: found for name in ("redis-server", "wrk") if (found := _program(name))}


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if sys.platform == "linux" else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _database(country: Country) -> Machine:
    with country.connect() as connection:
        postgis = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'postgis'").fetchone()
        settings = {name: connection.execute(f"SHOW {name}").fetchone() for name in _SETTINGS}
        postgresql = connection.info.parameter_status("server_version") or ""
    record: Machine = {"postgresql": postgresql.split(" ")[0], "postgis": str(postgis[0]) if postgis else ""}
    return record | {f"postgresql_{name}": str(value[0]) for name, value in settings.items() if value}


def _library(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _program(name: str) -> str | None:
    """The version that a program tells of itself; None where it is not installed."""
    path = shutil.which(name)
    if path is None:
        return None
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", told)
    return found[0] if found else None
