"""What a manual says goes into the fields of its forms and comes back from them as it was."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.manual.part_fields import PART_FORMS
from api.staff.manuals.part_reading import PartSent, read_part, rearrange, written_row
from geo.manual import PARTS, UNIT_NAMES, Document, Fee, ManualContent, Statistic, Step

WORDS = st.sampled_from(["บัตรประชาชน", "ยื่นคำขอ", 'คำว่า "ใบ"', "A & B"])
AMOUNTS = st.integers(0, 10**6).map(lambda number: number / 4)
TIMED = st.builds(
    Step,
    name_th=WORDS,
    detail_th=st.none() | WORDS,
    duration=st.integers(1, 900).map(float),
    duration_unit=st.sampled_from(sorted(UNIT_NAMES)),
)
MANUALS = st.builds(
    ManualContent,
    summary_th=st.none() | WORDS,
    documents=st.lists(
        st.builds(
            Document,
            name_th=WORDS,
            originals=st.integers(0, 3),
            copies=st.integers(0, 3),
            copy_needed=st.booleans(),
            required=st.booleans(),
        )
    ).map(tuple),
    fees=st.lists(
        st.builds(Fee, name_th=WORDS, amount_baht=AMOUNTS, per_th=st.none() | WORDS, counted=st.booleans())
    ).map(tuple),
    steps=st.lists(TIMED | st.builds(Step, name_th=WORDS)).map(tuple),
    statistics=st.lists(st.builds(Statistic, year=st.integers(2015, 2030), requests=st.integers(0, 10**6))).map(tuple),
)


@given(MANUALS)
def test_every_part_comes_back_as_it_was(manual: ManualContent) -> None:
    stored = manual.as_json()
    said: dict[str, Any] = {}
    for part in PARTS:
        form = PART_FORMS[part]
        entries = stored.get(form.rows, []) if form.rows else [stored]
        read = read_part(form, [written_row(form, entry) for entry in entries])
        assert not read.faults
        said |= read.fields
    assert ManualContent.model_validate(said) == manual


def test_what_a_form_has_no_fields_for_is_not_lost() -> None:
    form = PART_FORMS["fees"]
    fee = {"name_th": "ค่าคำขอ", "amount_baht": 20.0, "counted": False, "something_newer": {"a": 1}}
    assert read_part(form, [written_row(form, fee)]).fields == {"fees": [fee]}
    assert not read_part(form, [{"rest": "no json", "name_th": "x", "amount_baht": "1"}]).faults


@given(st.integers(0, 5), st.sampled_from(["up", "down", "remove", "add"]), st.integers(0, 7))
def test_no_button_loses_a_row(count: int, button: str, at: int) -> None:
    rows = [{"name_th": str(number)} for number in range(count)]
    sent = PartSent(rows=list(rows))
    assert rearrange(sent, button if button == "add" else f"{button}-{at}")
    assert rearrange(sent, "restore")
    names = [row["name_th"] for row in sent.rows if row]
    assert sorted(names) == [row["name_th"] for row in rows]
    assert button in ("up", "down") or names == [row["name_th"] for row in rows]
