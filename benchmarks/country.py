"""The country that is measured: an embedded server of the benchmarks' own, filled once per scale and kept."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import geo.cluster.settings
import geo.migrations
import ingest.demo
from benchmarks.progress import say, step
from benchmarks.scales import Scale
from geo.cluster.embedded import DATABASE, SUPERUSER, EmbeddedServer
from geo.cluster.whole_database import conninfo
from geo.migrate import migrate
from ingest.demo_country import SEED, CountrySize, make_country

SERVER_OPTIONS = {"shared_buffers": "4GB"}
"""Room for all contenders' tables: they take turns, and none may push another's pages out. The rest is as shipped."""

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Offices:
    """The pinned service points that offer one procedure: arrays of equal length, ids ascending, degrees on WGS84.

    `schedule_ids` are 0 where nobody knows the hours.
    """

    ids: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    agency_ids: NDArray[np.int64]
    schedule_ids: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_]) -> "Offices":
        return Offices(self.ids[kept], self.lon[kept], self.lat[kept], self.agency_ids[kept], self.schedule_ids[kept])


@dataclass(frozen=True, slots=True)
class Country:
    """A running server with a filled database, settled: vacuumed, analysed, checkpointed."""

    server: EmbeddedServer
    size: CountrySize
    database: str = DATABASE
    _offices: dict[int, Offices] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url(self.database)

    def connect(self, *, superuser: bool = False) -> Connection:
        """A connection of psycopg's over the unix socket, in autocommit as searches are."""
        url = self.server.url(self.database, role=SUPERUSER) if superuser else self.url
        return psycopg.connect(conninfo(url), autocommit=True, options="-c timezone=Asia/Bangkok")

    def offices(self, procedure_id: int) -> Offices:
        """Read from the service points, not from what the search reads: the oracle trusts only the source."""
        if procedure_id not in self._offices:
            with self.connect() as connection:
                rows = connection.execute(
                    "SELECT s.id, ST_X(s.location), ST_Y(s.location), s.agency_id, "
                    "coalesce(o.own_schedule_id, s.effective_schedule_id, 0) FROM offering o "
                    "JOIN service_point s ON s.id = o.service_point_id "
                    "WHERE o.procedure_id = %s AND s.shown AND s.location IS NOT NULL ORDER BY s.id",
                    [procedure_id],
                ).fetchall()
            table = np.array(rows, dtype=np.float64).reshape(-1, 5)
            ids, agency_ids, schedule_ids = (table[:, column].astype(np.int64) for column in (0, 3, 4))
            self._offices[procedure_id] = Offices(ids, table[:, 1], table[:, 2], agency_ids, schedule_ids)
        return self._offices[procedure_id]

    def offered(self) -> dict[int, int]:
        """How many offer each procedure, by its id, the rarest first."""
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT procedure_id, count(*) FROM offering WHERE location IS NOT NULL GROUP BY 1 ORDER BY 2, 1"
            ).fetchall()
        return {int(str(procedure_id)): int(str(count)) for procedure_id, count in rows}

    def agencies_below(self, agency_id: int) -> list[int]:
        """The agency itself and all that belong to it, by their parents alone."""
        with self.connect() as connection:
            rows = connection.execute(
                "WITH RECURSIVE below AS (SELECT %s::integer AS id UNION "
                "SELECT a.id FROM agency a JOIN below b ON a.parent_id = b.id) SELECT id FROM below",
                [agency_id],
            ).fetchall()
        return [int(str(one)) for (one,) in rows]

    @contextmanager
    def copy(self) -> Iterator["Country"]:
        """A database of its own with the same content, for benchmarks that write; dropped afterwards."""
        name = f"{DATABASE}_writes"
        with psycopg.connect(conninfo(self.server.url("postgres", role=SUPERUSER)), autocommit=True) as administration:
            drop = SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(Identifier(name))
            administration.execute(drop)
            administration.execute(
                SQL("CREATE DATABASE {} TEMPLATE {} OWNER pakmud STRATEGY file_copy").format(
                    Identifier(name), Identifier(self.database)
                )
            )
            try:
                yield Country(self.server, self.size, name)
            finally:
                administration.execute(drop)


@contextmanager
def home_folder(home: Path | None) -> Iterator[Path]:
    """`home`, made where missing; without one a temporary folder that is removed at the end."""
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
        yield home
        return
    temporary = Path(tempfile.mkdtemp(prefix="pakmud-bench-"))
    temporary.chmod(0o755)  # the server works as an unprivileged user when root starts it
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def country_of(scale: Scale, home: Path) -> Iterator[Country]:
    """The country of `scale`, which stays in `home` for the next run; its server runs meanwhile."""
    with country_of_size(scale.country, home / scale.name) as country:
        yield country


@contextmanager
def country_of_size(size: CountrySize, folder: Path) -> Iterator[Country]:
    """A country made of other code or of other numbers than now is thrown away and made anew."""
    note = folder / "country.json"
    wanted = {"points": size.points, "procedures": size.procedures, "offerings": size.offerings, "code": _code_hash()}
    server = EmbeddedServer(folder, options=SERVER_OPTIONS)
    if folder.exists() and not (note.exists() and json.loads(note.read_text()) == wanted):
        say("The country that is there was made by other code: it is made anew")
        server.stop()
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    was_running = server.status().running
    try:
        url = server.start()
        country = Country(server, size)
        if not note.exists():
            _fill(country, url)
            note.write_text(json.dumps(wanted))
        yield country
    finally:
        if not was_running:
            server.stop()


def settle(country: Country) -> None:
    """Every contender begins with fresh statistics, a visibility map, and no writing going on in the background."""
    with country.connect(superuser=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def _fill(country: Country, url: str) -> None:
    size = country.size
    with step(f"Making a country of {size.points:,} service points and {size.offerings:,} offerings"):
        migrate(url)
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            make_country(
                connection, points=size.points, procedures=size.procedures, offerings=size.offerings, seed=SEED
            )
        engine.dispose()
        settle(country)


def _code_hash() -> str:
    """Of everything that decides what a country looks like."""
    folders = [Path(package.__path__[0]) for package in (geo.migrations, ingest.demo)]
    sources = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".sql", ".csv"})
    sources.append(Path(geo.cluster.settings.__file__))
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
