"""From the address of an answer to the question it asks."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.citizen.answer.narrowing import Narrowing, find_narrowing
from api.citizen.answer.origin import Origin, find_origin_at, find_origin_in, parse_fields
from api.citizen.ask.home_given import HomeGiven, find_home_given
from api.citizen.ask.nearest_form import NearestForm
from geo.nearest.question import NearestQuery
from geo.procedures import ProcedureDetail, find_procedure

HITS_A_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was understood. `query` is None where nobody knows where she is."""

    procedure: ProcedureDetail
    origin: Origin
    narrowing: Narrowing
    given: HomeGiven
    query: NearestQuery | None

    @property
    def areas(self) -> list[str]:
        """Codes of the areas around her, and around her home."""
        around_home = [self.given.area[-1].code] if self.given.home else []
        return [*([self.origin.area] if self.origin.area else []), *around_home]

    @property
    def is_wrong(self) -> bool:
        return bool(self.narrowing.errors or self.given.error)


def find_asked(session: Session, form: NearestForm, now: datetime, language: str) -> Asked:
    """Raises: UnknownProcedure, UnknownArea and InvalidQuery where it is not about a filter or the home."""
    procedure = find_procedure(session, form.procedure)
    origin = _find_origin(session, form, language)
    narrowing = find_narrowing(session, form, now, form.at)
    given = find_home_given(session, form, procedure.head)
    query = _query(form, origin, procedure.name.id, narrowing, given)
    return Asked(procedure=procedure, origin=origin, narrowing=narrowing, given=given, query=query)


def _find_origin(session: Session, form: NearestForm, language: str) -> Origin:
    where = form.where()
    if "area" in where:
        return find_origin_in(session, where["area"], language)
    return find_origin_at(session, parse_fields(form.lat, form.lon), language)


def _query(
    form: NearestForm, origin: Origin, procedure_id: int, narrowing: Narrowing, given: HomeGiven
) -> NearestQuery | None:
    if origin.position is None:
        return None
    query = NearestQuery(
        origin=origin.position,
        procedure_id=procedure_id,
        filters=narrowing.filters,
        open_only=narrowing.open_only,
        at=narrowing.at,
        within_m=narrowing.within_m,
        home=given.home and given.home.deciding,
        limit=HITS_A_PAGE,
    )
    return replace(query, after=query.place(form.cursor)) if form.cursor else query
