"""Administrators add holidays and take them away, on the real tables."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.calendar import add_holiday, find_calendar, list_holidays, remove_holiday, reset_holiday
from geo.errors import InvalidQuery, NotFound
from geo.government_holidays import COMPUTED
from geo.models import Calendar, Holiday
from geo.words import Name

SPECIAL = date(2026, 11, 24)
SONGKRAN = date(2026, 4, 13)
CABINET = "มติคณะรัฐมนตรี 3 พฤศจิกายน 2569"


def test_without_corrections_the_calendar_is_the_computed_one(session: Session) -> None:
    assert find_calendar(session) == COMPUTED
    days = list_holidays(session, 2026)
    assert {day.day for day in days} == COMPUTED.holidays([2026])
    assert [day.day for day in days] == sorted(day.day for day in days)
    assert all(day.closed and day.source is None for day in days)


def test_a_day_is_added_removed_and_reset(session: Session) -> None:
    add_holiday(session, SPECIAL, " วันหยุดพิเศษ ", " ", CABINET)
    assert find_calendar(session).name(SPECIAL, "en") == "วันหยุดพิเศษ"
    [added] = [day for day in list_holidays(session, 2026) if day.source]
    assert (added.day, added.closed, added.name, added.source) == (SPECIAL, True, Name("วันหยุดพิเศษ", None), CABINET)

    remove_holiday(session, SPECIAL, "ยกเลิก")
    assert not find_calendar(session).is_holiday(SPECIAL)
    [removed] = [day for day in list_holidays(session, 2026) if day.source]
    assert (removed.closed, removed.name.th, removed.source) == (False, "วันหยุดพิเศษ", "ยกเลิก")

    reset_holiday(session, SPECIAL)
    assert find_calendar(session) == COMPUTED


def test_a_computed_holiday_is_renamed_and_taken_away(session: Session) -> None:
    add_holiday(session, SONGKRAN, "มหาสงกรานต์", "Maha Songkran", CABINET)
    assert find_calendar(session).name(SONGKRAN, "en") == "Maha Songkran"
    reset_holiday(session, SONGKRAN)
    remove_holiday(session, SONGKRAN, CABINET)
    assert find_calendar(session).working == {SONGKRAN}
    assert [day.name.en for day in list_holidays(session, 2026) if not day.closed] == ["Songkran Festival"]
    with pytest.raises(InvalidQuery, match="offices work anyway"):
        remove_holiday(session, SONGKRAN, CABINET)


def test_what_makes_no_sense_gets_a_sentence(session: Session) -> None:
    with pytest.raises(InvalidQuery, match="offices work anyway"):
        remove_holiday(session, SPECIAL, CABINET)
    with pytest.raises(NotFound, match="Nobody has added or removed 2026-11-24"):
        reset_holiday(session, SPECIAL)
    with pytest.raises(InvalidQuery, match="name in Thai"):
        add_holiday(session, SPECIAL, " ", None, CABINET)
    with pytest.raises(InvalidQuery, match="who decided it"):
        add_holiday(session, SPECIAL, "วันหยุดพิเศษ", None, "")
    assert session.scalars(select(Holiday)).all() == []


def test_every_correction_changes_the_version_of_the_calendar(session: Session) -> None:
    versions = [session.scalars(select(Calendar.version)).one()]
    add_holiday(session, SPECIAL, "วันหยุดพิเศษ", None, CABINET)
    versions.append(session.scalars(select(Calendar.version)).one())
    reset_holiday(session, SPECIAL)
    versions.append(session.scalars(select(Calendar.version)).one())
    assert versions == sorted(set(versions))
