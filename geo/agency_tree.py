"""The tree of agencies: who stands above one, and who below, with how much each offers."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import any_, func, select, text
from sqlalchemy.orm import Session, aliased

from geo.errors import NotFound
from geo.models import Agency
from geo.words import N_

MOST_LISTED = 100
"""Agencies on a page: some departments have thousands below them."""

_BELOW = text(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


class UnknownAgency(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(N_("No agency has the code '{code}'."), field="agency", code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyName:
    id: int
    code: str
    level: str
    name_th: str
    name_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAgency:
    """`agencies` are those below it, `points` and `procedures` what is shown of it and of them."""

    code: str
    name_th: str
    name_en: str | None
    agencies: int
    points: int
    procedures: int


def find_agency_chain(session: Session, code: str) -> list[AgencyName]:
    """The agency with all above it, the ministry first. Raises: UnknownAgency."""
    above, one = aliased(Agency), aliased(Agency)
    statement = (
        select(above.id, above.code, above.level, above.name_th, above.name_en)
        .join(one, above.id == any_(one.path))
        .where(one.code == code)
        .order_by(func.array_position(one.path, above.id))
    )
    chain = [
        AgencyName(id=id_, code=code_, level=level, name_th=th, name_en=en)
        for id_, code_, level, th, en in session.execute(statement)
    ]
    if not chain:
        raise UnknownAgency(code)
    return chain


def find_agencies_below(session: Session, parent: AgencyName | None, after: str = "") -> list[ListedAgency]:
    """Directly below `parent` (None: the ministries) in the order of their codes, which come after `after`.

    One more than `MOST_LISTED` says that there are more.
    """
    values = {"parent_id": parent.id if parent else None, "after": after, "limit": MOST_LISTED + 1}
    return [ListedAgency(**row) for row in session.execute(_BELOW, values).mappings()]
