"""What stands above every page about one procedure, and where it lies."""

from dataclasses import dataclass

from api.database_session import DatabaseSession
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from api.v1.parameters import PlainText
from geo.models import Procedure
from geo.staff.actor import Place
from geo.staff.procedures import find_place_of_procedure


def place_of_procedure_named(session: DatabaseSession, code: PlainText) -> Place:
    return find_place_of_procedure(session, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHead:
    """`citizen_href` None: it is hidden. `into_href`: of the procedure that it has become part of."""

    code: str
    name: Phrase
    href: str
    agency: Phrase
    agency_href: str
    shown: bool
    citizen_href: str | None
    into: Phrase | None
    into_href: str


def procedure_head(procedure: Procedure, language: str) -> ProcedureHead:
    prefix = prefix_of(language)
    into = procedure.merged_into
    return ProcedureHead(
        code=procedure.code,
        name=phrase(language, procedure.title_th, procedure.title_en),
        href=f"{prefix}/staff/procedures/{procedure.code}",
        agency=phrase(language, procedure.agency.name_th, procedure.agency.name_en),
        agency_href=f"{prefix}/staff/agencies/{procedure.agency.code}",
        shown=procedure.shown,
        citizen_href=f"{prefix}/procedures/{procedure.code}" if procedure.shown else None,
        into=phrase(language, into.title_th, into.title_en) if into else None,
        into_href=f"{prefix}/staff/procedures/{into.code}" if into else "",
    )
