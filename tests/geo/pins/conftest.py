"""Two neighbouring provinces as squares, and the real outlines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from ingest.load import KINDS, load_file


def outline(session: Session, code: str, *, w: float, e: float, s: float = 13.0, n: float = 13.1) -> None:
    session.execute(
        text("UPDATE area SET boundary = ST_Multi(ST_MakeEnvelope(:w, :s, :e, :n, 4326)) WHERE code = :code"),
        {"code": code, "w": w, "s": s, "e": e, "n": n},
    )


@pytest.fixture
def squares(session: Session) -> Session:
    """200701 and 200702 of one district, 200801 of another, 210101 of another province: from west to east."""
    for number, code in enumerate(("200701", "200702", "200801", "210101")):
        outline(session, code, w=101 + number / 10, e=101 + (number + 1) / 10)
    return session


@pytest.fixture(scope="session")
def outlined(make_database: Callable[[], str], shared_data: Path) -> Iterator[Session]:
    """A database with the fine outlines of all subdistricts."""
    engine = create_engine(make_database(), poolclass=NullPool)
    load_file(engine, KINDS["boundaries"], shared_data / "boundaries" / "th_adm3_l2.geojson.gz")
    with Session(engine) as session:
        session.execute(text("ANALYZE area"))
        yield session
    engine.dispose()
