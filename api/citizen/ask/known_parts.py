"""What is known of a question, in words and with a way to change each part while the other is kept."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.citizen.answer.origin import find_origin_at, find_origin_in, parse_fields
from api.citizen.ask.box import Known
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from geo.procedure_list import ProcedureName
from geo.words import N_, translate


def known_procedure(procedure: ProcedureName, rest: dict[str, str], language: str) -> Known:
    """`rest` is the other half of the question. Its cases are found by what people call it."""
    words = next(iter(procedure.common_names_th if language == "th" else procedure.common_names_en), procedure.title_th)
    return Known(
        label=translate(N_("What"), language),
        name=phrase(language, procedure.title_th, procedure.title_en),
        parts=(("procedure", procedure.code),),
        change_href=_change("what", {"what": words, **rest}, language),
    )


def known_place(name: str, where: dict[str, str], rest: dict[str, str], language: str) -> Known:
    return Known(
        label=translate(N_("Place"), language),
        name=Phrase(name, language, language),
        parts=tuple(where.items()),
        change_href=_change("place", {**where, **rest}, language),
    )


def find_place_name(session: Session, where: dict[str, str], language: str) -> str:
    """Raises: UnknownArea, InvalidQuery."""
    if "area" in where:
        return find_origin_in(session, where["area"], language).name
    return find_origin_at(session, parse_fields(where["lat"], where["lon"]), language).name


def _change(part: str, parts: dict[str, str], language: str) -> str:
    return f"{prefix_of(language)}/ask?{urlencode({**parts, 'change': part})}"
