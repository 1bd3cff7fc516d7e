"""A country of random service points, with what an oracle must know of each: made once, asked many times."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import Agency, AreaServed, Offering, Procedure, Schedule, ServicePoint, ServicePointType, TemporaryHours
from geo.opening_hours import Hours, TemporarySpell

SUBDISTRICTS = ("200801", "200101", "200102", "200701", "100101", "100201", "103101", "500101", "500701", "510101")
TYPES = (
    ("ที่ว่าการอำเภอ", "district"),
    ("องค์การบริหารส่วนตำบล", "subdistrict"),
    ("ศาลากลางจังหวัด", "province"),
    ("สถานีตำรวจ", None),
)
EXPRESSIONS = (
    "Mo-Fr 08:30-16:30; PH off",
    "Mo-Fr 08:30-12:00,13:00-16:30; PH off",
    "Mo-Fr 08:30-16:30; Sa 08:30-12:00; PH off",
    "24/7",
    "Mo-Su 18:00-02:00",
    "Sa,Su 09:00-17:00",
    "Mo-Fr 08:30-16:30",
    'Mo-Fr 08:30-16:30 "by appointment"; PH off',
    "We 22:00-23:30",
)
LANGUAGES = ("en", "zh", "ms")
LEVELS = ("none", "none", "basic", "intermediate", "advanced")
JURISDICTIONS = ("anywhere", "province", "district", "subdistrict")
BEGINNING = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A service point as it was meant; `agencies` leads from its own to the root; `serves` is what was stated."""

    id: int
    at: LonLat
    agencies: tuple[str, ...]
    type: str
    subdistrict: str
    gecc_level: str
    no_copy: bool
    accessible: bool | None
    languages: frozenset[str]
    name_th: str
    name_en: str | None
    serves: frozenset[str] | None
    hours: dict[int, Hours]
    """By the id of each procedure that it offers."""


@dataclass(frozen=True, slots=True, repr=False)
class RandomCountry:
    """`procedures` are (id, jurisdiction); `agencies` the codes."""

    places: Sequence[Place]
    procedures: Sequence[tuple[int, str]]
    agencies: Sequence[str]


def make_random_country(engine: Engine, *, seed: int, points: int) -> RandomCountry:
    """Committed in the database of `engine`."""
    chance = random.Random(seed)
    with Session(engine) as session:
        session.execute(delete(ServicePointType))
        session.add_all(ServicePointType(name_th=name, name_en=name, serves=level) for name, level in TYPES)
        agencies = _make_agencies(session, chance)
        served_by_agency = _state_areas(session, agencies, chance)
        procedures = _make_procedures(session, agencies[0])
        schedules = [Schedule(expression=expression) for expression in EXPRESSIONS]
        session.add_all(schedules)
        session.flush()
        maker = _Maker(session, chance, agencies, served_by_agency, procedures, schedules)
        places = [maker.make_place(number) for number in range(points)]
        session.commit()
        return RandomCountry(
            places, [(procedure.id, procedure.jurisdiction) for procedure in procedures], [one.code for one in agencies]
        )


def _make_agencies(session: Session, chance: random.Random) -> list[Agency]:
    """A tree of nine, its root first."""
    agencies: list[Agency] = []
    for number in range(9):
        parent = chance.choice(agencies) if agencies else None
        agency = Agency(
            code=f"A{number}",
            parent_id=parent and parent.id,
            level="agency" if parent else "ministry",
            name_th=f"ก{number}",
        )
        session.add(agency)
        session.flush()
        agencies.append(agency)
    return agencies


def _state_areas(session: Session, agencies: Sequence[Agency], chance: random.Random) -> dict[int, frozenset[str]]:
    """Two agencies say which areas they serve."""
    stated = {agency.id: frozenset(chance.sample(SUBDISTRICTS, 2)) for agency in agencies[-2:]}
    for agency_id, codes in stated.items():
        session.add_all(AreaServed(agency_id=agency_id, area_code=code) for code in codes)
    session.flush()
    return stated


def _make_procedures(session: Session, agency: Agency) -> list[Procedure]:
    procedures = [
        Procedure(code=f"P{level}", title_th=level, agency_id=agency.id, jurisdiction=level) for level in JURISDICTIONS
    ]
    session.add_all(procedures)
    session.flush()
    return procedures


class _Maker:
    def __init__(  # noqa: PLR0917 - what a place is made from
        self,
        session: Session,
        chance: random.Random,
        agencies: Sequence[Agency],
        served_by_agency: dict[int, frozenset[str]],
        procedures: Sequence[Procedure],
        schedules: Sequence[Schedule],
    ) -> None:
        self.session, self.chance, self.agencies = session, chance, agencies
        self.served_by_agency, self.procedures, self.schedules = served_by_agency, procedures, schedules
        self.parents = {agency.id: agency.parent_id for agency in agencies}
        self.codes = {agency.id: agency.code for agency in agencies}

    def make_place(self, number: int) -> Place:
        chance = self.chance
        row = self._row(number)
        self.session.add(row)
        self.session.flush()
        stated = frozenset(chance.sample(SUBDISTRICTS, chance.choice([1, 3]))) if chance.random() < 0.2 else None
        for code in stated or ():
            self.session.add(AreaServed(service_point_id=row.id, area_code=code))
        exceptions = self._temporary_hours(row.id) if chance.random() < 0.3 else ()
        assert row.subdistrict_code
        assert row.type
        return Place(
            id=row.id,
            at=self._at,
            agencies=self._line(row.agency_id),
            type=row.type,
            subdistrict=row.subdistrict_code,
            gecc_level=row.gecc_level,
            no_copy=row.no_copy,
            accessible=row.accessible,
            languages=frozenset(row.languages),
            name_th=row.name_th,
            name_en=row.name_en,
            serves=stated or self.served_by_agency.get(row.agency_id),
            hours=self._offer(row, exceptions),
        )

    def _row(self, number: int) -> ServicePoint:
        chance = self.chance
        # Rounded, so that places and distances come up twice; a few are far away.
        spread = chance.choice([0.02, 0.02, 0.5, 4.0])
        self._at = LonLat(lon=round(100.5 + chance.gauss(0, spread), 3), lat=round(13.75 + chance.gauss(0, spread), 3))
        schedule = chance.choice([None, *self.schedules])
        return ServicePoint(
            code=f"S{number}",
            agency_id=chance.choice(self.agencies).id,
            name_th=chance.choice(["ที่ว่าการอำเภอเมือง", "เทศบาล 100%", "สำนักงาน_เขต"]),
            name_en=chance.choice([None, "District Office", "MUNICIPALITY"]),
            type=chance.choice(TYPES)[0],
            subdistrict_code=chance.choice(SUBDISTRICTS),
            schedule_id=schedule and schedule.id,
            location=self._at.as_wkt(),
            pin_method="import",
            pinned_at=BEGINNING,
            gecc_level=chance.choice(LEVELS),
            no_copy=chance.random() < 0.4,
            accessible=chance.choice([None, True, False]),
            languages=[language for language in LANGUAGES if chance.random() < 0.4],
        )

    def _temporary_hours(self, point_id: int) -> tuple[TemporarySpell, ...]:
        """At most two, apart from each other; the later one may be without an end."""
        chance = self.chance
        start = BEGINNING + timedelta(minutes=chance.randrange(3 * 24 * 60))
        end = start + timedelta(minutes=chance.randrange(1, 2 * 24 * 60))
        spans: list[tuple[datetime, datetime | None]] = [(start, end)]
        if chance.random() < 0.3:
            spans.append((end + timedelta(minutes=chance.randrange(600)), None))
        spells = tuple(
            TemporarySpell(since=since, until=until, expression=chance.choice(["off", "24/7", "Mo-Su 10:00-11:00"]))
            for since, until in spans
        )
        self.session.add_all(
            TemporaryHours(service_point_id=point_id, during=Range(one.since, one.until), expression=one.expression)
            for one in spells
        )
        self.session.flush()
        return spells

    def _offer(self, row: ServicePoint, exceptions: tuple[TemporarySpell, ...]) -> dict[int, Hours]:
        usual = next((one.expression for one in self.schedules if one.id == row.schedule_id), None)
        hours = {}
        for procedure in self.procedures:
            if self.chance.random() < 0.7:
                own = self.chance.choice(self.schedules) if self.chance.random() < 0.2 else None
                self.session.add(
                    Offering(
                        procedure_id=procedure.id, service_point_id=row.id, own_schedule_id=own and own.id, agency_id=0
                    )
                )
                hours[procedure.id] = Hours(own.expression if own else usual, exceptions)
        return hours

    def _line(self, agency_id: int) -> tuple[str, ...]:
        line = []
        current: int | None = agency_id
        while current is not None:
            line.append(self.codes[current])
            current = self.parents[current]
        return tuple(line)
