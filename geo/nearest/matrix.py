"""How far everybody has to go: the nearest service point to the centre of each area, for those who plan offices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from geo.areas import LEVEL_NAMES
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import AREA_LEVELS
from geo.nearest.batch import find_nearest_batch
from geo.nearest.batch_chunk import Among, answer_chunk
from geo.nearest.batch_question import Batch, BatchAnswer, BatchHit, BatchRow
from geo.nearest.listed_areas import lies_in
from geo.nearest.matrix_statement import areas_statement, competent_statement, walked_statement
from geo.opening_hours import BANGKOK
from geo.procedure_head import ProcedureHead
from geo.words import N_, Name, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaReach:
    """An area and who is nearest to its centre, None where that is not known or nobody offers the procedure.

    `district` is None for a province; `competent` is the nearest that may serve all people of the area: None too where
    the procedure can be had in other areas only, or in a part of this one.
    """

    code: str
    name: Name
    district: Name | None
    province: Name
    centre: LonLat | None
    nearest: BatchHit | None = None
    competent: BatchHit | None = None


def find_matrix(
    session: Session, procedure: ProcedureHead, level: str, *, competent: bool | None = None
) -> list[AreaReach]:
    """All areas in force of the level, by code; their centres are those of `find_area_centre`.

    `competent` False leaves out who may serve whom; None: also where that is told by smaller areas than the level's.
    Raises: InvalidQuery, SearchTimedOut.
    """
    if competent and procedure.level is not None and not tells_competence(procedure, level):
        raise InvalidQuery(
            N_("This is done at the office of the {level}: areas larger than that have no competent one."),
            field="level",
            level=Sentence(LEVEL_NAMES[procedure.level]),
        )
    areas = [AreaReach(**area) for area in _areas(session, level)]
    rows = [BatchRow(id=one.code, position=one.centre, procedure=procedure.code) for one in areas if one.centre]
    nearest = _first(find_nearest_batch(session, rows))
    wanted = competent is not False and tells_competence(procedure, level)
    served = [row for row in rows if lies_in(str(row.id), procedure.area_codes)]
    competents = _first(_competent(session, procedure, served)) if wanted else {}
    return [replace(one, nearest=nearest.get(one.code), competent=competents.get(one.code)) for one in areas]


def tells_competence(procedure: ProcedureHead, level: str) -> bool:
    """Whether each area of the level has offices that are competent for all of it."""
    return procedure.level is not None and AREA_LEVELS.index(level) >= AREA_LEVELS.index(procedure.level)


def _areas(session: Session, level: str) -> Iterator[dict[str, Any]]:
    """The fields of each `AreaReach`, but for what is found from it."""
    for code, name_th, name_en, *around, lon, lat in session.execute(areas_statement(), {"level": level}):
        yield {
            "code": code,
            "name": Name(name_th, name_en),
            "district": None if level == "province" else Name(*around[:2]),
            "province": Name(*around[2:]),
            "centre": None if lon is None else LonLat(lon=lon, lat=lat),
        }


def _first(answers: Iterable[BatchAnswer]) -> dict[str | None, BatchHit]:
    return {answer.id: answer.hits[0] for answer in answers if answer.hits}


def _competent(session: Session, procedure: ProcedureHead, rows: Sequence[BatchRow]) -> Iterator[BatchAnswer]:
    """Most areas have one of their province's offices around them; the others are looked up among all competent."""
    assert procedure.level is not None  # noqa: S101 - asked before
    statements = (walked_statement, competent_statement) if procedure.level == "province" else (competent_statement,)
    for statement in statements:
        if rows:
            among = Among(partial(statement, procedure.level), _areas_of(procedure, rows))
            answers = answer_chunk(session, Batch(at=datetime.now(BANGKOK)), rows, among=among)
            yield from answers
            rows = [row for row, answer in zip(rows, answers, strict=True) if not answer.hits]


def _areas_of(procedure: ProcedureHead, rows: Sequence[BatchRow]) -> dict[str, object]:
    return {
        "offered_id": procedure.id,
        "area_place": "{" + ",".join(map(str, range(len(rows)))) + "}",
        "area_code": "{" + ",".join(row.id for row in rows) + "}",
    }
