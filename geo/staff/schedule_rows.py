"""The row of `schedule` that stands for an expression without exceptions; made where there is none yet."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geo.models import Schedule


def schedule_of(session: Session, expression: str) -> Schedule:
    plain = select(Schedule).where(Schedule.expression == expression, Schedule.exceptions == [])
    found = session.scalar(plain)
    if found is None:
        session.execute(insert(Schedule).values(expression=expression).on_conflict_do_nothing())
        found = session.scalars(plain).one()
    return found
