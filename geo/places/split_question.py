"""One box: which words say what somebody needs, and which say where.

"ต่อใบขับขี่ ศรีราชา", "lost id card in Si Racha", "แจ้งเกิดที่บางรัก". Words alone cannot decide: นา is a field and a
subdistrict. So the answer is a list of ways to read the text, the likeliest first, for the search of procedures to
judge: it takes the first way whose procedure it finds.
"""

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import CommonName, Procedure
from geo.places.area_hits import area_hits
from geo.places.area_index import AreaIndex
from geo.places.find_area_index import find_area_index
from geo.places.match_areas import NamesTaken, match_begun_around, match_whole_names
from geo.places.place_hit import PlaceHit
from geo.places.split_off_areas import AreaSplit, is_spelt_out, likeness_to_a_name, split_off_areas

MOST_WAYS = 5

MOST_PLACES = 10
"""How many places of one name are listed for one way to read a text."""

_WHOLE = 0.6
"""How sure the reading is that all of the text is a procedure, when nothing speaks for it."""

_PLACE_ALONE, _SURELY_A_PLACE = 0.9, 0.97
_LEAST_SCORE = 0.92
_IS_PROCEDURE = 1.0
"""How sure it is that all of the text is a procedure where one is called just so."""

_PART_OF_PROCEDURE = 0.4
_SHORTEST_IN_PROCEDURE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReading:
    """`procedure` are the words for what is needed, empty where the text is only a place; `place` the words for where,
    empty where it names none; `places` what those may mean, best first. `sureness` is 0 to 1.
    """

    procedure: str
    place: str
    places: tuple[PlaceHit, ...]
    sureness: float


class IsName(Protocol):
    """Whether a procedure that is shown is called so, or (not `whole`) by a name that holds these words."""

    def __call__(self, words: str, *, whole: bool) -> bool: ...


def split_question(
    session: Session,
    text: str,
    *,
    near: LonLat | None = None,
    is_name: IsName | None = None,
    areas: AreaIndex | None = None,
) -> list[QuestionReading]:
    """Ways to read the text, the likeliest first; always also that it is all procedure. Empty for an empty text.

    `is_name` answers from what a process remembers; None asks the database, which reads all names each time. `areas`
    is the index as of now, where the caller has it.
    """
    text = " ".join(text.split())
    if not text:
        return []
    called = is_name or partial(_find_names_with, session)
    index = areas or find_area_index(session)
    readings = [
        QuestionReading(
            procedure=text, place="", places=(), sureness=_IS_PROCEDURE if called(text, whole=True) else _WHOLE
        )
    ]
    if only_place := _only_place(text, index, near):
        readings.append(only_place)
    for split in split_off_areas(text, index)[:MOST_WAYS]:
        sureness = split.sureness
        if split.by in ("space", "run") and _is_in_procedure(called, text, split):
            sureness *= _PART_OF_PROCEDURE
        places = tuple(area_hits(split.place, index, near=near, limit=MOST_PLACES, names=split.names))
        readings.append(QuestionReading(procedure=split.rest, place=split.place, places=places, sureness=sureness))
    readings.sort(key=lambda reading: -reading.sureness)
    return readings[: MOST_WAYS + 1]


def _only_place(text: str, index: AreaIndex, near: LonLat | None) -> QuestionReading | None:
    names: NamesTaken = "whole"
    matches = [match for match in match_whole_names(text, index) if match.score >= _LEAST_SCORE]
    if not matches:
        names, matches = "begun", match_begun_around(text, index)
    if not matches:
        return None
    alone = _PLACE_ALONE * matches[0].score * likeness_to_a_name(text, matches)
    return QuestionReading(
        procedure="",
        place=text,
        places=tuple(area_hits(text, index, near=near, limit=MOST_PLACES, names=names)),
        sureness=_SURELY_A_PLACE if is_spelt_out(text, matches[0], index) else alone,
    )


def _is_in_procedure(called: IsName, text: str, split: AreaSplit) -> bool:
    """Whether the place's words stand in a procedure's name together with a word beside them in the text."""
    words = split.rest.split()
    together = f"{words[-1]} {split.place}" if text.endswith(split.place) else f"{split.place} {words[0]}"
    return called(together, whole=False)


def _find_names_with(session: Session, words: str, *, whole: bool) -> bool:
    """Whether a title or common name of a procedure that is shown is, or holds, these words; spaces do not count."""
    key = "".join(words.lower().split())
    if len(key) < _SHORTEST_IN_PROCEDURE:
        return False
    names = [func.replace(func.lower(name), " ", "") for name in (Procedure.title_th, Procedure.title_en)]
    common = func.replace(func.lower(CommonName.name), " ", "")
    of_titles = [name == key if whole else name.contains(key, autoescape=True) for name in names]
    of_common = common == key if whole else common.contains(key, autoescape=True)
    title = select(Procedure.id).where(Procedure.shown, or_(*of_titles)).limit(1)
    if session.scalar(title) is not None:
        return True
    called = select(CommonName.procedure_id).join(Procedure).where(Procedure.shown, of_common).limit(1)
    return session.scalar(called) is not None
