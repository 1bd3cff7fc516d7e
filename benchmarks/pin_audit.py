"""Wrong pins on purpose: how many of each kind the audit finds, how many right ones it suspects, and how long it takes.

The demo country's offices lie in made-up subdistricts; so each is first stated to be in the one whose real outline
holds it, which shapely tells, not PostGIS. Without the outlines, which are no part of the repository, only the faults
are sown that can be found without.
"""

import gzip
import json
import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks.country import Country, country_of
from benchmarks.machine import machine_record
from benchmarks.progress import step
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import Result, Table, Value
from geo.pins.audit import AuditedFinding, AuditQuestion, audit_pins
from geo.pins.rules import PIN_RULES
from ingest.demo.faults import SHARES, Fault, SoundPin, sow_faults
from ingest.load import KINDS, load_file

OUTLINES = Path(__file__).parents[2] / "shared" / "data" / "boundaries"
LEVELS = ("th_adm3_l2", "th_adm2_l2", "th_adm1_l2")

LEAST_FOUND = 0.95
MOST_SUSPECTED = 0.02

_OF_OUTLINES = frozenset({"wrong_province", "centroid"})
"""Kinds that nobody can find without outlines."""

ABOUT_PINS = frozenset(kind for rule in PIN_RULES for kind in rule.kinds) | {"duplicate"}
"""A right pin is one without any of these; its office may still lack hours."""


def measure(run: Run) -> Result:
    """On a copy of the country, which is dropped afterwards."""
    benchmark = BENCHMARKS["pin_audit"]
    with country_of(run.scale, run.home) as kept, kept.copy() as country:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        outlines = _load_outlines(country)
        if not outlines:
            result.notes.append("No outlines: pins in the wrong area and middles of areas could not be checked.")
        pins = _state_subdistricts(country, outlines)
        middles = {code: _middle(outline) for code, outline in outlines.items()}
        faults = [fault for fault in sow_faults(pins, middles, run.seed) if outlines or fault.kind not in _OF_OUTLINES]
        _store(country, faults)
        with step("Auditing"):
            began = time.perf_counter()
            found = _audit(country)
            seconds = time.perf_counter() - began
        result.numbers |= {"service points": len(pins), "audit, s": round(seconds, 1), "findings": len(found)}
        _judge(result, {pin.point_id for pin in pins}, faults, found, _codes(country))
    return result


def _load_outlines(country: Country) -> Mapping[str, shapely.Geometry]:
    """Into the database, and as shapely's; by DOPA's code. Empty where there are none."""
    files = [OUTLINES / f"{name}.geojson.gz" for name in LEVELS]
    if not all(file.is_file() for file in files):
        return {}
    outlines: dict[str, shapely.Geometry] = {}
    engine = create_engine(country.url, poolclass=NullPool)
    with step("Loading outlines"):
        for file in files:
            load_file(engine, KINDS["boundaries"], file)
            with gzip.open(file) as stream:
                for feature in json.load(stream)["features"]:
                    codes = [value for name, value in feature["properties"].items() if name.endswith("_PCODE")]
                    code = max(codes, key=len).removeprefix("TH")
                    outlines[code] = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
    engine.dispose()
    return outlines


def _middle(outline: shapely.Geometry) -> tuple[float, float]:
    middle = shapely.centroid(outline)
    return float(shapely.get_x(middle)), float(shapely.get_y(middle))


def _state_subdistricts(country: Country, outlines: Mapping[str, shapely.Geometry]) -> list[SoundPin]:
    """Every pin with the subdistrict that it is stated to be in from now on; those in no outline are hidden."""
    with country.connect(superuser=True) as connection:
        rows = connection.execute(
            "SELECT s.id, s.agency_id, s.subdistrict_code, ST_X(location), ST_Y(location) FROM service_point s "
            "WHERE s.shown AND location IS NOT NULL ORDER BY s.id"
        ).fetchall()
        pins = [SoundPin(int(str(i)), int(str(a)), str(c), float(str(x)), float(str(y))) for i, a, c, x, y in rows]
        if not outlines:
            return pins
        codes = [code for code in outlines if len(code) == 6]
        tree = shapely.STRtree([outlines[code] for code in codes])
        inside, holders = tree.query(shapely.points([(pin.lon, pin.lat) for pin in pins]), predicate="within")
        holder = dict(zip(inside.tolist(), holders.tolist(), strict=True))
        known = {str(code) for (code,) in connection.execute("SELECT code FROM area WHERE abolished_on IS NULL")}
        stated = [
            SoundPin(pin.point_id, pin.agency_id, codes[holder[number]], pin.lon, pin.lat)
            for number, pin in enumerate(pins)
            if number in holder and codes[holder[number]] in known
        ]
        # Replicas' triggers do not fire: nothing searches this copy.
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE service_point SET shown = false WHERE NOT id = ANY (%s)", [[p.point_id for p in stated]]
        )
        connection.execute(
            "UPDATE service_point s SET subdistrict_code = t.code "
            "FROM unnest(%s::integer[], %s::text[]) t (id, code) WHERE t.id = s.id",
            [[pin.point_id for pin in stated], [pin.area_code for pin in stated]],
        )
    return stated


def _store(country: Country, faults: Sequence[Fault]) -> None:
    """Behind the back of the checks at the door, which would refuse a latitude of 100."""
    with country.connect(superuser=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE service_point DROP CONSTRAINT pin_on_earth")
        connection.execute(
            "UPDATE service_point s SET location = ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4326) "
            "FROM unnest(%s::integer[], %s::float8[], %s::float8[]) t (id, lon, lat) WHERE t.id = s.id",
            [[one.point_id for one in faults], [one.lon for one in faults], [one.lat for one in faults]],
        )
        connection.execute("VACUUM ANALYZE service_point")
        connection.execute("ANALYZE area")


def _audit(country: Country) -> list[AuditedFinding]:
    engine = create_engine(country.url, poolclass=NullPool)
    with Session(engine) as session:
        found = audit_pins(session, AuditQuestion())
    engine.dispose()
    return found


def _codes(country: Country) -> Mapping[str, int]:
    with country.connect() as connection:
        return {str(code): int(str(i)) for code, i in connection.execute("SELECT code, id FROM service_point")}


def _judge(
    result: Result,
    checked: set[int],
    faults: Sequence[Fault],
    found: Sequence[AuditedFinding],
    ids: Mapping[str, int],
) -> None:
    told: dict[int, set[str]] = {}
    for one in found:
        told.setdefault(ids[one.code], set()).add(one.finding.kind)
    rows: list[Sequence[Value]] = []
    for kind in SHARES:
        sown = [fault for fault in faults if fault.kind == kind]
        if not sown:
            continue
        hits = sum(kind in told.get(fault.point_id, ()) for fault in sown)
        result.ratios[f"found_{kind}"] = round(hits / len(sown), 4)
        result.targets[f"found_{kind}"] = f"at least {LEAST_FOUND}"
        result.wrong_answers += max(0, math.ceil(LEAST_FOUND * len(sown)) - hits)
        result.answers_checked += len(sown)
        rows.append([kind, len(sown), hits, hits / len(sown)])
    result.tables.append(Table(title="Faults", columns=("kind", "sown", "found", "share"), rows=rows))
    clean = checked - {fault.point_id for fault in faults}
    suspected = Counter(kind for one in clean for kind in told.get(one, set()) & ABOUT_PINS)
    suspects = sum(bool(told.get(one, set()) & ABOUT_PINS) for one in clean)
    result.ratios["suspected_right_pins"] = round(suspects / len(clean), 5)
    result.targets["suspected_right_pins"] = f"at most {MOST_SUSPECTED}"
    result.wrong_answers += max(0, suspects - int(MOST_SUSPECTED * len(clean)))
    result.answers_checked += len(clean)
    result.tables.append(
        Table(
            title="Right pins that are suspected", columns=("of", "pins"), rows=[list(one) for one in suspected.items()]
        )
    )
