"""`pakmud serve` as a program: it says where it is, answers, and ends when told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.api.small_country import ID_CARD, ISLAND_OFFICE, SICHANG

PROGRAM = [sys.executable, "-c", "from api.terminal.main import main; main()", "serve"]


@contextmanager
def running(database_url: str, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the line it announces itself with; killed when it is still there afterwards."""
    process = subprocess.Popen(
        [*PROGRAM, *options],
        env=os.environ | {"PAKMUD_DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_announced_answering_and_stopped(small_country: str, workers: str) -> None:
    with running(small_country, "--port", "0", "--workers", workers) as (process, line):
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        assert any("ก" <= letter <= "๛" for letter in line)
        # at once: whoever reads the line may come before the workers are up
        query = {"procedure": ID_CARD, "lat": str(SICHANG.lat), "lon": str(SICHANG.lon)}
        answer = httpx.get(found[0] + "v1/nearest", params=query, timeout=60)
        assert answer.json()["results"][0]["service_point"]["code"] == ISLAND_OFFICE
        assert "server" not in answer.headers
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Traceback" not in err
        assert str(SICHANG.lat) not in out + err  # where somebody is belongs in no log


def test_a_port_in_use(small_country: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*PROGRAM, "--port", str(port)],
            env=os.environ | {"PAKMUD_DATABASE_URL": small_country, "PAKMUD_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use. Choose another with --host and --port.\n"
    )
