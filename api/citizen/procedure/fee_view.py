"""The fees of a manual on its page: what she ticks, and the sum for her case as far as it is certain."""

from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from api.citizen.procedure.manual_words import baht, fees_in_words
from api.pages.phrase import Phrase, optional_phrase, phrase
from geo.fees import FeeCase, NumberedFee, choices_of, fee_case, numbered_fees
from geo.manual import Fee
from geo.words import N_, translate

FIELD = "fee"
"""`?fee=2&fee=4`; of each choice the form sends its own `fee.2`, since a browser groups buttons by their name."""

MOST_FEES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """`per` is the unit, `is_counted` whether there may be several of it."""

    number: int
    name: Phrase
    amount: str
    per: Phrase | None
    is_counted: bool
    condition: Phrase | None
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeChoice:
    """Exactly one of the `rows` is paid; `legend` None: nobody has said what they differ in."""

    field: str
    legend: Phrase | None
    rows: tuple[FeeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTotal:
    """`amount` is the sum that is certain; None where nothing is. `units` come on top, `open_choices` may."""

    amount: str | None
    is_exact: bool
    units: tuple[FeeRow, ...]
    open_choices: tuple[Phrase | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesView:
    """`headline` is the same for everybody, `total` for her case; None where nobody has said what is due when."""

    headline: str
    always: tuple[FeeRow, ...]
    choices: tuple[FeeChoice, ...]
    when: tuple[FeeRow, ...]
    unsaid: tuple[FeeRow, ...]
    total: FeeTotal | None

    @property
    def can_be_chosen(self) -> bool:
        return bool(self.choices or self.when)


def parse_chosen_fees(parameters: QueryParams) -> tuple[int, ...]:
    """What an address or the form says; what is no number is passed over, as a choice that was not made."""
    values = (value for name, value in parameters.multi_items() if name == FIELD or name.startswith(f"{FIELD}."))
    numbers = {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 5}
    return tuple(sorted(number for number in numbers if 0 < number <= MOST_FEES))


def fees_view(fees: tuple[Fee, ...], chosen: Collection[int], language: str) -> FeesView:
    rows = {one.number: _row(one, chosen, language) for one in numbered_fees(fees)}
    due = {name: tuple(rows[one.number] for one in numbered_fees(fees) if one.due == name) for name in _DUE}
    case = fee_case(fees, chosen)
    return FeesView(
        headline=fees_in_words(fees, language),
        always=due["always"],
        choices=tuple(_choice(group, rows, language) for group in choices_of(fees)),
        when=due["when"],
        unsaid=due[None],
        total=None if case.unsaid else _total(case, language),
    )


_DUE = ("always", "when", None)


def _row(one: NumberedFee, chosen: Collection[int], language: str) -> FeeRow:
    fee = one.fee
    return FeeRow(
        number=one.number,
        name=phrase(language, fee.name_th, fee.name_en),
        amount=baht(fee.amount_baht, language) if fee.amount_baht else translate(N_("Free of charge"), language),
        per=optional_phrase(language, fee.per_th, fee.per_en) if fee.amount_baht else None,
        is_counted=fee.counted,
        condition=optional_phrase(language, fee.condition_th, fee.condition_en),
        is_chosen=one.number in chosen,
    )


def _choice(group: tuple[NumberedFee, ...], rows: dict[int, FeeRow], language: str) -> FeeChoice:
    return FeeChoice(
        field=f"{FIELD}.{group[0].number}",
        legend=_legend(group[0].fee, language),
        rows=tuple(rows[one.number] for one in group),
    )


def _total(case: FeeCase, language: str) -> FeeTotal:
    certain = case.certain_baht
    if not certain and case.is_exact:
        amount: str | None = translate(N_("Free of charge"), language)
    else:
        amount = baht(certain, language) if certain else None
    return FeeTotal(
        amount=amount,
        is_exact=case.is_exact,
        units=tuple(_row(NumberedFee(0, fee, None), (), language) for fee in case.per_unit),
        open_choices=tuple(_legend(group[0], language) for group in case.undecided),
    )


def _legend(fee: Fee, language: str) -> Phrase | None:
    return optional_phrase(language, fee.choice_th, fee.choice_en)
