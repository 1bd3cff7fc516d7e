"""Which revision of a manual a page shows, since when, and the addresses under which it is handed on."""

from dataclasses import dataclass
from datetime import date

from api.pages.dates import date_in_words
from api.pages.languages import prefix_of
from geo.procedures import ProcedureDetail
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`href` is the page without where anybody is, to be shared."""

    words: str
    href: str
    pdf_href: str
    data_href: str


def edition_of(procedure: ProcedureDetail, language: str) -> Edition | None:
    """None where no manual has been published yet."""
    manual = procedure.in_force
    if manual is None:
        return None
    code = procedure.name.code
    href = f"{prefix_of(language)}/procedures/{code}"
    return Edition(
        words=edition_in_words(manual.number, manual.effective_from, language),
        href=href,
        pdf_href=f"{href}.pdf",
        data_href=f"/v1/procedures/{code}",
    )


def edition_in_words(number: int, since: date, language: str) -> str:
    return translate(
        N_("Revision {number}, in force since {day}"), language, number=number, day=date_in_words(since, language)
    )
