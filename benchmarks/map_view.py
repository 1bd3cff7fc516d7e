"""What a map shows, from the whole country down to a street: Pakmud's grid beside what one would write first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks.country import Connection, Country, country_of
from benchmarks.machine import machine_record
from benchmarks.map_views import ZOOMS, MapOracle, View, sample_views
from benchmarks.measure import race
from benchmarks.progress import step
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import ContenderResult, Result, Table, Value
from geo.database import OPTIONS
from geo.map_view import MAP_END, find_clusters

TARGET_MS = 150
COMMON = 5
PAKMUD = "pakmud"

_HALF_WORLD_M = 20037508.342789244

_POINTS = """
DROP SCHEMA IF EXISTS contender_map CASCADE;
CREATE SCHEMA contender_map;
CREATE TABLE contender_map.spot AS
    SELECT id, ST_Transform(location, 3857) AS spot FROM service_point
    WHERE shown AND ST_Y(location) BETWEEN -85.051128779 AND 85.051128779;
CREATE INDEX ON contender_map.spot USING gist (spot);
CREATE UNIQUE INDEX ON contender_map.spot (id);
"""

_CELLS = "SELECT count(*), ST_X(ST_Centroid(ST_Collect(spot))), ST_Extent(spot) FROM contender_map.spot s"
_IN_BOX = (
    " WHERE spot && ST_Transform(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 3857)"
    " GROUP BY floor((ST_X(spot) + %(half)s) / %(cell_m)s), floor((%(half)s - ST_Y(spot)) / %(cell_m)s)"
)
_JOIN = " JOIN offering o ON o.service_point_id = s.id AND o.procedure_id = %(procedure)s"

_GRID = """
SELECT count(*), sum(s.map_x), sum(s.map_y), min(s.map_x), max(s.map_x), min(s.map_y), max(s.map_y) FROM service_point s
JOIN offering o ON o.service_point_id = s.id AND o.procedure_id = %(procedure)s
WHERE s.map_x BETWEEN map_x(%(west)s) AND map_x(%(east)s) AND s.map_y BETWEEN map_y(%(north)s) AND map_y(%(south)s)
GROUP BY s.map_x >> %(shift)s, s.map_y >> %(shift)s
"""

Answer = Callable[[View], list[int]]
"""Counts of the cells, ascending."""


def measure(run: Run) -> Result:
    """Pakmud's answers are those of its own function, rows made to clusters; the others' rows are only fetched."""
    benchmark = BENCHMARKS["map_view"]
    with country_of(run.scale, run.home) as country:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        views = sample_views(country, per_group=max(4, run.scale.per_class // 10), procedures=COMMON, seed=run.seed)
        oracle = MapOracle(country)
        with _contenders(country) as contenders:
            for name, (about, answer) in contenders.items():
                one = ContenderResult(name=name, about=about)
                with step(f"Checking {name}"):
                    _check(answer, views, oracle, one)
                result.contenders.append(one)
            for group in dict.fromkeys(view.group for view in views):
                asked = [view for view in views if view.group == group]
                runners = {name: answer for name, (_, answer) in contenders.items() if _takes_part(name, group)}
                with step(f"Racing: {group}"):
                    times = race(runners, asked, budget_s=run.scale.budget_s, seed=run.seed)
                for one in result.contenders:
                    if one.name in times:
                        one.groups[group] = times[one.name]
    _tell(result)
    return result


@contextmanager
def _contenders(country: Country) -> Iterator[Mapping[str, tuple[str, Answer]]]:
    engine = create_engine(country.url, poolclass=NullPool, connect_args={"options": OPTIONS})
    with country.connect() as connection, Session(engine) as session:
        connection.execute(_POINTS.encode())
        connection.execute("VACUUM (ANALYZE) contender_map.spot")
        connection.execute("SET max_parallel_workers_per_gather = 0")  # as Pakmud's connections have it
        try:
            yield {
                PAKMUD: ("columns of a grid in a covering index", lambda view: _pakmud(session, view)),
                "gist": (
                    "points in web Mercator under a GiST index, put on a grid as they are read",
                    lambda view: _counts(connection, _CELLS + (_JOIN if _is_of_one(view) else "") + _IN_BOX, view),
                ),
                "grid_join": (
                    "the service points' grid, offerings joined to it",
                    lambda view: _counts(connection, _GRID, view) if _is_of_one(view) else _pakmud(session, view),
                ),
            }
        finally:
            connection.execute("DROP SCHEMA contender_map CASCADE")
    engine.dispose()


def _takes_part(name: str, group: str) -> bool:
    """Without a procedure the joined grid is Pakmud's own."""
    return name != "grid_join" or group.endswith("a procedure")


def _is_of_one(view: View) -> bool:
    return view.query.procedure_id is not None


def _pakmud(session: Session, view: View) -> list[int]:
    return sorted(cluster.count for cluster in find_clusters(session, view.query, timeout_ms=60_000))


def _counts(connection: Connection, statement: str, view: View) -> list[int]:
    query = view.query
    values = {
        "west": query.box.west,
        "south": max(query.box.south, -MAP_END),
        "east": query.box.east,
        "north": min(query.box.north, MAP_END),
        "half": _HALF_WORLD_M,
        "cell_m": 2 * _HALF_WORLD_M / (4 << query.zoom),
        "procedure": query.procedure_id,
        "shift": query.shift,
    }
    rows = connection.execute(statement.encode(), values).fetchall()
    return sorted(int(str(row[0])) for row in rows)


def _check(answer: Answer, views: Sequence[View], oracle: MapOracle, result: ContenderResult) -> None:
    for view in views:
        result.checked += 1
        result.wrong_sets += answer(view) != oracle.counts(view.query)


def _tell(result: Result) -> None:
    ours = result.contender(PAKMUD)
    result.wrong_answers, result.answers_checked = ours.wrong_sets, ours.checked
    worst_ms = max(times.p99_us for times in ours.groups.values()) / 1000
    result.numbers["worst_p99_ms"] = round(worst_ms, 1)
    result.targets["worst_p99_ms"] = f"at most {TARGET_MS}"
    rows: list[Sequence[Value]] = []
    for one in result.contenders:
        for group, times in one.groups.items():
            rows.append([group, one.name, times.n, round(times.p50_us / 1000, 1), round(times.p99_us / 1000, 1)])
    result.tables.append(
        Table(title="A view", columns=("view", "contender", "n", "p50, ms", "p99, ms"), rows=sorted(rows, key=str))
    )
    for other in ("gist", "grid_join"):
        group = "country, a procedure"
        ratio = ours.groups[group].p50_us / result.contender(other).groups[group].p50_us
        result.ratios[f"country_vs_{other}"] = round(ratio, 3)
    result.notes.append(f"Heights: {', '.join(f'{name} is zoom {zoom}' for name, zoom in ZOOMS.items())}.")
