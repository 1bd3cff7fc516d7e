"""A pin set, insisted on, accepted or sent back, confirmed and put back; and what the history says of it."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Proj
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.pins.audit import CONFIRM_WITHIN, AuditQuestion, audit_pins
from geo.pins.models import StoredFinding
from geo.staff.audit import Doer, acting
from geo.staff.audit_search import find_history
from geo.staff.errors import SavedByAnother, UnknownRecord
from geo.staff.pins.decisions import accept_pin, count_insisted_pins, find_insisted_pins, return_pin
from geo.staff.pins.edit import NewPin, PinRefused, confirm_pin, set_pin, undo_pin
from geo.staff.pins.history import find_pin_history
from geo.staff.pins.unconfirmed import find_unconfirmed_pins
from geo.staff.pins.work import WorkQuery, count_work, find_work
from geo.staff.service_point_edit import load_point
from geo.staff.service_point_fields import position_of
from tests.geo.staff.pins.conftest import AT

BESIDE = "13.1712345, 100.9371234"
OUTSIDE = "13°10'N 100°55'E"
"""In whole minutes, and a kilometre outside the square."""

INSISTED = frozenset({"rounded", "wrong_province"})
GEOD = Geod(ellps="WGS84")


def place(session: Session) -> LonLat:
    found = position_of(load_point(session, "office"))
    assert found is not None
    return found


def version(session: Session) -> int:
    return load_point(session, "office").version


def put(session: Session, who: Doer, text: str, **how: object) -> ServicePoint:
    return set_pin(session, who, "office", version(session), NewPin(text=text, **how))  # type: ignore[arg-type]


def insist(session: Session, who: Doer) -> ServicePoint:
    return put(session, who, OUTSIDE, insist=INSISTED, because="ท่าเรืออยู่ตรงนั้น")


def kinds(session: Session) -> set[str]:
    return {one.kind for one in session.query(StoredFinding).all()}


def test_a_pin_that_is_right_is_saved_and_logged(session: Session, office: ServicePoint, officer: Doer) -> None:
    put(session, officer, BESIDE, method="gps", accuracy_m=12.0)
    point = load_point(session, "office")
    assert place(session) == LonLat(lon=100.9371234, lat=13.1712345)
    assert (point.pin_method, point.pinned_by, point.pin_verified_at) == ("gps", "Khun Officer", None)
    now, before = find_pin_history(session, point)
    assert (now.accuracy_m, now.by, before.by, before.method, before.position) == (
        *(12.0, "Khun Officer", None, "import"),
        AT,
    )
    assert now.moved_m == pytest.approx(100, abs=5)
    (line,) = find_history(session, "service_point", "office")
    assert (line.action, line.before, line.after) == (
        "service_point.pin",
        {"position": "13.1707797, 100.9363318", "pin_method": "import", "accuracy_m": None},
        {"position": "13.1712345, 100.9371234", "pin_method": "gps", "accuracy_m": 12.0},
    )


def test_what_is_wrong_keeps_it_from_being_saved(session: Session, office: ServicePoint, officer: Doer) -> None:
    with pytest.raises(PinRefused) as refused:
        put(session, officer, OUTSIDE)
    assert {one.kind for one in refused.value.checked.findings} == INSISTED
    with pytest.raises(PinRefused):
        put(session, officer, OUTSIDE, insist=frozenset({"rounded"}), because="x")
    with pytest.raises(InvalidQuery, match="Please fill this in") as silent:
        put(session, officer, OUTSIDE, insist=INSISTED)
    assert silent.value.field == "because"
    assert place(session) == AT
    assert len(find_pin_history(session, office)) == 1


def test_nobody_insists_on_swapped_numbers(session: Session, office: ServicePoint, officer: Doer) -> None:
    with pytest.raises(PinRefused) as refused:
        put(session, officer, "100.9363°N 13.1708°E", insist=frozenset({"swapped"}), because="x")
    (finding,) = refused.value.checked.findings
    assert finding.remedy.proposed == LonLat(lon=100.9363, lat=13.1708)


def test_insisted_then_accepted(session: Session, office: ServicePoint, officer: Doer, central: Doer) -> None:
    insist(session, officer)
    assert not INSISTED & kinds(session)
    assert count_insisted_pins(session, acting(officer), "pin.decide", "waiting") == 0
    (waiting,) = find_insisted_pins(session, acting(central), "pin.decide", "waiting")
    assert (waiting.code, waiting.by, waiting.because, len(waiting.kept)) == (
        *("office", "Khun Officer", "ท่าเรืออยู่ตรงนั้น"),
        2,
    )
    point = accept_pin(session, central, "office", version(session))
    assert (point.pin_verified_by, point.pinned_by) == ("Khun Central", "Khun Officer")
    assert not INSISTED & kinds(session)
    assert count_insisted_pins(session, acting(central), "pin.decide", "waiting") == 0
    with pytest.raises(UnknownRecord):
        accept_pin(session, central, "office", version(session))
    # nor when all pins are looked at: the audit itself still knows
    assert {one.finding.kind for one in audit_pins(session, AuditQuestion())} >= INSISTED


def test_sent_back_with_a_comment(session: Session, office: ServicePoint, officer: Doer, central: Doer) -> None:
    insist(session, officer)
    with pytest.raises(InvalidQuery, match="Please fill this in"):
        return_pin(session, central, "office", version(session), comment=" ")
    return_pin(session, central, "office", version(session), comment="ปักที่ประตู")
    assert kinds(session) >= INSISTED
    (back,) = find_insisted_pins(session, acting(officer), "pin.set", "returned")
    assert back.comment == "ปักที่ประตู"
    put(session, officer, BESIDE)
    assert count_insisted_pins(session, acting(officer), "pin.set", "returned") == 0
    assert [one.state for one in find_pin_history(session, office)] == [None, "over", None]


def test_the_central_officer_asks_nobody(session: Session, office: ServicePoint, central: Doer) -> None:
    insist(session, central)
    assert count_insisted_pins(session, acting(central), "pin.decide", "waiting") == 0
    now = find_pin_history(session, office)[0]
    assert (now.state, now.decided_by) == ("accepted", "Khun Central")


def test_findings_come_back_when_the_pin_moves(session: Session, office: ServicePoint, officer: Doer) -> None:
    insist(session, officer)
    put(session, officer, "13.1667001, 100.9167001", insist=frozenset({"wrong_province"}), because="ท่าเรือ")
    session.execute(text("UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(100.917, 13.167), 4326)"))
    put(session, officer, "13.1667001, 100.9167001", insist=frozenset({"wrong_province"}), because="ท่าเรือ")
    assert [one.state for one in find_pin_history(session, office)] == ["waiting", None, "over", "over", None]


def test_a_pin_that_stands_may_be_insisted_on_without_moving_it(
    session: Session, office: ServicePoint, officer: Doer
) -> None:
    session.execute(text("UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(100.94, 13.17), 4326)"))
    session.expire_all()
    with pytest.raises(PinRefused) as refused:
        put(session, officer, "13.1700000, 100.9400000")
    found = frozenset(one.kind for one in refused.value.checked.findings)
    put(session, officer, "13.17, 100.94", insist=found, because="วัดแล้ว")
    now, *_ = find_pin_history(session, load_point(session, "office"))
    assert (now.state, now.moved_m, load_point(session, "office").pin_method) == ("waiting", 0.0, "import")
    assert not found & kinds(session)


def test_confirmed_by_one_tap_or_by_saving_it_as_it_is(
    session: Session, office: ServicePoint, officer: Doer, central: Doer
) -> None:
    session.execute(text("UPDATE service_point SET pinned_at = '2020-01-01'"))
    session.expire_all()
    (stale,) = find_unconfirmed_pins(session, acting(officer), CONFIRM_WITHIN, 5)
    assert (stale.code, stale.since.year) == ("office", 2020)
    before = version(session)
    point = confirm_pin(session, officer, "office", before)
    assert (point.pin_verified_by, point.version) == ("Khun Officer", before)
    assert find_unconfirmed_pins(session, acting(officer), CONFIRM_WITHIN, 5) == []
    assert "stale" not in kinds(session)
    put(session, central, "13.1707797 100.9363318")
    assert [line.action for line in find_history(session, "service_point", "office")] == [
        "service_point.pin_confirm",
    ] * 2


def test_put_back_and_forth(session: Session, office: ServicePoint, officer: Doer, central: Doer) -> None:
    with pytest.raises(UnknownRecord):
        undo_pin(session, officer, "office", version(session))
    insist(session, officer)
    there = place(session)
    undo_pin(session, officer, "office", version(session))
    assert (place(session), load_point(session, "office").pin_method) == (AT, "import")
    undo_pin(session, officer, "office", version(session))
    assert place(session) == there
    now = find_pin_history(session, load_point(session, "office"))[0]
    assert (now.state, now.kept_because) == ("waiting", "ท่าเรืออยู่ตรงนั้น")


def test_somebody_else_was_quicker(session: Session, office: ServicePoint, officer: Doer, central: Doer) -> None:
    opened = version(session)
    put(session, central, BESIDE)
    with pytest.raises(SavedByAnother, match="Khun Central"):
        set_pin(session, officer, "office", opened, NewPin(text=BESIDE))
    with pytest.raises(SavedByAnother):
        confirm_pin(session, officer, "office", opened)
    with pytest.raises(SavedByAnother):
        undo_pin(session, officer, "office", opened)
    with pytest.raises(SavedByAnother):
        accept_pin(session, central, "office", opened)


def test_whoever_moves_pins_leaves_a_history(session: Session, office: ServicePoint) -> None:
    """As loading a file does: in one statement, past all our code."""
    session.execute(text("UPDATE service_point SET phone = '0 2000 0001'"))
    assert len(find_pin_history(session, office)) == 1
    session.execute(
        text(
            "UPDATE service_point SET location = NULL, pin_method = NULL, pinned_at = NULL, pinned_by = NULL"
            " WHERE code = 'office'"
        )
    )
    taken_away, before = find_pin_history(session, office)
    assert (taken_away.position, before.position) == (None, AT)


def test_the_work_of_an_agency(session: Session, office: ServicePoint, officer: Doer, central: Doer) -> None:
    insist(session, officer)
    return_pin(session, central, "office", version(session), comment="ไม่ใช่")
    (first, second) = find_work(session, acting(central), WorkQuery())
    assert [one.audited.finding.kind for one in (first, second)] == ["wrong_province", "rounded"]
    assert find_work(session, acting(central), WorkQuery(after=first.cursor)) == [second]
    assert find_work(session, acting(officer), WorkQuery(kind="rounded", area="2007")) == [second]
    assert find_work(session, acting(officer), WorkQuery(area="21")) == []
    assert [
        (one.key, one.findings, one.points) for one in count_work(session, acting(central), WorkQuery(), "province")
    ] == [("20", 2, 1)]
    for wrong in ({"kind": "haunted"}, {"area": "2x"}, {"after": "first"}):
        with pytest.raises(InvalidQuery):
            WorkQuery(**wrong)  # type: ignore[arg-type]


FORMS = {
    "degrees": lambda lat, lon: f"{lat:.7f}, {lon:.7f}",
    "other way round": lambda lat, lon: f"{lon:.6f} {lat:.6f}",
    "minutes": lambda lat, lon: f"{minutes(lat)}N {minutes(lon)}E",
    "geo": lambda lat, lon: f"geo:{lat:.6f},{lon:.6f}",
    "link": lambda lat, lon: f"https://www.google.com/maps?q={lat:.6f},{lon:.6f}",
    "utm": lambda lat, lon: "47P {:.1f} {:.1f}".format(*Proj(32647)(lon, lat)),
}


def minutes(angle: float) -> str:
    degrees, rest = divmod(angle, 1)
    whole, part = divmod(rest * 60, 1)
    return f"{degrees:.0f}°{whole:02.0f}'{math.floor(part * 60_000) / 1000:06.3f}\""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lat=st.floats(13.1, 13.25),
    lon=st.floats(100.86, 101.0),
    form=st.sampled_from(sorted(FORMS)),
    method=st.sampled_from(["typed", "map", "gps"]),
)
def test_what_is_saved_is_what_was_meant_within_a_metre(  # noqa: PLR0917 - fixtures and what is drawn
    session: Session, office: ServicePoint, officer: Doer, lat: float, lon: float, form: str, method: str
) -> None:
    written = FORMS[form](lat, lon)
    try:
        put(session, officer, written, method=method)
    except PinRefused as refused:
        put(
            session, officer, written, method=method, insist={one.kind for one in refused.checked.findings}, because="x"
        )
    saved = place(session)
    assert GEOD.inv(lon, lat, saved.lon, saved.lat)[2] < 1
