"""What a manual says, in the words of a page: money, time, papers."""

from dataclasses import dataclass

from api.pages.phrase import Phrase, phrase
from geo.manual import UNIT_NAMES, Document, DurationUnit, Fee, ManualContent
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualSummary:
    """A manual in three lines; empty or None where it does not say."""

    documents: tuple[Phrase, ...]
    fee: str
    duration: str | None


def manual_summary(manual: ManualContent, language: str) -> ManualSummary:
    required = [document for document in manual.documents if document.required]
    total = manual.total_duration
    return ManualSummary(
        documents=tuple(phrase(language, document.name_th, document.name_en) for document in required),
        fee=fees_in_words(manual.fees, language),
        duration=duration_in_words(total.amount, total.unit, language) if total else None,
    )


def fees_in_words(fees: tuple[Fee, ...], language: str) -> str:
    """'Free', '100 baht', or from the least to the most."""
    amounts = sorted(fee.amount_baht for fee in fees)
    if not amounts or amounts[-1] == 0:
        return translate(N_("Free of charge"), language)
    if amounts[0] == amounts[-1]:
        return baht(amounts[0], language)
    return translate(N_("{least} to {most}"), language, least=_number(amounts[0]), most=baht(amounts[-1], language))


def baht(amount: float, language: str) -> str:
    return translate(N_("{amount} baht"), language, amount=_number(amount))


def duration_in_words(amount: float, unit: DurationUnit, language: str) -> str:
    return f"{_number(amount)} {translate(UNIT_NAMES[unit], language)}"


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


def _number(amount: float) -> str:
    return f"{amount:,.2f}".rstrip("0").rstrip(".")
