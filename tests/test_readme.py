"""The README is true: its commands run, its settings are the settings, its links lead somewhere."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from geo.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAKMUD = str(Path(sys.executable).with_name("pakmud"))

COMMANDS = [
    line.split(" # ")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    """The environment of somebody who follows the README, with a home of their own."""
    home = Path(tempfile.mkdtemp(prefix="pakmud-readme-"))
    home.chmod(0o755)
    ours = ("PAKMUD_", "PYTHON")  # nor is anybody's Python told to forget what it compiled
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    # whose vectors of all names would take longer than everything else here
    environment |= {"PAKMUD_HOME": str(home), "PAKMUD_EMBEDDING": "off"}
    yield environment
    subprocess.run([PAKMUD, "db", "down"], env=environment, check=False, capture_output=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.timeout(1_800)  # a country is made
def test_the_commands_run_in_the_order_they_stand(surroundings: dict[str, str], tmp_path: Path) -> None:
    made_files = False
    (tmp_path / "places.csv").write_text("id,lat,lon\nhome,13.1499,100.8066\nwork,13.7563,100.5018\n")
    assert len(COMMANDS) > 15
    for command in COMMANDS:
        program, *words = shlex.split(command)
        if program == "make":
            assert f"make {words[0]} " in subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
        elif program == "curl":
            _ask_a_server(words[0], surroundings)
        elif words[0] == "serve":
            _ask_a_server("http://127.0.0.1:8000/v1/health", surroundings, *words[1:])
        else:
            if words[0] == "ingest" and not made_files:
                _make_files(surroundings, tmp_path)
                made_files = True
            # four provinces show as much as all, in a tenth of the time
            _run([*words, "--scale", "small"] if words == ["demo"] else words, surroundings, tmp_path)


def _run(words: list[str], environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        [PAKMUD, *words], env=environment, cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )
    good = (0, 1) if words[0] == "audit" else (0,)  # 1: something was found, as in every country
    assert done.returncode in good, f"pakmud {shlex.join(words)}\n{done.stdout}\n{done.stderr}"


def _make_files(environment: dict[str, str], folder: Path) -> None:
    """The files that the README's reader has and we have not: the demo country's."""
    for kind, name in [
        ("agencies", "agencies.csv"),
        ("service-points", "offices.xlsx"),
        ("procedures", "procedures.jsonl"),
        ("offerings", "offerings.csv"),
    ]:
        _run(["export", kind, name], environment, folder)
    (folder / "districts.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "2008"}, "geometry": '
        '{"type": "Polygon", "coordinates": [[[100.7, 13.1], [100.9, 13.1], [100.9, 13.2], [100.7, 13.1]]]}}]}'
    )
    subprocess.run(["gzip", "districts.geojson"], cwd=folder, check=True)


def _ask_a_server(url: str, environment: dict[str, str], *options: str) -> None:
    """Serve on a free port instead of 8000, ask for `url` there, and stop."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.replace("8000", str(port)) for word in options] or ["--port", str(port)]
    server = subprocess.Popen([PAKMUD, "serve", *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        answer = _answer(url.replace("8000", str(port)), server)
        assert answer.status_code == 200, answer.text
        if "nearest" in url:
            assert len(answer.json()["results"]) == 3
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answer(url: str, server: subprocess.Popen[bytes]) -> httpx.Response:
    deadline = time.monotonic() + 60
    while True:
        try:
            return httpx.get(url, timeout=10)
        except httpx.TransportError:
            assert server.poll() is None, "the server stopped"
            assert time.monotonic() < deadline, "the server never answered"
            time.sleep(0.1)  # nothing tells from outside when it listens


def test_the_table_of_settings_is_the_settings() -> None:
    rows = dict(re.findall(r"^\| `PAKMUD_(\w+)` \| [^|]+ \| (.+) \|$", README, re.MULTILINE))
    assert rows == {name.upper(): field.description for name, field in Settings.model_fields.items()}


@pytest.mark.parametrize(
    "document", [path.relative_to(ROOT) for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]]
)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / document).parent / target).exists(), target
