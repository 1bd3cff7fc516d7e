"""A sum is shown where it is certain: whatever is chosen, it is what would be paid."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.fees import bounds_baht, choices_of, fee_case, numbered_fees
from geo.manual import Fee, FeeDue

AMOUNTS = st.integers(0, 5_000).map(lambda tenths: tenths / 10)


@st.composite
def fees(draw: st.DrawFn, *, counted: bool = True, said: bool = False) -> tuple[Fee, ...]:
    def fee() -> Fee:
        known: tuple[FeeDue, ...] = ("always", "when", "one_of")
        due = draw(st.sampled_from(known) if said else st.none() | st.sampled_from(known))
        return Fee(
            name_th="ค่าธรรมเนียม",
            amount_baht=draw(AMOUNTS),
            due=due,
            choice_th=draw(st.sampled_from((None, "ก", "ข"))) if due == "one_of" else None,
            counted=counted and draw(st.booleans()),
        )

    return tuple(fee() for _ in range(draw(st.integers(0, 6))))


@given(fees(), st.sets(st.integers(1, 7)))
def test_every_fee_is_due_or_open_or_not_said_to_apply(manual: tuple[Fee, ...], chosen: set[int]) -> None:
    case = fee_case(manual, chosen)
    numbered = numbered_fees(manual)
    always = sum(Decimal(str(one.fee.amount_baht)) for one in numbered if one.due == "always" and not one.fee.counted)
    assert Decimal(str(case.certain_baht)) >= always
    assert {one.fee for one in numbered if one.due is None} == set(case.unsaid)
    assert case.possible == tuple(one.fee for one in numbered if one.due == "when" and one.number not in chosen)
    assert not (
        case.is_exact and any(one.due == "always" and one.fee.counted and one.fee.amount_baht for one in numbered)
    )


@given(fees(counted=False, said=True))
def test_whoever_chooses_all_knows_the_sum_and_it_lies_within_the_bounds(manual: tuple[Fee, ...]) -> None:
    bounds = bounds_baht(fee_case(manual))
    assert bounds is not None
    groups = choices_of(manual)
    always = [one.fee for one in numbered_fees(manual) if one.due == "always"]
    sums = []
    for picked in product(*groups):
        case = fee_case(manual, {one.number for one in picked})
        paid = sum((Decimal(str(fee.amount_baht)) for fee in [*always, *(one.fee for one in picked)]), Decimal(0))
        assert case.is_exact
        assert Decimal(str(case.certain_baht)) == paid
        sums.append(float(paid))
    assert bounds == (min(sums), max(sums))


@pytest.mark.parametrize(("condition", "exact"), [(None, True), ("เฉพาะเมื่อขอสำเนา", False)])
def test_the_only_fee_is_due_unless_it_has_a_condition(condition: str | None, exact: bool) -> None:
    case = fee_case((Fee(name_th="ออกบัตร", amount_baht=100, condition_th=condition),))
    assert case.is_exact is exact
    assert case.certain_baht == (100 if exact else 0)


def test_of_several_that_nobody_explained_none_is_summed_up() -> None:
    case = fee_case((Fee(name_th="ไม่เกิน 3 เดือน", amount_baht=750), Fee(name_th="ไม่เกิน 1 ปี", amount_baht=3_000)))
    assert (case.certain_baht, case.is_exact, len(case.unsaid)) == (0, False, 2)
