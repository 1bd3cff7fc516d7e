"""A procedure as those who change it hold it, and where it lies in the tree of agencies."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from geo.models import Agency, Procedure
from geo.staff.actor import Place
from geo.staff.errors import UnknownRecord


def load_procedure(session: Session, code: str, *, to_change: bool = False) -> Procedure:
    """Shown or not. `to_change` keeps others from changing it meanwhile. Raises: UnknownRecord."""
    statement = select(Procedure).where(Procedure.code == code).options(joinedload(Procedure.agency))
    if to_change:
        statement = statement.with_for_update(of=Procedure).execution_options(populate_existing=True)
    procedure = session.scalar(statement)
    if procedure is None:
        raise UnknownRecord()
    return procedure


def place_of_procedure(procedure: Procedure) -> Place:
    return Place(tuple(procedure.agency.path))


def find_place_of_procedure(session: Session, code: str) -> Place:
    """Raises: UnknownRecord."""
    path = session.scalar(
        select(Agency.path).join(Procedure, Procedure.agency_id == Agency.id).where(Procedure.code == code)
    )
    if path is None:
        raise UnknownRecord()
    return Place(tuple(path))
