"""The commands as they are typed: what they print, what they write, and their exit codes."""

from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from typer.testing import CliRunner, Result

from api.terminal import export, ingest
from tests.ingest.written_files import AGENCY, point, prepared_engine, stored, write_csv


@pytest.fixture
def database(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with an agency, which the commands find in their settings."""
    monkeypatch.setenv("PAKMUD_DATABASE_URL", fresh_database)
    monkeypatch.setenv("PAKMUD_LANGUAGE", "en")
    prepared_engine(fresh_database).dispose()
    return fresh_database


def pakmud_ingest(*arguments: object) -> Result:
    return CliRunner().invoke(ingest.app, [str(argument) for argument in arguments])


def pakmud_export(*arguments: object) -> Result:
    return CliRunner().invoke(export.app, [str(argument) for argument in arguments])


def test_all_good_is_0(database: str, tmp_path: Path) -> None:
    result = pakmud_ingest("service-points", write_csv(tmp_path / "points.csv", [point(fax="1")]))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "points.csv: 1 accepted (1 added, 0 changed, 0 unchanged), 0 refused.",
        "  Note: The column 'fax' is not known and was not loaded.",
    ]


def test_some_refused_is_1_and_the_good_rows_are_loaded(database: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "points.csv", [point(email="ok@example.go.th"), point(code="2", email="[bold]")])
    result = pakmud_ingest("service-points", path, "--rejects", tmp_path / "rejects.csv")
    assert result.exit_code == 1
    assert "  Refused, row 3: email is '[bold]', which is not an address" in result.stdout
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8").splitlines()[1].startswith("points.csv,3,email,")
    with create_engine(database).connect() as connection:
        assert stored(connection, "SELECT email FROM service_point") == [("ok@example.go.th",)]


def test_a_file_that_cannot_be_loaded_is_2_and_the_others_are(database: str, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", [point()])
    result = pakmud_ingest("service-points", tmp_path / "gone.csv", good)
    assert result.exit_code == 2
    assert "gone.csv cannot be read: No such file or directory." in result.output
    assert "good.csv: 1 accepted" in result.output


def test_a_dry_run_says_so(database: str, tmp_path: Path) -> None:
    result = pakmud_ingest("service-points", "--dry-run", write_csv(tmp_path / "points.csv", [point()]))
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "This was a dry run: nothing was stored.")


def test_export_says_how_many_rows(database: str, tmp_path: Path) -> None:
    result = pakmud_export("agencies", tmp_path / "agencies.csv")
    assert (result.exit_code, result.stdout) == (0, "agencies.csv: 1 rows.\n")
    assert (tmp_path / "agencies.csv").read_text(encoding="utf-8").splitlines() == [
        "code,parent_code,level,name_th,name_en,type,subtype,category,areas_served",
        f"{AGENCY},,ministry,กระทรวงมหาดไทย,,,,,",
    ]
    assert pakmud_export("agencies", tmp_path / "agencies.doc").exit_code == 2


def test_a_database_without_a_schema_names_the_remedy(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with create_engine(database).begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    result = pakmud_ingest("agencies", write_csv(tmp_path / "agencies.csv", [{"code": "1"}]))
    assert (result.exit_code, "Run: pakmud db up" in result.output) == (2, True)


def test_a_server_that_is_not_there_is_a_sentence(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere: URL = make_url(database).set(query={"host": str(tmp_path)})
    monkeypatch.setenv("PAKMUD_DATABASE_URL", nowhere.render_as_string(hide_password=False))
    result = pakmud_ingest("agencies", write_csv(tmp_path / "agencies.csv", [{"code": "1"}]))
    assert (result.exit_code, "The database cannot be reached." in result.output) == (2, True)
