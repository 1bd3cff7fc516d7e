"""What a manual says, in the words of a page: money, time, papers."""

from dataclasses import dataclass

from api.pages.phrase import Phrase, phrase
from geo.fees import bounds_baht, fee_case
from geo.manual import Document, Fee, ManualContent
from geo.manual_time import duration_in_words, plain_number, time_of
from geo.words import N_, translate

MOST_UNITS = 2
"""Of so many units a short line still names each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualSummary:
    """A manual in three lines; empty or None where it does not say."""

    documents: tuple[Phrase, ...]
    fee: str
    duration: str | None


def manual_summary(manual: ManualContent, language: str) -> ManualSummary:
    required = [document for document in manual.documents if document.required]
    return ManualSummary(
        documents=tuple(phrase(language, document.name_th, document.name_en) for document in required),
        fee=fees_in_words(manual.fees, language),
        duration=time_in_words(manual, language),
    )


def fees_in_words(fees: tuple[Fee, ...], language: str) -> str:
    """What is paid, before anything is known of her case: 'Free', '100 baht', '850 to 3,100 baht', '5 baht / plot'."""
    case = fee_case(fees)
    bounds = bounds_baht(case)
    if case.unsaid or bounds is None:
        return translate(N_("Depends on the case"), language)
    sums = [*_once_in_words(*bounds, language), *_units_in_words(case.per_unit, language)]
    has_more = any(fee.amount_baht for fee in case.possible)
    if not sums:
        message = N_("Free of charge, except in some cases") if has_more else N_("Free of charge")
        return translate(message, language)
    text = " + ".join(sums)
    return translate(N_("{sum}, more in some cases"), language, sum=text) if has_more else text


def amount_in_words(fee: Fee, language: str) -> str:
    """With its unit where there may be several; where the unit has no name in the language, only that there is one."""
    if not fee.counted:
        return baht(fee.amount_baht, language)
    unit = (fee.per_th if language == "th" else fee.per_en) or translate(N_("unit"), language)
    return f"{baht(fee.amount_baht, language)} / {unit}"


def baht(amount: float, language: str) -> str:
    return translate(N_("{amount} baht"), language, amount=plain_number(amount))


def _once_in_words(least: float, most: float, language: str) -> list[str]:
    if least != most:
        return [translate(N_("{least} to {most}"), language, least=plain_number(least), most=baht(most, language))]
    return [baht(least, language)] if least else []


def _units_in_words(fees: tuple[Fee, ...], language: str) -> list[str]:
    if len(fees) > MOST_UNITS:
        return [translate(N_("amounts per unit"), language)]
    return [amount_in_words(fee, language) for fee in fees]


def time_in_words(manual: ManualContent, language: str) -> str | None:
    """'15 minutes', '3 working days 2 hours'; None where the manual does not say."""
    return " ".join(duration_in_words(one.amount, one.unit, language) for one in time_of(manual)) or None


def copies_in_words(document: Document, language: str) -> str:
    """How many of the paper to bring, and whether a copy is wanted."""
    parts = []
    if document.originals:
        parts.append(translate(N_("original: {count}"), language, count=document.originals))
    if document.copies and document.copy_needed:
        parts.append(translate(N_("copies: {count}"), language, count=document.copies))
    if not document.copy_needed:
        parts.append(translate(N_("no copy needed"), language))
    return ", ".join(parts)
