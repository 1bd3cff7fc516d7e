"""The procedure a person means in the terminal: by its code, or by words that fit one only."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geo.errors import InvalidQuery, UnknownProcedure
from geo.procedures import ProcedureName, ProcedureQuery, find_procedure, find_procedures
from geo.words import N_

MOST_LISTED = 20


class NoProcedureFits(InvalidQuery):
    def __init__(self, text: str) -> None:
        super().__init__(N_("No procedure has the code or name '{text}'."), field="procedure", text=text)


class SeveralProceduresFit(InvalidQuery):
    """`candidates` are what the text may mean, at most `MOST_LISTED`."""

    def __init__(self, text: str, candidates: Sequence[ProcedureName]) -> None:
        super().__init__(
            N_("Several procedures fit '{text}'. Please give the code of one of them."), field="procedure", text=text
        )
        self.candidates = candidates


def choose_procedure(session: Session, text: str) -> ProcedureName:
    """The one with this code, else the only one with this very name, else the only one with the text in a name.

    Raises: NoProcedureFits, SeveralProceduresFit.
    """
    try:
        return find_procedure(session, text).name
    except UnknownProcedure:
        found = find_procedures(session, ProcedureQuery(text=text, limit=MOST_LISTED)) if text.strip() else []
    exact = [one for one in found if _is_called(one, text)]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    raise SeveralProceduresFit(text, found) if found else NoProcedureFits(text)


def _is_called(procedure: ProcedureName, text: str) -> bool:
    names = (procedure.title_th, procedure.title_en, *procedure.common_names_th, *procedure.common_names_en)
    return " ".join(text.split()).casefold() in {name.casefold() for name in names if name}
