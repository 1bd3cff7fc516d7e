"""A program that asks `/v1/staff` in the name of somebody of the small state, by a token that is hers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.accounts import find_account
from geo.staff.actor import find_actor
from geo.staff.api_tokens import make_api_token
from geo.staff.audit import Doer, Origin
from geo.staff.permissions import actions_for_programs

Program = Callable[..., httpx.Client]


def make_token(url: str, name: str, *scopes: str) -> str:
    """In the database of `url`; without scopes for all that she may do."""
    with Session(create_engine(url, poolclass=NullPool)) as session:
        account = find_account(session, f"{name}@example.go.th")
        assert account is not None
        doer = Doer(find_actor(session, account.id), Origin("test", "-"))
        _, token = make_api_token(session, doer, "test", scopes=list(scopes or actions_for_programs()), days=1)
        session.commit()
    return token


@contextmanager
def programs(address: str, url: str) -> Iterator[Program]:
    """Makes a program of the person of that name at each call, which is told things in English; all end with the block.

    `program("reviewer", "report.handle")` may do no more than these scopes say.
    """
    with ExitStack() as stack:

        def make(name: str, *scopes: str) -> httpx.Client:
            headers = {"Authorization": f"Bearer {make_token(url, name, *scopes)}", "Accept-Language": "en"}
            return stack.enter_context(httpx.Client(base_url=address, timeout=60, headers=headers))

        yield make
