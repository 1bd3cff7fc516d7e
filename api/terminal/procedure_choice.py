"""The procedure a person means in the terminal: by its code, by its name, or in words of her own."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery, UnknownProcedure
from geo.finding.finder import Finder, Match
from geo.procedure_list import ProcedureName, ProcedureQuery, find_procedures
from geo.procedures import find_procedure
from geo.settings import Settings
from geo.words import N_

MOST_LISTED = 20

CLEAR_LEAD = 3.0
"""Log odds, about 20 to 1: with less between the first two, the person is asked rather than sent somewhere."""


class NoProcedureFits(InvalidQuery):
    def __init__(self, text: str) -> None:
        super().__init__(N_("No procedure has the code or name '{text}'."), field="procedure", text=text)


class SeveralProceduresFit(InvalidQuery):
    """`candidates` are what the text may mean, at most `MOST_LISTED`, best first."""

    def __init__(self, text: str, candidates: Sequence[ProcedureName]) -> None:
        super().__init__(
            N_("Several procedures fit '{text}'. Please give the code of one of them."), field="procedure", text=text
        )
        self.candidates = candidates


def choose_procedure(session: Session, text: str, settings: Settings) -> ProcedureName:
    """The one with this code, else the only one with this very name, else the one that the words are clearly about.

    Raises: NoProcedureFits, SeveralProceduresFit.
    """
    try:
        return find_procedure(session, text).name
    except UnknownProcedure:
        named = _find_named(session, text) if text.strip() else []
    if len(named) == 1:
        return named[0]
    matches = Finder(settings.embedding).find(session, ProcedureQuery(text=text, limit=MOST_LISTED)).matches
    if not named and matches and _is_clear(matches):
        return matches[0].procedure
    candidates = {one.code: one for one in (*named, *(match.procedure for match in matches))}
    raise SeveralProceduresFit(text, [*candidates.values()][:MOST_LISTED]) if candidates else NoProcedureFits(text)


def choose_procedure_told(session: Session, text: str, settings: Settings) -> ProcedureName:
    """As `choose_procedure`; where several fit, the terminal lists them before they are refused."""
    try:
        return choose_procedure(session, text, settings)
    except SeveralProceduresFit as error:
        table = Table.grid(padding=(0, 2))
        for candidate in error.candidates:
            table.add_row(escape(candidate.code), escape(candidate.title(settings.language)))
        Console(stderr=True, highlight=False).print(table)
        raise


def _find_named(session: Session, text: str) -> list[ProcedureName]:
    wanted = " ".join(text.split()).casefold()
    return [
        one
        for one in find_procedures(session, ProcedureQuery(text=text, limit=MOST_LISTED))
        if wanted in {name.casefold() for name in _names(one)}
    ]


def _names(one: ProcedureName) -> list[str]:
    return [name for name in (one.title_th, one.title_en, *one.common_names_th, *one.common_names_en) if name]


def _is_clear(matches: Sequence[Match]) -> bool:
    return len(matches) == 1 or matches[0].odds - matches[1].odds >= CLEAR_LEAD
