import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from geo.cluster.backup import BackupFailed, RestoreFailed, backup, restore
from geo.cluster.embedded import SUPERUSER, EmbeddedServer
from geo.cluster.whole_database import conninfo
from geo.migrate import migrate
from tests.geo.cluster.test_embedded import QUICK, ask, make_home


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """A server of its own: a restore puts away the very database that other tests copy."""
    home = make_home()
    server = EmbeddedServer(home, options=QUICK)
    migrate(server.start())
    ask(server, "INSERT INTO agency (code, level, name_th) VALUES ('0000000000001', 'ministry', 'กระทรวงมหาดไทย')")
    yield server
    server.stop()
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def saved(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "ทุกอย่าง.backup"
    assert backup(server, file) == file.stat().st_size
    return file


def databases(server: EmbeddedServer) -> set[str]:
    with psycopg.connect(conninfo(server.url())) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}


def test_what_was_saved_comes_back_and_what_came_later_goes(server: EmbeddedServer, saved: Path) -> None:
    ask(server, "UPDATE agency SET name_th = 'changed'")
    ask(server, "INSERT INTO agency (code, level, name_th) VALUES ('0000000000002', 'ministry', 'later')")

    restore(server, saved, prepare=migrate)

    assert ask(server, "SELECT string_agg(name_th, ',') FROM agency") == "กระทรวงมหาดไทย"
    assert ask(server, "SELECT count(*) FROM area WHERE level = 'province'") == 77
    assert ask(server, "SELECT tgenabled FROM pg_trigger WHERE tgname = 'service_point_tells_its_offerings'") == "O"
    assert databases(server) == {"postgres", "pakmud"}


def test_indexes_are_built_from_the_first_row_whatever_the_server_likes(server: EmbeddedServer, tmp_path: Path) -> None:
    """The index of this table cannot be built otherwise."""
    file = tmp_path / "picky.backup"
    ask(
        server,
        "CREATE FUNCTION in_order(id integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN "
        "ASSERT current_setting('synchronize_seqscans') = 'off' OR current_query() NOT ILIKE '%INDEX%'; "
        "RETURN id; END $$; "
        "CREATE TABLE picky AS SELECT 1 AS id; CREATE INDEX picky_id ON picky (in_order(id))",
    )
    backup(server, file)
    administration = conninfo(server.url("postgres", role=SUPERUSER))
    with psycopg.connect(administration, autocommit=True) as connection:
        connection.execute("ALTER ROLE pakmud SET synchronize_seqscans = on")
        try:
            assert ask(server, "SHOW synchronize_seqscans") == "on"
            restore(server, file)
        finally:
            connection.execute("ALTER ROLE pakmud RESET synchronize_seqscans")
    assert ask(server, "SELECT count(*) FROM pg_indexes WHERE indexname = 'picky_id'") == 1
    ask(server, "DROP TABLE picky; DROP FUNCTION in_order")


def test_a_database_in_use_is_replaced(server: EmbeddedServer, saved: Path) -> None:
    with psycopg.connect(conninfo(server.url())) as connection:
        connection.execute("SELECT 1")
        restore(server, saved)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    assert ask(server, "SELECT count(*) FROM agency") == 1


def test_a_url_serves_as_well_as_the_server(server: EmbeddedServer, tmp_path: Path) -> None:
    url = server.url(role="postgres")

    backup(url, tmp_path / "file")
    restore(url, tmp_path / "file")

    assert ask(server, "SELECT count(*) FROM agency", role="postgres") == 1


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda whole: b"code,name\n1,somewhere\n", "is not a backup"),
        (lambda whole: b"", "is not a backup"),
        (lambda whole: whole[:100], "is not a backup"),
        (lambda whole: whole[: len(whole) * 2 // 3], "could not be restored"),
    ],
    ids=["another kind of file", "empty", "cut in the contents", "cut in the data"],
)
def test_a_broken_file_changes_nothing(
    server: EmbeddedServer, saved: Path, tmp_path: Path, damage: object, reason: str
) -> None:
    broken = tmp_path / "broken"
    assert callable(damage)
    broken.write_bytes(damage(saved.read_bytes()))
    before = ask(server, "SELECT oid::int FROM pg_database WHERE datname = 'pakmud'", role="postgres")

    with pytest.raises(RestoreFailed, match=reason):
        restore(server, broken)

    assert ask(server, "SELECT oid::int FROM pg_database WHERE datname = 'pakmud'", role="postgres") == before
    assert databases(server) == {"postgres", "pakmud"}


def test_a_failing_migration_changes_nothing(server: EmbeddedServer, saved: Path) -> None:
    def fail(url: str) -> None:
        raise RuntimeError(url)

    with pytest.raises(RuntimeError, match="pakmud_restoring"):
        restore(server, saved, prepare=fail)

    assert databases(server) == {"postgres", "pakmud"}


def test_a_file_that_is_not_there_is_named(server: EmbeddedServer, tmp_path: Path) -> None:
    with pytest.raises(RestoreFailed, match=r"There is no file .*nothing"):
        restore(server, tmp_path / "nothing")


def test_a_backup_that_fails_leaves_the_one_before(server: EmbeddedServer, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("from before")

    with pytest.raises(BackupFailed, match="does not exist"):
        backup(server.url("no_such_database"), file)

    assert file.read_text() == "from before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_backup_into_a_folder_that_is_not_there_says_so(server: EmbeddedServer, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="No such file or directory"):
        backup(server, tmp_path / "nowhere" / "file")
