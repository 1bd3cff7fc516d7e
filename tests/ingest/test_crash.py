"""Everything killed in the middle of an ingest: afterwards the data are as before it, and ingesting again succeeds."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from geo.cluster.embedded import EmbeddedServer
from geo.migrate import migrate
from ingest.load import load_rows

PAKMUD = str(Path(sys.executable).with_name("pakmud"))
POINTS = 60_000


@pytest.fixture
def home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="pakmud-crash-"))
    home.chmod(0o755)
    yield home
    EmbeddedServer(home).stop()
    shutil.rmtree(home, ignore_errors=True)


def count_points(url: str) -> int:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        count: int = connection.execute(text("SELECT count(*) FROM service_point")).scalar_one()
        return count


def write_points(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["code", "agency_code", "name_th", "lat", "lon"])
        writer.writerows([f"P{n}", "A1", f"จุดบริการ {n}", 13 + n % 700 / 100, 99 + n % 500 / 100] for n in range(POINTS))


def processes_of(server: EmbeddedServer) -> list[int]:
    """The server and all its children; each works in the data folder."""
    data = str(server.status().data_directory)
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == data:
                found.append(int(process.name))
        except OSError:  # gone, or not ours to look at
            continue
    return found


def wait_until_half_written(ingest: subprocess.Popen[bytes], url: str) -> None:
    """Until the load has rows in the making that nobody else sees."""
    engine = create_engine(url, poolclass=NullPool)
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND application_name = 'pakmud'")
    deadline = time.monotonic() + 60
    with engine.connect() as connection:
        while not connection.execute(asked).scalar_one():
            connection.rollback()
            assert ingest.poll() is None, "the load ended before it could be killed"
            assert time.monotonic() < deadline, "the load never began to write"
            time.sleep(0.01)  # nothing announces it


def test_a_load_killed_with_its_database_leaves_the_data_as_they_were(home: Path, tmp_path: Path) -> None:
    server = EmbeddedServer(home)
    url = server.start()
    migrate(url)
    with create_engine(url, poolclass=NullPool).begin() as connection:
        load_rows(connection, "agencies", [{"code": "A1", "level": "ministry", "name_th": "กระทรวง"}])
        load_rows(connection, "service-points", [{"code": "before", "agency_code": "A1", "name_th": "เดิม"}])
    file = tmp_path / "points.csv"
    write_points(file)
    command = [PAKMUD, "ingest", "service-points", str(file)]
    environment = {**os.environ, "PAKMUD_HOME": str(home)}
    environment.pop("PAKMUD_DATABASE_URL", None)

    ingest = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until_half_written(ingest, url)
    for pid in [ingest.pid, *processes_of(server)]:
        os.kill(pid, signal.SIGKILL)
    ingest.wait(timeout=30)

    assert EmbeddedServer(home).start() == url
    assert count_points(url) == 1
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert count_points(url) == POINTS + 1
