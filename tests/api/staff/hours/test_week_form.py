"""The fields of a week say what the week says; its buttons do what stands on them and lose nothing that was typed."""

import pytest
from hypothesis import given, settings

from api.staff.hours.stored_hours import expression_in, form_of_expression
from api.staff.hours.week_buttons import has_lunch, pressed
from api.staff.hours.week_form import form_of_week, week_in
from geo.staff.errors import FieldsRefused
from geo.weekly_hours.edited_week import EditedWeek, edited_week, weekly_of
from geo.weekly_hours.write_weekly_hours import write_week
from tests.geo.weekly_hours.edited_weeks import edited_weeks

OFFICE = "Mo-Fr 08:30-16:30; PH off"


@settings(max_examples=200, deadline=None)
@given(edited_weeks())
def test_the_form_says_the_same_week(edited: EditedWeek) -> None:
    weekly = weekly_of(edited)
    shown = form_of_week(edited_week(weekly))
    assert weekly_of(week_in(shown)) == weekly
    written = write_week(weekly)
    form = form_of_expression(written)
    assert form["by"] == "week"
    assert expression_in(form, None) == written


def after(form: dict[str, str], *buttons: str) -> str:
    for button in buttons:
        form = pressed(form, button)
    return expression_in(form, None)


@pytest.mark.parametrize(
    ("before", "buttons", "expression"),
    [
        ("off", ["office"], OFFICE),
        (OFFICE, ["lunch"], "Mo-Fr 08:30-12:00,13:00-16:30; PH off"),
        (OFFICE, ["lunch", "lunch"], "Mo-Fr 08:30-12:00,13:00-16:30; PH off"),
        (OFFICE, ["lunch:we"], "Mo,Tu,Th,Fr 08:30-16:30; We 08:30-12:00,13:00-16:30; PH off"),
        ("Mo-Fr 08:30-12:00,13:00-16:30; PH off", ["nolunch"], OFFICE),
        ("Mo 09:00-15:00; PH off", ["same:mo:tu,we,th,fr"], "Mo-Fr 09:00-15:00; PH off"),
        ("Fr 09:00-12:00; PH off", ["same:fr:sa"], "Fr,Sa 09:00-12:00; PH off"),
        ("Mo 08:00-09:00,10:00-11:00", ["less:mo:1"], "Mo 10:00-11:00"),
        ("Sa[1,3] 09:00-12:00; PH off", ["same:sa:su"], "Sa[1,3] 09:00-12:00; Su[1,3] 09:00-12:00; PH off"),
        (OFFICE, ["more:mo"], OFFICE),
        (OFFICE, ["no such button", "same:mo:ph", "same:xx:tu", "less:mo:9", "more:xx", "lunch:xx"], OFFICE),
    ],
)
def test_what_buttons_do(before: str, buttons: list[str], expression: str) -> None:
    assert after(form_of_expression(before), *buttons) == expression


def test_a_line_more_is_a_line_more() -> None:
    form = pressed(form_of_expression(OFFICE), "more:mo") | {"mo_1_to": "12.00", "mo_2_from": "13", "mo_2_to": "๑๖.๓๐"}
    assert not has_lunch(form_of_expression(OFFICE))
    assert expression_in(form, None) == "Mo 08:30-12:00,13:00-16:30; Tu-Fr 08:30-16:30; PH off"


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    form = form_of_expression(OFFICE) | {"mo_1_from": "half past", "tu_1_to": "", "we_1_to": "8.30"}
    assert pressed(form, "lunch")["mo_1_from"] == "half past"
    with pytest.raises(FieldsRefused) as refused:
        expression_in(form, None)
    assert {fault.field for fault in refused.value.faults} == {"mo_1_from", "tu_1_to", "we_1_to"}


def test_to_open_on_a_closed_day_is_one_choice() -> None:
    form = form_of_expression("Mo-Fr 09:00-15:00; PH off") | {"sa_kind": "open"}
    assert expression_in(form, None) == "Mo-Sa 09:00-15:00; PH off"


def test_hours_that_say_the_same_stay_as_they_are_written() -> None:
    written = "Mo-Fr 08:30-12:00, Mo-Fr 13:00-16:30; PH off"
    form = form_of_expression(written)
    assert form["by"] == "week"
    assert expression_in(form, written) == written
    assert expression_in(form, None) == "Mo-Fr 08:30-12:00,13:00-16:30; PH off"


def test_what_is_more_than_a_week_stays_an_expression() -> None:
    written = "Mo-Fr 08:30-16:30; Jun-Aug Sa 09:00-12:00; PH off"
    form = form_of_expression(written)
    assert form["by"] == "expression"
    assert expression_in(form, written) == written
