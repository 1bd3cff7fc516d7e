"""DuckDB with its spatial extension: an analytical engine that has no nearest-neighbour index, but scans fast."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contender import Absent
from benchmarks.country import Country
from benchmarks.earth import geocentric_of
from benchmarks.question import Found, Question

_OFFERINGS = """
COPY (
    SELECT o.procedure_id, s.id, ST_X(s.location), ST_Y(s.location),
        ST_X(o.location), ST_Y(o.location), ST_Z(o.location)
    FROM offering o JOIN service_point s ON s.id = o.service_point_id
    WHERE o.location IS NOT NULL ORDER BY o.procedure_id, o.id
) TO STDOUT (FORMAT csv)
"""


class DuckdbScan:
    """Its R-tree answers "what lies in this box" for constants only, so a scan of the procedure's rows it is."""

    name = "duckdb"
    about = (
        "in process: one table sorted by procedure, a scan in the order of chords (its R-tree knows no nearest), then "
        "ST_Distance_Spheroid"
    )

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        try:
            import duckdb
            import duckdb_extension_spatial  # type: ignore[import-untyped]
        except ImportError as error:
            raise Absent("DuckDB or its spatial extension is not installed (PyPI has both).") from error
        self._connection = duckdb.connect()
        [folder] = duckdb_extension_spatial.__path__
        extension = Path(folder) / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
        if not extension.exists():
            raise Absent(f"The spatial extension on PyPI is not for DuckDB {duckdb.__version__}.")
        self._connection.execute(f"LOAD '{extension}'")
        self._load(country)

    def _load(self, country: Country) -> None:
        """All offerings: which rows a scan may skip depends on what else is there."""
        with country.connect() as connection, tempfile.NamedTemporaryFile(suffix=".csv") as file:
            with connection.cursor().copy(_OFFERINGS) as copy:
                for piece in copy:
                    file.write(piece)
            file.flush()
            columns = "{procedure_id: INTEGER, id: INTEGER, lon: DOUBLE, lat: DOUBLE, x: DOUBLE, y: DOUBLE, z: DOUBLE}"
            read = f"read_csv('{file.name}', header = false, columns = {columns})"
            self._connection.execute(f"CREATE TABLE offers AS SELECT * FROM {read}")  # noqa: S608 - our own file

    def answer(self, question: Question) -> Found:
        x, y, z = geocentric_of(question.origin)
        lon, lat = question.origin.lon, question.origin.lat
        rows = self._connection.execute(
            "SELECT id, ST_Distance_Spheroid(ST_Point2D(lat, lon), ST_Point2D($lat, $lon)) AS distance_m FROM ("
            "  SELECT id, lon, lat FROM offers WHERE procedure_id = $procedure"
            "  ORDER BY (x - $x) ** 2 + (y - $y) ** 2 + (z - $z) ** 2 LIMIT $spare"
            ") ORDER BY distance_m, id LIMIT $limit",
            {
                "procedure": question.procedure_id,
                "x": x,
                "y": y,
                "z": z,
                "lon": lon,
                "lat": lat,
                "limit": question.limit,
                "spare": question.limit + 8,
            },
        ).fetchall()
        return [(identity, round(distance_m * 1000)) for identity, distance_m in rows]

    def close(self) -> None:
        if hasattr(self, "_connection"):
            self._connection.close()
