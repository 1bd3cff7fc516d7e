"""Cells that a spreadsheet damaged: telephones, dates, and the apostrophe of our own exports."""

from datetime import date

import pytest

from ingest.data_sets.mended_cells import mended_cells


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        (38216201, "038216201"),
        ("38216201", "038216201"),
        (812345678, "0812345678"),
        ("0 3821 6201", "0 3821 6201"),
        ("1548", "1548"),
        ("๓๘๒๑๖๒๐๑", "038216201"),
    ],
)
def test_telephones_get_their_zero_back(value: object, phone: object) -> None:
    values, _, problem = mended_cells({"phone": value})
    assert (values["phone"], problem) == (phone, None)


@pytest.mark.parametrize(
    "value", [date(2026, 2, 1), "1-Feb", "01-ก.พ.", "Feb-26", "2026-02-01", "1/2/2569", "2026-02-01 00:00:00"]
)
def test_an_address_that_became_a_date_is_refused(value: object) -> None:
    _, _, problem = mended_cells({"address_th": value})
    assert problem is not None


@pytest.mark.parametrize("value", ["1/2 ถนนสุขุมวิท", "1/2", "99 หมู่ 4", "12 ม.ค. 2569 เปิดใหม่"])
def test_addresses_are_no_dates(value: str) -> None:
    values, _, problem = mended_cells({"address_th": value})
    assert (values["address_th"], problem) == (value, None)


def test_the_guard_before_formulas_is_taken_off() -> None:
    assert mended_cells({"name_th": "'=1+1", "name_en": "'t Hof"})[0] == {"name_th": "=1+1", "name_en": "'t Hof"}
