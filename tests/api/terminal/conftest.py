"""Commands as the console runs them: the real entry point, with its arguments, streams and exit code."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from api.terminal.main import main
from tests.api.listed_procedures import load_listed_procedures
from tests.api.registry_offices import load_registry_offices
from tests.api.small_country import load_small_country

Pakmud = Callable[..., "Done"]

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def registry_country(make_database: Callable[[], str]) -> str:
    """URL of a database with the small country and the offices and procedures that are for an area only."""
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_small_country(session)
        load_registry_offices(session)
        load_listed_procedures(session)
        session.commit()
    return url


@pytest.fixture
def pakmud(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pakmud:
    """Runs `pakmud` with these words; settings are given by name and are nobody else's.

    Without a `database_url` there is no database: the one of whoever runs the tests is left alone.
    """

    def run(*words: str, **settings: str) -> Done:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("COLUMNS", "160")
        monkeypatch.setenv("PAKMUD_DATABASE_URL", NOWHERE)
        monkeypatch.setattr("sys.argv", ["pakmud", *words])
        for name, value in settings.items():
            monkeypatch.setenv(f"PAKMUD_{name.upper()}", value)
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        streams = capsys.readouterr()
        return Done(code, streams.out, streams.err)

    return run
