"""Codes that a spreadsheet damaged: taken for one that exists where that is certain, else refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.data_sets.mended_code import mended_code
from ingest.data_sets.register import Register

NAMES = {
    "0150800000000": "กรมการพัฒนาชุมชน",
    "0150800000017": "สำนักงานพัฒนาชุมชนจังหวัดชลบุรี",
    "1120400000017": "สำนักงานหนึ่ง",
    "1120400000025": "สำนักงานสอง",
    "1120500000001": "สำนักงานสาม",
    "11535": "โรงพยาบาล",
}
REGISTER = Register(NAMES, NAMES)


def mended(value: object, name: str = "", *, may_be_new: bool = True, register: Register = REGISTER) -> object:
    """The code, or None where the row is refused."""
    one = mended_code(value, "code", register, may_be_new=may_be_new, name=name)
    return None if one.problem else one.value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1120400000017", "1120400000017"),
        (1120400000017, "1120400000017"),
        ("๑๑๒๐๔๐๐๐๐๐๐๑๗", "1120400000017"),
        ("1,120,400,000,017", "1120400000017"),
        ("1120400000017.0", "1120400000017"),
        ("'1120400000017", "1120400000017"),
        (150800000017, "0150800000017"),
        ("150800000017", "0150800000017"),
        (11535, "11535"),
        ("22222", "22222"),  # as long as codes of another register that are there
        ("OSM-42", "OSM-42"),
        (1120400000033, "1120400000033"),  # a new one, whole
    ],
)
def test_what_is_certain_is_taken(value: object, code: str) -> None:
    assert mended(value) == code


@pytest.mark.parametrize("value", ["1.1204E+12", "1,1204E+12", "1.1204e12", 999, "12345678", "1120400000000"])
def test_what_is_not_certain_is_refused(value: object) -> None:
    assert mended(value) is None


def test_a_rounded_code_is_known_by_the_name_beside_it() -> None:
    assert mended("1.1204E+12", "สำนักงานสอง") == "1120400000025"
    assert mended("1120400000000", "สำนักงานหนึ่ง") == "1120400000017"
    assert mended("1.1205E+12") is None, "the only one, but a name must say so"


def test_nobody_elses_code_is_put_back() -> None:
    others = Register(NAMES, ["1120400000017"])
    assert mended("150800000017", register=others) is None
    assert mended("1.1204E+12", "สำนักงานสอง", register=others) is None


def test_two_that_it_can_be_are_named() -> None:
    register = Register({"0042": "a", "00042": "b"}, {"0042", "00042"})
    one = mended_code("42", "code", register, may_be_new=True)
    assert "0042, 00042" in str(one.problem) or "00042, 0042" in str(one.problem)


CODES = st.lists(st.from_regex(r"[0-9]{13}", fullmatch=True), min_size=1, max_size=30, unique=True)


@given(CODES, st.data())
def test_whatever_excel_does_the_row_is_its_own_or_refused(codes: list[str], data: st.DataObject) -> None:
    names = {code: f"office {number}" for number, code in enumerate(codes)}
    register = Register(names, codes)
    code = data.draw(st.sampled_from(codes))
    damages = [
        int(code),
        str(int(code)),
        f"{int(code)}.0",
        f"{int(code):,}",
        f"{Decimal(int(code)):.4E}".replace("E+", "E+"),
        f"{int(code):.2e}",
    ]
    for damage in damages:
        for name in ("", names[code]):
            found = mended(damage, name, register=register)
            assert found in (None, code) or (isinstance(found, str) and found == str(damage) and found in names)
