"""What leaves when, of answers of every kind: on a real socket, on the server that `pakmud serve` has."""

import asyncio
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from urllib.parse import urlsplit

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.api.conftest import serving

HEAD: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]}
BODY: Message = {"type": "http.response.body", "body": b"answer"}


class App:
    """Each path is a way to answer. `connection` is the client's end, `goes_on` what a slow answer waits for."""

    def __init__(self) -> None:
        self.connection: socket.socket
        self.goes_on = Event()
        self.looked = Event()
        self.came_before_the_body: bool | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await getattr(self, scope["path"].strip("/"))(receive, send)

    async def plain(self, _receive: Receive, send: Send) -> None:
        await send(HEAD)
        await send(BODY)

    async def watched(self, _receive: Receive, send: Send) -> None:
        await send(HEAD)
        for _turn in range(3):
            await asyncio.sleep(0)
        self.came_before_the_body = is_anything_there(self.connection)
        self.looked.set()
        await send(BODY)

    async def empty(self, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 304, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def slow(self, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await asyncio.to_thread(self.goes_on.wait)
        await send({"type": "http.response.body", "body": b"second", "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def left(self, receive: Receive, send: Send) -> None:
        await send(HEAD)
        self.looked.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        await send(BODY)
        self.goes_on.set()

    async def echo(self, receive: Receive, send: Send) -> None:
        message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message["body"]})

    async def broken(self, _receive: Receive, send: Send) -> None:
        await send(HEAD)
        raise RuntimeError("after the head")


def is_anything_there(connection: socket.socket) -> bool:
    """Whether something has arrived, as the kernel knows at once on one machine."""
    return bool(select.select([connection], [], [], 0)[0])


@contextmanager
def connected(app: App) -> Iterator[socket.socket]:
    with serving(app) as address:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as app.connection:
            yield app.connection


def asks(connection: socket.socket, path: str, *, method: str = "GET", more: str = "", body: str = "") -> None:
    connection.sendall(f"{method} /{path} HTTP/1.1\r\nHost: here\r\n{more}\r\n{body}".encode())


def read_until(connection: socket.socket, end: bytes) -> bytes:
    """What arrives up to `end`, or until the connection is closed."""
    read = b""
    while not read.endswith(end) and (piece := connection.recv(65_536)):
        read += piece
    return read


def test_the_head_waits_for_the_body() -> None:
    app = App()
    with connected(app) as connection:
        for _again in range(2):
            app.looked.clear()
            asks(connection, "watched")
            assert app.looked.wait(30)  # or what came would be read before it is seen
            assert app.came_before_the_body is False
            assert read_until(connection, b"answer").startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(("method", "path", "status"), [("HEAD", "plain", b"200 OK"), ("GET", "empty", b"304 Not")])
def test_a_head_without_a_body_leaves_too(method: str, path: str, status: bytes) -> None:
    with connected(App()) as connection:
        for _again in range(2):
            asks(connection, path, method=method)
            answer = read_until(connection, b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 " + status)
            assert answer.count(b"HTTP/1.1") == 1


def test_each_piece_of_a_long_answer_leaves_when_it_is_made() -> None:
    app = App()
    with connected(app) as connection:
        asks(connection, "slow")
        assert read_until(connection, b"5\r\nfirst\r\n").startswith(b"HTTP/1.1 200 OK\r\n")
        app.goes_on.set()
        assert read_until(connection, b"0\r\n\r\n") == b"6\r\nsecond\r\n0\r\n\r\n"


def test_questions_that_do_not_wait_for_answers_get_them_in_order() -> None:
    with connected(App()) as connection:
        for path in ("plain", "empty", "plain"):
            asks(connection, path)
        asks(connection, "plain", more="Connection: close\r\n")
        answers = read_until(connection, b"no end but the connection's")
    assert [one[:3] for one in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"304", b"200", b"200"]
    assert answers.count(b"\r\n\r\nanswer") == 3
    assert answers.endswith(b"answer")


def test_who_asks_before_sending_is_told_to_go_on() -> None:
    with connected(App()) as connection:
        asks(connection, "echo", method="POST", more="Expect: 100-continue\r\nContent-Length: 4\r\n")
        assert read_until(connection, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"word")
        assert read_until(connection, b"0\r\n\r\n").endswith(b"4\r\nword\r\n0\r\n\r\n")


def test_whoever_goes_in_the_middle_of_an_answer_troubles_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    app = App()
    with connected(app) as connection:
        asks(connection, "left")
        assert app.looked.wait(30)
        connection.close()
        assert app.goes_on.wait(30)
    assert capfd.readouterr().err == ""


def test_an_answer_that_breaks_off_ends_the_connection() -> None:
    with connected(App()) as connection:
        asks(connection, "broken")
        answer = read_until(connection, b"no end but the connection's")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n")
