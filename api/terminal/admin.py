"""`pakmud admin`: the first platform administrator, whom nobody else can appoint."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.orm import Session

from api.terminal.ingest import ready_database
from geo.settings import Settings
from geo.staff.accounts import make_account
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.enrolment import issue_token
from geo.staff.people import GrantTo, give_role
from geo.staff.roles import Role
from geo.staff.secrets import shown_code
from geo.words import N_, translate

app = typer.Typer(no_args_is_help=True, help="Administrators of the platform.")

_ADMIN = GrantTo(role=Role.platform_admin)


@app.callback()
def _several_commands() -> None:
    """Administrators of the platform."""


@app.command()
def create(
    email: Annotated[str | None, typer.Argument(help="address to sign in with")] = None,
    name: Annotated[str | None, typer.Option(help="first and last name; asked for where it is missing")] = None,
    token: Annotated[
        bool, typer.Option("--token", help="print an enrolment token instead, with which the administrator enrols")
    ] = False,
) -> None:
    """Make a platform administrator. The password is asked for, or read from the standard input."""
    settings = Settings()
    console = Console(highlight=False, soft_wrap=True)
    with ready_database(settings) as engine, Session(engine) as session:
        if token:
            issued = issue_token(session, AT_THE_TERMINAL, _ADMIN)
            session.commit()
            path = f"{(settings.public_url or 'http://127.0.0.1:8000').rstrip('/')}/staff/enrol"
            message = N_("The token is {code}. It works once, until {day}, at {address}.")
            values = {"code": shown_code(issued.code), "day": issued.expires_at.date().isoformat(), "address": path}
            console.print(escape(translate(message, settings.language, **values)))
            return
        email = email or _ask(N_("E-mail address"), settings)
        name = name or _ask(N_("First and last name"), settings)
        account = make_account(session, AT_THE_TERMINAL, email=email, name=name, password=_ask_password(settings))
        give_role(session, AT_THE_TERMINAL, account, _ADMIN)
        session.commit()
        message = N_("{email} is a platform administrator and can sign in at /staff.")
        console.print(escape(translate(message, settings.language, email=account.email)))


def _ask(message: str, settings: Settings) -> str:
    return str(typer.prompt(translate(message, settings.language)))


def _ask_password(settings: Settings) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt(translate(N_("Password"), settings.language), hide_input=True, confirmation_prompt=True))
