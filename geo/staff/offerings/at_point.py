"""What one service point offers, what it can offer besides, and changing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.models import Agency, CommonName, Offering, Procedure, ServicePoint
from geo.pins.kept_findings import recheck_point
from geo.staff.actor import Actor
from geo.staff.audit import Doer, acting
from geo.staff.offerings.log_change import log_at_point
from geo.staff.offerings.owners import find_department
from geo.staff.offerings.write_change import Written, write_links
from geo.staff.service_point_edit import load_point, place_of
from geo.thai_digits import in_arabic_digits
from geo.words import N_

MOST_LISTED = 200
MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedRow:
    """`own_hours`: the offering has hours or a note of its own. `shown`: of the procedure."""

    code: str
    title_th: str
    title_en: str | None
    agency_th: str
    agency_en: str | None
    shown: bool
    own_hours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    code: str
    title_th: str
    title_en: str | None
    agency_th: str
    agency_en: str | None


def find_offered(session: Session, point_id: int, words: str = "") -> list[OfferedRow]:
    """By title; with `words` only those whose names hold all of them."""
    columns = (*_COLUMNS, Procedure.shown, (Offering.own_schedule_id.is_not(None) | Offering.note_th.is_not(None)))
    statement = (
        select(*columns)
        .select_from(Procedure)
        .join(Agency, Agency.id == Procedure.agency_id)
        .join(Offering, Offering.procedure_id == Procedure.id)
        .where(Offering.service_point_id == point_id, *named(words))
        .order_by(*_BY_TITLE)
    )
    names = OfferedRow.__dataclass_fields__
    return [OfferedRow(**dict(zip(names, row, strict=True))) for row in session.execute(statement)]


def count_offered(session: Session, point_id: int) -> int:
    statement = select(func.count()).select_from(Offering).where(Offering.service_point_id == point_id)
    return session.scalar(statement) or 0


def find_candidates(
    session: Session, point: ServicePoint, owner: str, words: str = "", limit: int = MOST_LISTED
) -> tuple[list[CandidateRow], int]:
    """Shown procedures of the agency with the code `owner` and all below it that the point does not offer, by title.

    Empty `owner`: of all. The second is how many there are, on all pages.
    """
    statement = (
        select(*_COLUMNS)
        .select_from(Procedure)
        .join(Agency, Agency.id == Procedure.agency_id)
        .where(*_missing(point), *named(words))
    )
    if owner:
        root = select(Agency.id).where(Agency.code == owner).scalar_subquery()
        statement = statement.where(root == func.any(Agency.path))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = session.execute(statement.order_by(*_BY_TITLE).limit(limit))
    return [CandidateRow(**dict(zip(CandidateRow.__dataclass_fields__, row, strict=True))) for row in rows], total


def may_cross(actor: Actor, point: ServicePoint) -> bool:
    """Whether she may link procedures of other departments to it."""
    return actor.may("offering.cross", place_of(point))


def change_at_point(
    session: Session, doer: Doer, code: str, *, link: Sequence[str] = (), take_away: Sequence[str] = ()
) -> Written:
    """Whether the doer may change what this point offers is for the caller to ask; other departments are checked here.

    Nobody's version is needed: linking what is linked already changes nothing, and two who change different
    procedures do not cross each other. Raises: UnknownRecord, InvalidQuery.
    """
    point = load_point(session, code)
    linked, taken = _ids(session, link, "link"), _ids(session, take_away, "take_away")
    if set(linked) & set(taken):
        raise InvalidQuery(N_("The same procedure cannot be linked and unlinked at once."), field="take_away")
    if linked and not may_cross(acting(doer), point):
        _must_be_of(session, find_department(session, point.agency), linked)
    written = write_links(session, doer, [point.id], link=linked, take_away=taken, at_point=point.id)
    if written.number is not None:
        log_at_point(session, doer, "offering.edit", point, written)
        recheck_point(session, code)
    return written


_COLUMNS: tuple[Any, ...] = (
    *(Procedure.code, Procedure.title_th, Procedure.title_en),
    *(Agency.name_th.label("agency_th"), Agency.name_en.label("agency_en")),
)

_BY_TITLE = (Procedure.title_th.collate("th-x-icu"), Procedure.id)


def named(text: str) -> list[ColumnElement[bool]]:
    """The code begins with the text, or titles and common names hold all its words."""
    digits = in_arabic_digits(text.strip())
    if digits.isdigit():
        return [Procedure.code.startswith(digits, autoescape=True)]
    return [_has(word) for word in text.split()]


def _has(word: str) -> ColumnElement[bool]:
    common = exists().where(CommonName.procedure_id == Procedure.id, CommonName.name.icontains(word, autoescape=True))
    return or_(
        Procedure.title_th.icontains(word, autoescape=True),
        Procedure.title_en.icontains(word, autoescape=True),
        common,
    )


def _missing(point: ServicePoint) -> tuple[ColumnElement[bool], ...]:
    offered = exists().where(Offering.service_point_id == point.id, Offering.procedure_id == Procedure.id)
    return Procedure.shown.is_(True), ~offered


def _ids(session: Session, codes: Sequence[str], field: str) -> list[int]:
    if len(codes) > MOST_AT_ONCE:
        message = N_("Please choose {limit} procedures at most; these are {count}.")
        raise InvalidQuery(message, field=field, limit=MOST_AT_ONCE, count=len(codes))
    known = select(Procedure.code, Procedure.id).where(Procedure.code.in_(codes))
    found: dict[str, int] = dict(session.execute(known).all())
    for code in codes:
        if code not in found:
            raise InvalidQuery(N_("No procedure has the code '{code}'."), field=field, code=code)
    return sorted(found.values())


def _must_be_of(session: Session, department: Agency, procedure_ids: Sequence[int]) -> None:
    stranger = session.scalar(
        select(Procedure.title_th)
        .join(Agency, Agency.id == Procedure.agency_id)
        .where(Procedure.id.in_(procedure_ids), ~Agency.path.contains([department.id]))
        .order_by(Procedure.id)
        .limit(1)
    )
    if stranger is not None:
        message = N_("'{title}' belongs to another department. A central officer can link it.")
        raise InvalidQuery(message, field="link", title=stranger)
