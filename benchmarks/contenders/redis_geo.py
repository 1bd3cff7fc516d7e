"""Redis GEOSEARCH: one key a procedure. It has no "nearest", only "nearest within a radius", so radii grow."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import redis

from benchmarks.country import Country, Offices
from benchmarks.question import Found, Question
from benchmarks.radius import GROWTH, WHOLE_EARTH_M, growing_radius_m, likely_radius_m
from benchmarks.redis_server import redis_server

_PIPELINED = 20_000

_SEARCH = f"""
local radius, found = tonumber(ARGV[3]), nil
while true do
    found = redis.call('GEOSEARCH', KEYS[1], 'FROMLONLAT', ARGV[1], ARGV[2], 'BYRADIUS', radius, 'm',
                             'ASC', 'COUNT', ARGV[4], 'WITHDIST')
    if #found >= tonumber(ARGV[4]) or radius >= {WHOLE_EARTH_M} then
        break
    end
    radius = math.min(radius * {GROWTH}, {WHOLE_EARTH_M})
end
"""
"""The same loop inside the server: one round trip, however often the radius has to grow."""

_GROW = _SEARCH + "return found"

GROW_AND_DESCRIBE = (
    _SEARCH
    + """
local members = {}
for place, one in ipairs(found) do members[place] = one[1] end
if #members == 0 then return {found, {}} end
return {found, redis.call('HMGET', 'described', unpack(members))}
"""
)


class RedisGeo:
    """From a radius that holds about twice as many as wanted, doubled until there are enough."""

    name = "redis"
    about = (
        "GEOSEARCH, a key a procedure; the radius starts at what the procedure's density suggests and doubles, in the "
        "client"
    )

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._likely_m: dict[int, float] = {}

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        socket = self._stack.enter_context(redis_server())
        self._client = connected(socket, self._stack)
        for procedure_id in {question.procedure_id for question in questions}:
            offices = country.offices(procedure_id)
            self._likely_m[procedure_id] = likely_radius_m(len(offices.ids), questions[0].limit)
            add_offices(self._client, procedure_id, offices)

    def answer(self, question: Question) -> Found:
        found: list[Any] = []
        for radius_m in growing_radius_m(self._likely_m[question.procedure_id]):
            found = self._within(question, radius_m)
            if len(found) >= question.limit:
                break
        return _found(found)

    def _within(self, question: Question, radius_m: float) -> list[Any]:
        found: list[Any] = ask(
            self._client,
            "GEOSEARCH",
            question.procedure_id,
            "FROMLONLAT",
            question.origin.lon,
            question.origin.lat,
            "BYRADIUS",
            radius_m,
            "m",
            "ASC",
            "COUNT",
            question.limit,
            "WITHDIST",
        )
        return found

    def close(self) -> None:
        self._stack.close()


class RedisLua(RedisGeo):
    name = "redis_lua"
    about = "the same, with the doubling in a Lua script inside Redis: one round trip"

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        super().prepare(country, questions)
        self._script = _script(self._client, _GROW)

    def answer(self, question: Question) -> Found:
        return _found(self._run_script(question))

    def _run_script(self, question: Question) -> list[Any]:
        likely_m, origin = self._likely_m[question.procedure_id], question.origin
        key = (1, question.procedure_id)
        found: list[Any] = ask(
            self._client, "EVALSHA", self._script, *key, origin.lon, origin.lat, likely_m, question.limit
        )
        return found


class RedisFull(RedisLua):
    """What would stand behind a web page: the same content as Pakmud's answers, kept in Redis too."""

    name = "redis_full"
    about = "redis_lua, and the service points' JSON out of a hash in the same round trip"

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        super().prepare(country, questions)
        self._script = _script(self._client, GROW_AND_DESCRIBE)
        _describe(self._client, country)

    def answer(self, question: Question) -> Found:
        found, _described = self._run_script(question)
        return _found(found)


class RedisHugeRadius(RedisGeo):
    name = "redis_huge_radius"
    about = "one GEOSEARCH over 2,000 km, the plain way around the missing 'nearest'"

    def answer(self, question: Question) -> Found:
        return _found(self._within(question, 2_000_000.0))


def fill(client: redis.Redis, country: Country, keys: Mapping[int, str]) -> None:
    """Some procedures, each under a key, and all service points' JSON: what `GROW_AND_DESCRIBE` needs."""
    for procedure_id, key in keys.items():
        add_offices(client, key, country.offices(procedure_id))
    _describe(client, country)


def _describe(client: redis.Redis, country: Country) -> None:
    with country.connect() as connection, connection.transaction(), connection.cursor("described") as described:
        described.execute("SELECT id, json FROM service_point WHERE json IS NOT NULL")
        while rows := described.fetchmany(_PIPELINED):
            ask(client, "HSET", "described", *[str(value) for row in rows for value in row])


def add_offices(client: redis.Redis, key: str | int, offices: Offices) -> None:
    """GEOADD them all; a member is a service point's id."""
    members = zip(offices.lon.tolist(), offices.lat.tolist(), offices.ids.tolist(), strict=True)
    values = [value for member in members for value in member]
    for start in range(0, len(values), 3 * _PIPELINED):
        ask(client, "GEOADD", key, *values[start : start + 3 * _PIPELINED])


def connected(socket: Path, stack: ExitStack) -> redis.Redis:
    client = redis.Redis(unix_socket_path=str(socket), single_connection_client=True)
    stack.callback(client.close)
    return client


def ask(client: redis.Redis, *command: str | int | float) -> Any:
    """One command, whose answer depends on it."""
    return client.execute_command(*command)  # type: ignore[no-untyped-call]


def _script(client: redis.Redis, text: str) -> str:
    """The name that EVALSHA calls it by."""
    name: Any = client.script_load(text)  # bytes or str, by the version of the protocol
    return name.decode() if isinstance(name, bytes) else str(name)


def _found(rows: list[Any]) -> Found:
    found = [(int(member), round(float(distance_m) * 1000)) for member, distance_m in rows]
    return sorted(found, key=lambda one: (one[1], one[0]))
