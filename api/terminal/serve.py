"""`pakmud serve`: the web application, until Ctrl-C."""

import os
import socket
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from rich.console import Console
from rich.markup import escape
from uvicorn.supervisors import Multiprocess

from api.whole_answers import WholeAnswers
from geo.database import database_url
from geo.errors import PakmudError
from geo.migrate import migrate
from geo.settings import Settings
from geo.words import N_, translate

FACTORY = "api.terminal.serve:worker_app"

_READY = N_("Pakmud is ready (Ctrl-C stops it). Open")

_LONGEST_GOODBYE_S = 5
"""How long requests that are under way may still take after Ctrl-C."""


class AddressNotUsable(PakmudError):
    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(
            N_("Cannot listen on {host}, port {port}: {reason}. Choose another with --host and --port."),
            host=host,
            port=port,
            # create_server adds words to strerror; getaddrinfo has numbers of its own
            reason=os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror,
        )


def serve(
    host: Annotated[str, typer.Option(help="address to listen on; 0.0.0.0 is every one of this machine")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="server processes")] = 1,
) -> None:
    """Start the database where it is down, bring it up to date, and serve the site and the API."""
    settings = Settings()
    with _listen(host, port) as listener:
        with Console(stderr=True).status(escape(translate(N_("Starting the database ..."), settings.language))):
            migrate(database_url(settings))
        # The socket listens already: who comes before the workers are up waits a moment, and is not turned away.
        _announce(listener)
        config = uvicorn.Config(
            FACTORY,
            factory=True,
            http=WholeAnswers,
            workers=workers,
            log_level="warning",
            access_log=False,  # a query says where somebody is
            server_header=False,
            timeout_graceful_shutdown=_LONGEST_GOODBYE_S,
        )
        try:
            if workers > 1:
                Multiprocess(config, sockets=[listener]).run()
            else:
                uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            pass  # uvicorn has finished in good order and passes the signal on


def worker_app() -> FastAPI:
    """What each server process makes for itself from the environment."""
    from api.app import create_app  # which takes a second that the help of all commands should not

    return create_app(Settings())


def _listen(host: str, port: int) -> socket.socket:
    """Raises: AddressNotUsable."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise AddressNotUsable(host, port, error) from error
    listener.set_inheritable(True)
    return listener


def _announce(listener: socket.socket) -> None:
    """One line, in both languages: who started the program may not be who reads it."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    address = f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
    words = " / ".join(dict.fromkeys(translate(_READY, language) for language in ("en", "th")))
    Console(highlight=False, soft_wrap=True).print(f"{escape(words)}: {address}")
