"""Service points by name, which holds every word of the text, or resembles it; or by code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.database import rows_in_time
from geo.models import ServicePoint
from geo.places.folding import fold

OFFICE_SHORT_NAMES = {
    "อบต": "องค์การบริหารส่วนตำบล",
    "อบจ": "องค์การบริหารส่วนจังหวัด",
    "ทต": "เทศบาลตำบล",
    "ทม": "เทศบาลเมือง",
    "ทน": "เทศบาลนคร",
    "สนง": "สำนักงาน",
    "สภ": "สถานีตำรวจภูธร",
    "สน": "สถานีตำรวจนครบาล",
    "รพสต": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "รพ": "โรงพยาบาล",
    "รร": "โรงเรียน",
    "สสจ": "สำนักงานสาธารณสุขจังหวัด",
    "สสอ": "สำนักงานสาธารณสุขอำเภอ",
}
"""The short forms that offices write on their own signs; with dots ('สภ.') or, the long ones, without ('อบต')."""

MOST_CANDIDATES = 5_000
"""A word that stands in more names than that names none of them; ranking so many takes some 10 ms."""

MOST_SIMILAR_CANDIDATES = 20_000
"""Office names begin alike: two thirds of one stand in thousands."""

_SHORTEST_WORD = 3
_LEAST_SIMILARITY = 0.45
_CODE = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]{3,20}")

_COLUMNS = (
    ServicePoint.code,
    ServicePoint.name_th,
    ServicePoint.name_en,
    ServicePoint.subdistrict_code,
    func.ST_X(ServicePoint.location),
    func.ST_Y(ServicePoint.location),
)


By = Literal["code", "whole", "beginning", "part", "similar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedServicePoint:
    """`by`: what the text is of the name. `coverage`: how much of the name, in letters, it is, or how similar to it."""

    code: str
    name_th: str
    name_en: str | None
    subdistrict_code: str | None
    position: LonLat | None
    by: By
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNameQuery:
    """`subdistrict_codes`: only there; None anywhere. `near` orders names that fit alike.

    `similar`: where no name holds the text, those that resemble it are looked for, which takes ten times longer.
    """

    text: str
    subdistrict_codes: tuple[str, ...] | None = None
    near: LonLat | None = None
    similar: bool = False
    limit: int = 10


def find_service_point_by_code(session: Session, text: str, timeout_ms: int) -> list[NamedServicePoint]:
    """The one with this code, where it is shown; in Thai digits too. Empty for what is no code."""
    code = fold(text) if text.strip().isdecimal() else text.strip()
    if not _CODE.fullmatch(code):
        return []
    statement = select(*_COLUMNS).where(ServicePoint.code == code, ServicePoint.shown)
    return [_named((*row, "code", 1.0)) for row in rows_in_time(session, statement, timeout_ms)]


def find_service_points_by_name(
    session: Session, query: OfficeNameQuery, timeout_ms: int = 2_000
) -> list[NamedServicePoint]:
    """Best first: the whole name, its beginning, a part of it; then the nearest, or the shortest name.

    Empty where the text is too short to look for. Raises: SearchTimedOut.
    """
    words = [_meanings(word) for word in re.split(r"[\s,]+", query.text) if fold(word)]
    if not any(len(word[0]) >= _SHORTEST_WORD for word in words):
        return []
    rows = rows_in_time(session, office_name_statement(query, words), timeout_ms)
    if not rows and query.similar:
        statement = similar_name_statement(query, "".join(word[0] for word in words))
        rows = [] if statement is None else rows_in_time(session, statement, timeout_ms)
    return [_named(tuple(row)) for row in rows]


def office_name_statement(query: OfficeNameQuery, words: Sequence[Sequence[str]]) -> Select[*tuple[Any, ...]]:
    """Names that hold each of the words in one of its meanings."""
    # one LIKE a word: an index knows nothing of LIKE ALL
    holds = and_(*(or_(*(_holds(meaning) for meaning in meanings)) for meanings in words))
    candidate = _candidates(query, holds)
    return _ranked(query, candidate, *_likeness(candidate.c.names, words))


def similar_name_statement(query: OfficeNameQuery, text: str) -> Select[*tuple[Any, ...]] | None:
    """Names that hold two of the three thirds of the text, by similarity; None where the thirds are too short.

    A typing mistake spoils one third. Asking for similar names outright (`%`) reads a hundred times more of the index.
    """
    third = len(text) // 3
    if third < _SHORTEST_WORD:
        return None
    one, two, three = (_holds(part) for part in (text[:third], text[third : 2 * third], text[2 * third :]))
    candidate = _candidates(query, or_(and_(one, two), and_(two, three), and_(one, three)), MOST_SIMILAR_CANDIDATES)
    language = 2 if text.isascii() else 1
    similarity = func.similarity(func.split_part(candidate.c.names, "|", language), _fold(text))
    statement = _ranked(query, candidate, literal("similar"), similarity)
    return statement.where(similarity >= _LEAST_SIMILARITY)


def _holds(word: str) -> ColumnElement[bool]:
    return ServicePoint.folded_names.like(func.concat("%", _fold(word), "%"))


def _candidates(query: OfficeNameQuery, holds: ColumnElement[bool], most: int = MOST_CANDIDATES) -> Subquery:
    statement = select(ServicePoint.id, ServicePoint.folded_names.label("names")).where(ServicePoint.shown, holds)
    if query.subdistrict_codes is not None:
        statement = statement.where(ServicePoint.subdistrict_code.in_(query.subdistrict_codes))
    return statement.limit(most).subquery("candidate")


def _likeness(
    names: ColumnElement[str], words: Sequence[Sequence[str]]
) -> tuple[ColumnElement[str], ColumnElement[float]]:
    """What the words are of the Thai or the English name, and how much of the shorter one."""
    text = _fold("".join(meanings[-1] for meanings in words))
    bars = func.concat("|", names, "|")
    by = case(
        (bars.like(func.concat("%|", text, "|%")), "whole"),
        (bars.like(func.concat("%|", text, "%")), "beginning"),
        else_="part",
    )
    lengths = (func.nullif(func.length(func.split_part(names, "|", number)), 0) for number in (1, 2))
    return by, func.least(1.0, func.length(text) * 1.0 / func.least(*lengths))


def _ranked(
    query: OfficeNameQuery, candidate: Subquery, by: ColumnElement[str], coverage: ColumnElement[float]
) -> Select[*tuple[Any, ...]]:
    rank = case((by == "whole", 0), (by == "beginning", 1), (by == "part", 2), else_=4 - coverage)
    nearness = [] if query.near is None else [func.ST_DistanceSphere(ServicePoint.location, query.near.as_wkt())]
    return (
        select(*_COLUMNS, by, coverage)
        .join_from(candidate, ServicePoint, ServicePoint.id == candidate.c.id)
        .order_by(rank, *nearness, coverage.desc(), ServicePoint.code)
        .limit(query.limit)
    )


def _fold(text: str) -> ColumnElement[str]:
    return func.folded_office_name(text)


def _meanings(word: str) -> tuple[str, ...]:
    """The word, and what it means when it begins with an office's short name."""
    plain = fold(word)
    for short, name in OFFICE_SHORT_NAMES.items():
        if plain.startswith(short) and (plain == short or len(short) > 2 or _has_dot_behind(word, short)):
            return plain, fold(name) + plain[len(short) :]
    return (plain,)


def _has_dot_behind(word: str, short: str) -> bool:
    """'สภ.ศรีราชา', 'ร.ร.บ้านนา': a dot behind the last letter of the short name."""
    return re.match(r"\.?".join(short) + r"\.", word) is not None


def _named(row: tuple[Any, ...]) -> NamedServicePoint:
    code, name_th, name_en, subdistrict_code, lon, lat, by, coverage = row
    return NamedServicePoint(
        code=code,
        name_th=name_th,
        name_en=name_en,
        subdistrict_code=subdistrict_code,
        position=None if lon is None else LonLat(lon=lon, lat=lat),
        by=by,
        coverage=float(coverage),
    )
