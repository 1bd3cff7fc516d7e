"""What is wrong with the pins that are stored, as items of work: all, or those of an agency or an area."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from geo.models import Agency, Area, ServicePoint
from geo.opening_hours import BANGKOK
from geo.pins.checked_pins import Pins, stored_pins
from geo.pins.finding import FindingKind, Found, PinFinding, rank
from geo.pins.rules import rules_of_stored
from geo.words import N_, Name

CONFIRM_WITHIN = timedelta(days=365)

Tell = Callable[[str, float], None]
"""Hears what is being done, as a message of the catalogues, and how much of all is done: 0 to 1."""

_TIMEOUT_MS = 600_000
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """An agency includes all below it; an area is the one that service points say they are in. No kinds: all.

    `codes` are those of service points. A pin is stale when nobody has confirmed it for `confirm_within` before `now`.
    """

    agency_code: str | None = None
    area_code: str | None = None
    codes: Collection[str] | None = None
    kinds: frozenset[FindingKind] = frozenset()
    confirm_within: timedelta = CONFIRM_WITHIN
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedFinding:
    """One item of work. `lon` and `lat` are None where it is not pinned, and otherwise whatever is stored."""

    code: str
    name: Name
    agency_code: str
    agency: Name
    area_code: str | None
    province: Name | None
    lon: float | None
    lat: float | None
    finding: PinFinding


def audit_pins(
    session: Session, question: AuditQuestion, tell: Tell = lambda _step, _share: None
) -> list[AuditedFinding]:
    """By service point in the order of their codes, the worst first. Nothing is written.

    Raises: UnknownAgency, UnknownArea, SearchTimedOut.
    """
    found = find_findings(session, question, tell)
    return sorted(_described(session, found), key=lambda one: (one.code, rank(one.finding.kind)))


def find_findings(session: Session, question: AuditQuestion, tell: Tell = lambda _step, _share: None) -> list[Found]:
    """The same without names, in no order. Raises: UnknownAgency, UnknownArea, SearchTimedOut."""
    pins = stored_pins(session, agency_code=question.agency_code, area_code=question.area_code, codes=question.codes)
    since = (question.now or datetime.now(BANGKOK)) - question.confirm_within
    rules = [rule for rule in rules_of_stored(since) if not question.kinds or question.kinds.intersection(rule.kinds)]
    found: list[Found] = []
    for number, rule in enumerate(rules):
        tell(rule.doing, number / (len(rules) + 1))
        found += rule.find(session, pins, _TIMEOUT_MS)
    tell(N_("Writing the list ..."), len(rules) / (len(rules) + 1))
    return [one for one in found if not question.kinds or one[1].kind in question.kinds]


def count_pins(session: Session, question: AuditQuestion) -> int:
    """How many service points the audit looks at. Raises: UnknownAgency, UnknownArea."""
    pins: Pins = stored_pins(
        session, agency_code=question.agency_code, area_code=question.area_code, codes=question.codes
    )
    return int(session.execute(pins.count_statement()).scalar_one())


def _described(session: Session, found: Sequence[Found]) -> Iterator[AuditedFinding]:
    province = aliased(Area)
    by_id = {
        point_id: [finding for _, finding in group]
        for point_id, group in groupby(sorted(found, key=itemgetter(0)), itemgetter(0))
    }
    ids = list(by_id)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(
                ServicePoint.id,
                ServicePoint.code,
                ServicePoint.name_th,
                ServicePoint.name_en,
                Agency.code,
                Agency.name_th,
                Agency.name_en,
                ServicePoint.subdistrict_code,
                province.name_th,
                province.name_en,
                func.ST_X(ServicePoint.location),
                func.ST_Y(ServicePoint.location),
            )
            .join(Agency, Agency.id == ServicePoint.agency_id)
            .outerjoin(province, province.code == func.left(ServicePoint.subdistrict_code, 2))
            .where(ServicePoint.id == func.any(ids[start : start + _AT_ONCE]))
        )
        for (
            point_id,
            code,
            th,
            en,
            agency_code,
            agency_th,
            agency_en,
            area,
            province_th,
            province_en,
            lon,
            lat,
        ) in session.execute(statement):
            for finding in by_id[point_id]:
                yield AuditedFinding(
                    code=code,
                    name=Name(th, en),
                    agency_code=agency_code,
                    agency=Name(agency_th, agency_en),
                    area_code=area,
                    province=None if province_th is None else Name(province_th, province_en),
                    lon=lon,
                    lat=lat,
                    finding=finding,
                )
