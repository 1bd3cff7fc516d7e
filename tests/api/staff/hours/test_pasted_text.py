"""Pasted hours: read into the form, and nothing of them dropped in silence."""

import pytest

from api.staff.hours.pasted_text import check_answered, note_with_rest, pasted_text, read_into
from api.staff.hours.stored_hours import expression_in
from geo.staff.errors import FieldsRefused

CERTAIN = "จันทร์ - ศุกร์ 8.30-16.30 น. เว้นวันหยุดราชการ"
WITH_REST = f"{CERTAIN} โทรสอบถามก่อน"
IN_QUESTION = "จันทร์-ศุกร์ 8.30-4.30 น. เว้นวันหยุดราชการ"


def faults(form: dict[str, str]) -> set[str | None]:
    try:
        check_answered(form)
    except FieldsRefused as refused:
        return {fault.field for fault in refused.faults}
    return set()


def test_a_certain_text_becomes_the_week() -> None:
    form = read_into({"text": CERTAIN, "by": "unknown", "tu_2_from": "1", "sa_week_1": "yes"})
    assert form["by"] == "week"
    assert expression_in(form, None) == "Mo-Fr 08:30-16:30; PH off"
    assert faults(form) == set()
    found = pasted_text(form, "th")
    assert found is not None
    assert (found.rest, found.questions) == ((), ())


def test_what_was_not_understood_is_asked_and_can_be_kept() -> None:
    form = read_into({"text": WITH_REST.replace(" เว้น", "\r\nเว้น")})
    found = pasted_text(form, "th")
    assert found is not None
    assert found.rest
    assert [part.text for part in found.parts if part.is_left_over] == list(found.rest)
    assert "".join(part.text for part in found.parts) == WITH_REST.replace(" เว้น", "\nเว้น")
    assert faults(form) == {"keep"}
    kept = form | {"keep": "note", "hours_note": "ชั้น 2"}
    assert faults(kept) == set()
    assert note_with_rest(kept, "hours_note") == f"ชั้น 2 · {' · '.join(found.rest)}"
    assert note_with_rest(form | {"keep": "leave", "hours_note": "ชั้น 2"}, "hours_note") == "ชั้น 2"


def test_what_may_mean_something_else_is_asked() -> None:
    form = read_into({"text": IN_QUESTION})
    found = pasted_text(form, "en")
    assert found is not None
    assert found.questions
    assert faults(form) == {"sure"}
    assert faults(form | {"sure": "yes"}) == set()


def test_hours_of_a_part_of_the_office_are_asked_too() -> None:
    form = read_into({"text": f"{CERTAIN} งานทะเบียน จันทร์-ศุกร์ 8.30-15.30 น. เว้นวันหยุดราชการ"})
    found = pasted_text(form, "th")
    assert found is not None
    assert any("งานทะเบียน" in text for text in found.rest)
    assert "keep" in faults(form)


def test_a_text_that_was_not_read_is_not_forgotten() -> None:
    assert faults({"text": CERTAIN, "read": ""}) == {"text"}
    assert faults({"text": "อย่างอื่น", "read": CERTAIN}) == {"text"}
    assert faults({"text": "", "read": ""}) == set()


@pytest.mark.parametrize("text", ["โทรสอบถาม", "ตามประกาศ"])
def test_a_text_without_hours_leaves_the_week_as_it_is(text: str) -> None:
    form = read_into({"text": text, "by": "week", "mo_kind": "all_day"})
    assert (form["by"], form["mo_kind"]) == ("week", "all_day")
    found = pasted_text(form, "th")
    assert found is not None
    assert not found.says_when
    assert faults(form) == {"keep"}
