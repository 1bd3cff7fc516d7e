"""Two that look like one are two offices: said, found no more from either side, taken back, over when one changes."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import Agency, ServicePoint
from geo.pins.audit import AuditQuestion, audit_pins
from geo.pins.kept_findings import recheck_point
from geo.pins.models import StoredFinding, TwoOffices
from geo.staff.audit import Doer
from geo.staff.errors import SavedByAnother
from geo.staff.models import AuditEntry
from geo.staff.pins.two_offices import (
    find_lookalike,
    find_two_offices,
    find_two_offices_of,
    say_two_offices,
    take_back_two_offices,
)
from tests.country import Country
from tests.geo.staff.pins.conftest import AT

REASON = "คนละกรม อยู่คนละชั้นของอาคารเดียวกัน"


@pytest.fixture
def twin(session: Session, country: Country, agency: Agency, office: ServicePoint) -> ServicePoint:
    """60 m from the office, of another agency, with the same name; all has been looked at."""
    at = LonLat(lon=AT.lon, lat=AT.lat + 60 / 110_640)
    offers = (country.make_procedure(),)
    twin = country.make_service_point("twin", at=at, agency=country.make_agency(), offers=offers)
    recheck_point(session, "office")
    recheck_point(session, "twin")
    assert kept(session) == audited(session) == {"office", "twin"}
    return twin


def kept(session: Session) -> set[str]:
    """Codes of those that are likely duplicates, as staff see them."""
    statement = select(ServicePoint.code).join(StoredFinding, StoredFinding.service_point_id == ServicePoint.id)
    return set(session.scalars(statement.where(StoredFinding.kind == "duplicate")))


def audited(session: Session) -> set[str]:
    """As `pakmud audit pins` finds them anew."""
    return {one.code for one in audit_pins(session, AuditQuestion(kinds=frozenset({"duplicate"})))}


def say(session: Session, officer: Doer, office: ServicePoint, reason: str = REASON) -> None:
    say_two_offices(session, officer, "office", office.version, other="twin", reason=reason)


def test_said_from_one_side_and_found_from_neither(
    session: Session, officer: Doer, central: Doer, office: ServicePoint, twin: ServicePoint
) -> None:
    found = find_lookalike(session, office)
    assert found is not None
    assert found.code == "twin"
    say(session, officer, office)
    assert kept(session) == audited(session) == set()
    assert find_lookalike(session, office) is None
    [mine], [theirs] = find_two_offices_of(session, office), find_two_offices_of(session, twin)
    assert (mine.code, mine.other_code, mine.reason, mine.by) == ("office", "twin", REASON, "Khun Officer")
    assert (theirs.code, theirs.other_code) == ("twin", "office")
    assert central.actor is not None
    assert [one.code for one in find_two_offices(session, central.actor, 10)] == ["office"]
    lines = session.scalars(select(AuditEntry).where(AuditEntry.action == "service_point.two_offices"))
    logged = {line.subject_id: line.after for line in lines}
    assert set(logged) == {"office", "twin"}
    assert all(after and after["reason"] == REASON for after in logged.values())


def test_taken_back(session: Session, officer: Doer, office: ServicePoint, twin: ServicePoint) -> None:
    with pytest.raises(InvalidQuery, match="not recorded"):
        take_back_two_offices(session, officer, "office", other="twin")
    say(session, officer, office)
    take_back_two_offices(session, officer, "twin", other="office")
    assert kept(session) == audited(session) == {"office", "twin"}
    assert find_two_offices_of(session, office) == []
    undone = AuditEntry.action == "service_point.two_offices_undo"
    assert set(session.scalars(select(AuditEntry.subject_id).where(undone))) == {"office", "twin"}


@pytest.mark.parametrize("code", ["office", "twin"])
@pytest.mark.parametrize("change", ["location = ST_Translate(location, 0.0001, 0)", "name_th = name_th || 'ใหม่'"])
def test_over_when_one_of_them_moves_or_changes_its_name(  # noqa: PLR0917 - what is changed of what
    session: Session, officer: Doer, office: ServicePoint, twin: ServicePoint, code: str, change: str
) -> None:
    say(session, officer, office)
    session.execute(text("UPDATE service_point SET phone = '1548'"))
    assert session.scalars(select(TwoOffices)).all() != []
    session.execute(text(f"UPDATE service_point SET {change} WHERE code = :code"), {"code": code})  # noqa: S608
    session.expire_all()
    assert session.scalars(select(TwoOffices)).all() == []


def test_found_again_after_a_move(session: Session, officer: Doer, office: ServicePoint, twin: ServicePoint) -> None:
    say(session, officer, office)
    twin.location = LonLat(lon=AT.lon, lat=AT.lat + 0.0003).as_wkt()  # type: ignore[assignment]
    session.flush()
    assert audited(session) == {"office", "twin"}


def test_what_is_not_found_cannot_be_answered(
    session: Session, country: Country, officer: Doer, office: ServicePoint, twin: ServicePoint
) -> None:
    country.make_service_point("far", name_th="โรงพยาบาล")
    for other in ("far", "office", "nowhere"):
        with pytest.raises(InvalidQuery):
            say_two_offices(session, officer, "office", office.version, other=other, reason=REASON)
    with pytest.raises(InvalidQuery, match="fill this in"):
        say(session, officer, office, reason=" ")
    with pytest.raises(SavedByAnother):
        say_two_offices(session, officer, "office", office.version - 1, other="twin", reason=REASON)
    say(session, officer, office)
    with pytest.raises(InvalidQuery, match="not look like one any more"):
        say(session, officer, office)
