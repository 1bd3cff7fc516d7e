"""A sheet of 50,000 service points through the web: looked at, activated in one transaction, rolled back, while
searches go on. Afterwards every record must be what it was.
"""

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks.country import Country, country_of
from benchmarks.http_load import server
from benchmarks.machine import machine_record
from benchmarks.measure import times_of
from benchmarks.progress import step
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import Result, Table, Value
from geo.staff.accounts import make_account
from geo.staff.actor import find_actor
from geo.staff.api_tokens import make_api_token
from geo.staff.audit import AT_THE_TERMINAL, Doer, Origin
from geo.staff.people import GrantTo, give_role
from geo.staff.permissions import actions_for_programs
from geo.staff.roles import Role
from ingest.files.write_xlsx import write_xlsx

ROWS = {"tiny": 500, "small": 50_000, "national": 50_000}
WRONG_SHARE = 0.01
MOST_S = 120

_COLUMNS = ("code", "agency_code", "name_th", "phone", "lat", "lon", "opening_hours")
_AT_REST = 3.0
_PAUSE_S = 0.02

_CONTENT = {
    "service points": "SELECT sum(hashtextextended((to_jsonb(t) - 'version')::text || t.location::text, 0)) "
    "FROM service_point t",
    "offerings": "SELECT sum(hashtextextended(to_jsonb(t)::text || t.location::text, 0)) FROM offering t",
    "areas served": "SELECT sum(hashtextextended(to_jsonb(t)::text, 0)) FROM area_served t",
}


@dataclass(slots=True)
class Searches:
    """When each was asked (monotonic clock, s), how long it took, and whether it was answered."""

    samples: list[tuple[float, int, bool]] = field(default_factory=list)

    def between(self, start: float, end: float) -> list[tuple[float, int, bool]]:
        return [one for one in self.samples if start <= one[0] < end]


def measure(run: Run) -> Result:
    """On a copy of the country, which is dropped afterwards."""
    benchmark = BENCHMARKS["data_sets"]
    with country_of(run.scale, run.home) as kept, kept.copy() as country:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        token = _token(country)
        sheet = _sheet(country, ROWS[run.scale.name], run.seed)
        before = _content(country)
        with server("pakmud", _environment(country)) as address, _searching(address, country) as searches:
            phases = _phases(address, token, sheet, result)
        after = _content(country)
        result.answers_checked = len(before)
        result.wrong_answers = sum(before[name] != after[name] for name in before)
        _tell(phases, searches, result)
    return result


def _environment(country: Country) -> Mapping[str, str]:
    return {"PAKMUD_DATABASE_URL": country.url, "PAKMUD_EMBEDDING": "off"}


def _token(country: Country) -> str:
    """Of a platform administrator's program."""
    engine = create_engine(country.url, poolclass=NullPool)
    with Session(engine) as session:
        account = make_account(session, AT_THE_TERMINAL, email="bench@example.go.th", name="Bench", password=None)
        give_role(session, AT_THE_TERMINAL, account, GrantTo(role=Role.platform_admin))
        doer = Doer(find_actor(session, account.id), Origin("benchmark", "-"))
        _, token = make_api_token(session, doer, "benchmark", scopes=list(actions_for_programs()), days=1)
        session.commit()
    engine.dispose()
    return token


def _sheet(country: Country, count: int, seed: int) -> bytes:
    """As XLSX: up to half of the rows are of service points that are there, each changed; others new, some wrong."""
    dice = np.random.default_rng(seed)
    with country.connect() as connection:
        there = connection.execute(
            "SELECT s.code, a.code, s.name_th, ST_Y(s.location), ST_X(s.location), h.expression FROM service_point s "
            "JOIN agency a ON a.id = s.agency_id LEFT JOIN schedule h ON h.id = s.schedule_id "
            "WHERE s.location IS NOT NULL ORDER BY s.id LIMIT %s",
            [count // 2],
        ).fetchall()

    def rows() -> Iterator[Sequence[object]]:
        for number in range(count):
            code, agency, name, lat, lon, usual = there[number % len(there)]
            if number >= len(there):
                code, name = f"9{number:012}", f"{name} {number}"
            moved = number % 5 == 0 or number >= len(there)
            shift = float(dice.normal(0, 0.002)) if moved else 0.0
            hours = "sometimes" if dice.random() < WRONG_SHARE else usual
            place = (float(str(lat)) + shift, float(str(lon)) + shift)
            yield (code, agency, name, f"0 2{number:07}", *place, hours)

    with step(f"Writing a sheet of {count:,} rows"), tempfile.TemporaryFile() as file:
        write_xlsx(file, _COLUMNS, rows())
        file.seek(0)
        return file.read()


def _content(country: Country) -> Mapping[str, object]:
    """A digest of each table, without versions."""
    with country.connect() as connection:
        return {name: connection.execute(statement.encode()).fetchone() for name, statement in _CONTENT.items()}


def _phases(address: str, token: str, sheet: bytes, result: Result) -> list[tuple[str, float, float]]:
    phases = []
    with httpx.Client(base_url=address, timeout=600, headers={"Authorization": f"Bearer {token}"}) as client:
        start = time.monotonic()
        time.sleep(_AT_REST)
        phases.append(("before", start, time.monotonic()))
        asked = {"kind": "service-points", "name": "sheet.xlsx"}
        with step("Uploading and looking at it"):
            start = time.monotonic()
            made = client.post("/v1/staff/data-sets", params=asked, content=sheet).raise_for_status().json()
            path = f"/v1/staff/data-sets/{made['id']}"
            shape = _done(client, path)
            phases.append(("looking at it", start, time.monotonic()))
        counts = ("rows_read", "rows_refused", "rows_new", "rows_changed", "rows_unchanged", "pins_moved")
        result.numbers |= {name.replace("_", " "): shape[name] for name in counts}
        for name, what in (("activating", "activate"), ("rolling back", "roll-back")):
            with step(name.capitalize()):
                start = time.monotonic()
                client.post(f"{path}/{what}").raise_for_status()
                shape = _done(client, path)
                phases.append((name, start, time.monotonic()))
    if shape["state"] != "rolled_back":
        raise RuntimeError(f"the data set is {shape['state']}: {shape['said']}")
    return phases


def _done(client: httpx.Client, path: str) -> dict[str, Any]:
    while True:
        shape: dict[str, Any] = client.get(path).raise_for_status().json()
        if shape["job"] is None:
            return shape
        if shape["job_state"] in ("died", "failed"):
            raise RuntimeError(f"{shape['job']}: {shape['said']}")
        time.sleep(0.1)


@contextmanager
def _searching(address: str, country: Country) -> Iterator[Searches]:
    """One client that asks the nearest offices of the most frequent procedure, again and again."""
    engine = create_engine(country.url, poolclass=NullPool)
    with engine.connect() as connection:
        code = connection.scalar(
            text(
                "SELECT p.code FROM procedure p JOIN offering o ON o.procedure_id = p.id "
                "GROUP BY p.code ORDER BY count(*) DESC, p.code LIMIT 1"
            )
        )
    engine.dispose()
    searches, over = Searches(), threading.Event()

    def search() -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            asked: dict[str, str | float] = {"procedure": str(code), "lat": 13.7563, "lon": 100.5018}
            while not over.wait(_PAUSE_S):
                began, start = time.monotonic(), time.perf_counter_ns()
                answered = client.get("/v1/nearest", params=asked).status_code == httpx.codes.OK
                searches.samples.append((began, time.perf_counter_ns() - start, answered))

    thread = threading.Thread(target=search, daemon=True)
    thread.start()
    try:
        yield searches
    finally:
        over.set()
        thread.join()


def _tell(phases: Sequence[tuple[str, float, float]], searches: Searches, result: Result) -> None:
    rows: list[Sequence[Value]] = []
    p99 = {}
    for name, start, end in phases:
        samples = searches.between(start, end)
        times = times_of([taken for _, taken, _ in samples])
        failed = sum(not answered for _, _, answered in samples)
        p99[name] = times.p99_us
        rows.append([name, round(end - start, 1), times.n, times.p50_us, times.p99_us, failed])
        result.numbers[f"{name}, s"] = round(end - start, 1)
    columns = ("phase", "seconds", "searches", "p50, µs", "p99, µs", "failed")
    result.tables.append(Table(title="One client searching meanwhile, over HTTP", columns=columns, rows=rows))
    result.numbers["failed"] = sum(not answered for _, _, answered in searches.samples)
    meanwhile = max(p99[name] for name in p99 if name != "before")
    result.ratios["p99_meanwhile_vs_before"] = round(meanwhile / p99["before"], 2)
    result.targets = {"looking at it, s": f"under {MOST_S}", "failed": "0"}
