import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from geo.cluster import programs
from geo.cluster.embedded import ClusterIncompatible, EmbeddedServer
from geo.cluster.owner import HomeUnusable
from geo.cluster.processes import postmaster_pid
from geo.cluster.programs import ProgramsMissing
from geo.cluster.whole_database import conninfo

QUICK = {"fsync": "off", "shared_buffers": "32MB"}


def make_home() -> Path:
    """Not `tmp_path`: that is closed to the unprivileged user who runs the server when root runs the tests."""
    home = Path(tempfile.mkdtemp(prefix="pakmud-test-"))
    home.chmod(0o755)
    return home


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    home = make_home()
    server = EmbeddedServer(home, options=QUICK)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(home)


@pytest.fixture
def home() -> Iterator[Path]:
    home = make_home()
    yield home
    EmbeddedServer(home).stop()
    shutil.rmtree(home)


def ask(server: EmbeddedServer, question: str, *, role: str = "pakmud") -> object:
    with psycopg.connect(conninfo(server.url(role=role)), autocommit=True) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def processes(server: EmbeddedServer) -> dict[int, int]:
    """The server's processes and the user each runs as."""
    pid = server.status().pid
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,uid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return {process: uid for process, parent, uid in rows if pid in (process, parent)}


def test_starting_twice_is_starting_once(server: EmbeddedServer) -> None:
    pid = server.status().pid

    assert server.start() == server.start() == server.url()
    assert server.status().pid == pid is not None


def test_the_cluster_guards_its_data_and_knows_thai_letters(server: EmbeddedServer) -> None:
    assert ask(server, "SHOW data_checksums") == "on"
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT datctype FROM pg_database WHERE datname = 'pakmud'") not in ("C", "POSIX")
    similarity = ask(server, "SELECT similarity('ทำบัตรประชาชน', 'บัตรประชาชน')")
    assert isinstance(similarity, float)
    assert similarity > 0.5


def test_it_listens_on_a_socket_closed_to_others_only(server: EmbeddedServer) -> None:
    assert ask(server, "SHOW listen_addresses") == ""
    assert server.socket_directory.stat().st_mode & 0o777 == 0o700


def test_it_never_runs_as_root(server: EmbeddedServer) -> None:
    users = processes(server)

    assert len(users) > 1
    assert 0 not in users.values()


def test_the_application_is_no_superuser_but_owns_its_database(server: EmbeddedServer) -> None:
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    ask(server, "CREATE TABLE mine (id int)")
    ask(server, "DROP TABLE mine")


def test_asked_for_settings_win(server: EmbeddedServer) -> None:
    assert ask(server, "SHOW shared_buffers") == "32MB"
    assert ask(server, "SHOW jit") == "off"
    assert ask(server, "SHOW synchronize_seqscans") == "off"


def test_status_tells_size_and_place(server: EmbeddedServer) -> None:
    status = server.status()

    assert status.running
    assert status.version is not None
    assert status.version.startswith(str(server.program("initdb").parent.parent.name))
    assert status.size_bytes > 1_000_000
    assert status.data_directory is not None
    assert status.data_directory.is_dir()


def test_two_processes_may_start_it_at_once(home: Path) -> None:
    code = (
        "import sys, pathlib; from geo.cluster.embedded import EmbeddedServer;"
        "print(EmbeddedServer(pathlib.Path(sys.argv[1])).start())"
    )

    def start(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", code, home], capture_output=True, text=True, check=False)

    with ThreadPoolExecutor() as pool:
        done = list(pool.map(start, range(3)))

    assert [one.returncode for one in done] == [0, 0, 0], done
    assert {one.stdout.strip() for one in done} == {EmbeddedServer(home).url()}


def test_nothing_is_lost_when_everything_is_killed(home: Path) -> None:
    server = EmbeddedServer(home)  # with fsync: this is about what is on disk
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    for pid in processes(server):
        os.kill(pid, signal.SIGKILL)
    wait_until_gone(server)

    server.start()

    assert ask(server, "SELECT count(*) FROM kept") == 1000


def test_it_starts_beside_what_outlived_a_killed_server_and_a_number_used_again(home: Path) -> None:
    server = EmbeddedServer(home, options=QUICK)
    server.start()
    data = server.status().data_directory
    pid = server.status().pid
    assert data is not None
    assert pid is not None
    busy = subprocess.Popen(
        [server.program("psql"), conninfo(server.url()), "-qc", "SELECT sum(sqrt(i)) FROM generate_series(1, 1e10) i"],
        stderr=subprocess.DEVNULL,
    )
    while not ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1e10) i' AND state = 'active'"):
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    # The number in the lock files now belongs to another process of the same user, as after a reboot.
    owner = data.stat().st_uid
    other = subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None)
    wait_until_gone(server)
    lock = data / "postmaster.pid"
    lock.write_text(lock.read_text().replace(str(pid), str(other.pid), 1))

    server.start()

    assert ask(server, "SELECT 1") == 1
    assert busy.wait(10) != 0
    other.kill()
    other.wait()


def test_a_cluster_half_made_is_made_again(home: Path) -> None:
    major = programs.find_installation().major
    unfinished = home / "postgres" / f"{major}.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text(f"{major}\n")
    server = EmbeddedServer(home, options=QUICK)

    server.start()

    assert ask(server, "SELECT 1") == 1
    assert not unfinished.exists()


def test_a_home_with_a_long_name_gets_a_short_socket(home: Path) -> None:
    server = EmbeddedServer(home / ("บ้าน" * 12) / ("h" * 60), options=QUICK)

    server.start()

    assert ask(server, "SELECT 1") == 1
    assert len(str(server.socket_directory)) < 80
    server.stop()
    shutil.rmtree(server.socket_directory)


def test_a_short_socket_folder_that_somebody_else_made_is_not_used(home: Path) -> None:
    server = EmbeddedServer(home / ("h" * 100), options=QUICK)
    server.socket_directory.symlink_to(home)
    try:
        with pytest.raises(HomeUnusable, match="symbolic link"):
            server.start()
    finally:
        server.socket_directory.unlink()


def test_missing_programs_are_named_with_the_packages(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PLACES", ())
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ProgramsMissing, match=r"not installed on this machine.*apt-get install postgresql"):
        EmbeddedServer(home).start()


def test_missing_extensions_are_named_with_the_packages(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "EXTENSIONS", ("postgis", "no_such_extension"))

    with pytest.raises(ProgramsMissing, match=r"without the extensions no_such_extension.*postgresql-\d+-postgis-3"):
        EmbeddedServer(home).start()


def test_data_of_a_version_that_is_not_installed_is_not_touched(home: Path) -> None:
    data = home / "postgres" / "14"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)

    with pytest.raises(ClusterIncompatible, match="made by PostgreSQL 14"):
        EmbeddedServer(home).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_home_that_the_servers_user_may_not_enter_is_named(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(HomeUnusable, match=f"may not enter {closed}\\."):
        EmbeddedServer(closed / "home").start()


def wait_until_gone(server: EmbeddedServer) -> None:
    data = server.status().data_directory
    assert data is not None
    deadline = time.monotonic() + 10
    while postmaster_pid(data) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
