"""What a procedure costs: the sum that is certain in her case, and what stays open."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from geo.manual import Fee, FeeDue


@dataclass(frozen=True, slots=True)
class NumberedFee:
    """`number` is its place in the manual, from 1; `due` as the manual says it, or as its only fee lets us conclude."""

    number: int
    fee: Fee
    due: FeeDue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCase:
    """`certain_baht` is paid in any case; `per_unit` besides for each unit, `undecided` are the choices not made yet.

    `possible` are fees for what was not said to apply, `unsaid` those of which nobody has written when they are due.
    """

    certain_baht: float
    per_unit: tuple[Fee, ...]
    undecided: tuple[tuple[Fee, ...], ...]
    possible: tuple[Fee, ...]
    unsaid: tuple[Fee, ...]

    @property
    def is_exact(self) -> bool:
        """Whether `certain_baht` is the whole sum, as far as what applies was said."""
        return not (self.per_unit or self.undecided or self.unsaid)


def numbered_fees(fees: tuple[Fee, ...]) -> tuple[NumberedFee, ...]:
    """A manual's only fee without a condition is always due, even where that was not said in so many words."""
    sole: FeeDue | None = "always" if len(fees) == 1 and not fees[0].condition_th else None
    return tuple(NumberedFee(number, fee, fee.due or sole) for number, fee in enumerate(fees, 1))


def choices_of(fees: tuple[Fee, ...]) -> tuple[tuple[NumberedFee, ...], ...]:
    """The groups of which exactly one fee is due, in the order of their first."""
    groups: dict[str | None, list[NumberedFee]] = {}
    for one in numbered_fees(fees):
        if one.due == "one_of":
            groups.setdefault(one.fee.choice_th, []).append(one)
    return tuple(map(tuple, groups.values()))


def fee_case(fees: tuple[Fee, ...], chosen: Collection[int] = ()) -> FeeCase:
    """`chosen` are the numbers of the fees `when` what applies, and of those chosen of each `one_of`."""
    numbered = numbered_fees(fees)
    choices = choices_of(fees)
    due = [one.fee for one in numbered if one.due == "always" or (one.due == "when" and one.number in chosen)]
    undecided = []
    for group in choices:
        taken = _taken(group, chosen)
        if taken is None:
            undecided.append(tuple(one.fee for one in group))
        else:
            due.append(taken.fee)
    return FeeCase(
        certain_baht=_sum(due),
        per_unit=tuple(fee for fee in due if fee.counted and fee.amount_baht),
        undecided=tuple(undecided),
        possible=tuple(one.fee for one in numbered if one.due == "when" and one.number not in chosen),
        unsaid=tuple(one.fee for one in numbered if one.due is None),
    )


def bounds_baht(case: FeeCase) -> tuple[float, float] | None:
    """The least and the most that is paid once, whatever is chosen; None where an open choice has units to count."""
    if any(fee.counted for group in case.undecided for fee in group):
        return None
    amounts = [sorted(Decimal(str(fee.amount_baht)) for fee in group) for group in case.undecided]
    certain = Decimal(str(case.certain_baht))
    return float(certain + sum(group[0] for group in amounts)), float(certain + sum(group[-1] for group in amounts))


def _taken(group: tuple[NumberedFee, ...], chosen: Collection[int]) -> NumberedFee | None:
    """A choice between like amounts needs not be made."""
    if len({(one.fee.amount_baht, one.fee.counted, one.fee.per_th if one.fee.counted else None) for one in group}) == 1:
        return group[0]
    return next(_chosen(group, chosen), None)


def _chosen(group: tuple[NumberedFee, ...], chosen: Collection[int]) -> Iterator[NumberedFee]:
    return (one for one in group if one.number in chosen)


def _sum(fees: list[Fee]) -> float:
    # tenths of a baht add up exactly in decimals only
    return float(sum((Decimal(str(fee.amount_baht)) for fee in fees if not fee.counted), Decimal(0)))
