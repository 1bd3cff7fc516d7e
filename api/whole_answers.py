"""Uvicorn's HTTP protocol, but for one thing: the head of an answer leaves together with its body.

Uvicorn writes the head when the application starts its answer, and so uvloop sends it by itself: a second system call,
and whoever asked is woken twice. ASGI has it that nothing is sent until there is some of the body.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class WholeAnswers(HttpToolsProtocol):
    """For uvicorn's `http` setting."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(_HeadsHeld(transport, self._is_answering))  # type: ignore[arg-type]

    def on_response_complete(self) -> None:
        self._heads_held.end_answer()
        super().on_response_complete()

    @property
    def _heads_held(self) -> "_HeadsHeld":
        held: Any = self.transport
        assert isinstance(held, _HeadsHeld)  # noqa: S101 - made above
        return held

    def _is_answering(self) -> bool:
        # Where requests come without waiting for answers, this is of the latest: its predecessor's head is not held.
        return self.cycle is not None and self.cycle.response_started


class _HeadsHeld:
    """A transport that keeps the first that is written of an answer until there is more of it, or it is over."""

    def __init__(self, transport: asyncio.Transport, is_answering: Callable[[], bool]) -> None:
        self._transport = transport
        self._is_answering = is_answering
        self._head: bytes | None = None
        self._is_sent = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._head is not None:
            head, self._head, self._is_sent = self._head, None, True
            self._transport.write(head + data)
        elif not self._is_sent and self._is_answering():
            self._head = data
        else:
            self._transport.write(data)

    def end_answer(self) -> None:
        self._send_head()
        self._is_sent = False

    def close(self) -> None:
        self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        """Of an answer without a body; unless whoever asked has gone."""
        head, self._head = self._head, None
        if head is not None and not self._transport.is_closing():
            self._transport.write(head)
