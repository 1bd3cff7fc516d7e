"""Procedures that have become part of another: where to ask instead."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from geo.errors import MergedProcedure, UnknownProcedure
from geo.models import Procedure


def find_successor(session: Session, code: str) -> str | None:
    """The code of the shown procedure that this one has become part of, through however many mergers."""
    chain = (
        select(Procedure.id, Procedure.code, Procedure.merged_into_id, Procedure.shown)
        .where(Procedure.code == code)
        .cte("chain", recursive=True)
    )
    after = aliased(Procedure)
    # no ALL: a ring, which nobody can make, would end
    chain = chain.union(
        select(after.id, after.code, after.merged_into_id, after.shown).join(chain, chain.c.merged_into_id == after.id)
    )
    return session.scalar(select(chain.c.code).where(chain.c.shown, chain.c.code != code).limit(1))


def unknown_procedure(session: Session, code: str) -> UnknownProcedure:
    """What to raise for a code that no shown procedure has."""
    into = find_successor(session, code)
    return UnknownProcedure(code) if into is None else MergedProcedure(code, into)
