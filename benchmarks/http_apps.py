"""The applications that the HTTP benchmark serves; each is a factory, for uvicorn and granian alike."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

import redis.asyncio
from fastapi import FastAPI

from api.app import create_app
from benchmarks.contenders.redis_geo import GROW_AND_DESCRIBE
from benchmarks.radius import likely_radius_m
from geo.settings import Settings

REDIS_SOCKET = "PAKMUD_BENCHMARK_REDIS"
"""The environment variable that holds the path of Redis' socket."""

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]

_HELLO = b'{"hello":"world"}'


def pakmud() -> FastAPI:
    """As it is served."""
    return create_app(Settings())


def framework_models() -> _App:
    """The same without the way past the framework: rows become models, models become JSON."""
    whole = create_app(Settings())

    async def app(scope: _Message, receive: _Receive, send: _Send) -> None:
        await FastAPI.__call__(whole, scope, receive, send)

    return app


def hello_asgi() -> _App:
    """The least a server can be asked to do."""

    async def app(scope: _Message, receive: _Receive, send: _Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await _send_json(send, _HELLO)

    return app


def hello_fastapi() -> FastAPI:
    """The framework's own least."""
    app = FastAPI()

    @app.get("/")
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    return app


def redis_route() -> _App:
    """GEOSEARCH and the found service points' JSON in one round trip, strung together: no validation, no openings."""
    client = redis.asyncio.Redis(unix_socket_path=os.environ[REDIS_SOCKET], max_connections=16)
    scripts: list[Any] = []
    likely_m: dict[str, float] = {}

    async def app(scope: _Message, receive: _Receive, send: _Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if not scripts:
            scripts.append(await client.script_load(GROW_AND_DESCRIBE))
        values = dict(parse_qsl(scope["query_string"].decode()))
        key, limit = values["procedure"], int(values["limit"])
        if key not in likely_m:
            likely_m[key] = likely_radius_m(await client.zcard(key), limit)
        found, described = await client.execute_command(  # type: ignore[no-untyped-call]
            "EVALSHA", scripts[0], 1, key, float(values["lon"]), float(values["lat"]), likely_m[key], limit
        )
        hits = (
            b'{"service_point":%b,"distance_m":%b}' % (one, distance_m)
            for (_, distance_m), one in zip(found, described, strict=True)
        )
        await _send_json(send, b'{"results":[' + b",".join(hits) + b"]}")

    return app


async def _live(receive: _Receive, send: _Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _send_json(send: _Send, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
