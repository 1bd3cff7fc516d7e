"""A data set changes many offices at once: whoever opens the pin audit after it sees what it brought."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from geo.pins.refresh_findings import find_refresh
from tests.api.staff.conftest import DEPARTMENT, OFFICE
from tests.api.staff.pins.conftest import look_at_all_pins
from tests.ingest.data_sets.conftest import Desk, as_csv


def is_due(desk: Desk) -> bool:
    with Session(desk.engine) as session:
        return find_refresh(session).is_due(datetime.now(UTC))


def test_all_pins_are_to_be_looked_at_after_a_data_set(desk: Desk) -> None:
    row = {"code": OFFICE, "agency_code": DEPARTMENT, "name_th": "สำนักงานใหม่"}
    data_set = desk.upload(as_csv([row]))
    assert (data_set.state, data_set.changed) == ("ready", 1)
    look_at_all_pins(desk.engine)
    assert not is_due(desk)
    assert desk.activate(data_set.id).state == "active"
    assert is_due(desk)
    look_at_all_pins(desk.engine)
    assert not is_due(desk)
    assert desk.roll_back(data_set.id).state == "rolled_back"
    assert is_due(desk)


def test_what_is_only_looked_at_changes_nothing(desk: Desk) -> None:
    look_at_all_pins(desk.engine)
    data_set = desk.upload(as_csv([{"code": OFFICE, "agency_code": DEPARTMENT, "name_th": "สำนักงานใหม่"}]))
    desk.discard(data_set.id)
    assert not is_due(desk)
