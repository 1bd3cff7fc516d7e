"""`GET /v1/nearest` past the framework: the database brings the parts of the answer, strung together here.

It takes every good question but those with a home that is a position, and lets those and all that go wrong through to
the route in `nearest.py`. That one answers every question, reports every error, and is what the documentation
describes; tests hold the two to the same answers.
"""

import gzip
import logging
from collections.abc import Generator, Sequence
from dataclasses import fields
from typing import NamedTuple
from urllib.parse import unquote_plus

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem_of, problem_response
from api.response_headers import COMPRESSION, OpenToEverySite, SecurityHeaders
from api.search_pool import SearchPool
from api.v1.data_age import CACHE_CONTROL, etag_of, is_current
from api.v1.nearest_answer import condition_shape
from api.v1.nearest_parameters import NearestParameters
from api.v1.opening import OpeningShape
from geo.areas import AreaName, area_chain
from geo.ask import Ask, Rows
from geo.data_version import versions_statement
from geo.errors import DatabaseUnavailable, PakmudError, SearchTimedOut, UnknownProcedure
from geo.nearest.chosen_filters import ChosenFilters, filters_of
from geo.nearest.competence import Home
from geo.nearest.home import home_of
from geo.nearest.question import NearestQuery
from geo.nearest.search import Page, search
from geo.procedure_head import ProcedureHead, head_statement
from geo.schedule_book import Moment, minute_of

log = logging.getLogger("pakmud")

PATH = "/v1/nearest"

TAKEN = NearestParameters.model_fields.keys() - {"home_lat", "home_lon"}
"""All parameters that go this way."""


class NearestAtOnce:
    """ASGI middleware around all others; `app.state.search_pool` is there once the application has started.

    It sets the `headers` of every answer itself: going through what sets them costs half as much as the search. Where
    it fails as nobody foresaw, the route answers.
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers
        of_all = {**headers, "Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding, Origin"}
        self._encoded = [(name.lower().encode(), value.encode()) for name, value in of_all.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or (parameters := _parameters(scope)) is None:
            return await self.app(scope, receive, send)
        asked = dict(scope["headers"])
        pool: SearchPool = scope["app"].state.search_pool
        try:
            status, etag, body = await _answer(pool, parameters, asked.get(b"if-none-match"))
        except (SearchTimedOut, DatabaseUnavailable) as error:
            problem = problem_response(Request(scope), problem_of(error, PATH), None)
            return await SecurityHeaders(OpenToEverySite(problem), self.headers)(scope, receive, send)
        except PakmudError:
            return await self.app(scope, receive, send)  # which says it in full
        except Exception:
            log.exception("%s %s failed on its short way", scope["method"], PATH)
            return await self.app(scope, receive, send)
        compressed = status == 200 and b"gzip" in asked.get(b"accept-encoding", b"")
        headers = [*self._encoded, (b"etag", etag.encode())]
        if b"origin" in asked:
            headers.append((b"access-control-allow-origin", b"*"))
        if compressed:
            headers.append((b"content-encoding", b"gzip"))
        if status == 200:
            body = gzip.compress(body, COMPRESSION, mtime=0) if compressed else body
            headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] == "GET" else b""})
        return None


def _parameters(scope: Scope) -> NearestParameters | None:
    """None where the question does not go this way, or is not a good one."""
    try:
        pairs = [pair.split("=", 1) for pair in scope["query_string"].decode("ascii").split("&")]
        values = dict(pairs)
    except ValueError:
        return None
    if len(values) < len(pairs) or not values.keys() <= TAKEN or scope["method"] not in {"GET", "HEAD"}:
        return None
    for name, value in values.items():
        if "%" in value or "+" in value:
            values[name] = unquote_plus(value)
    try:
        return NearestParameters.model_validate(values)
    except ValidationError:
        return None


async def _answer(pool: SearchPool, parameters: NearestParameters, known: bytes | None) -> tuple[int, str, bytes]:
    """Status, ETag and body; `known` are the ETags that whoever asks has answers for."""
    versions = None
    if known is not None:
        versions = await pool.run(_versions())
        etag = etag_of(versions, minute_of(None) if parameters.at is None else None)
        if is_current(known.decode("latin-1"), etag):
            return 304, etag, b""
    answer = await pool.run(_answered(pool, parameters, versions))
    # The minute that was searched, not the one that has begun since.
    etag = etag_of(answer.versions, answer.page.moment.minute if parameters.at is None else None)
    return 200, etag, _body(answer)


class _Answer(NamedTuple):
    """`versions` are those of calendar and data that nothing in it is older than."""

    head: ProcedureHead
    query: NearestQuery
    page: Page
    versions: Sequence[int]
    home: Home | None = None
    home_areas: Sequence[AreaName] = ()


def _versions() -> Generator[Ask, Rows, Sequence[int]]:
    return (yield Ask(versions_statement(), {}))[0]


def _answered(
    pool: SearchPool, parameters: NearestParameters, versions: Sequence[int] | None
) -> Generator[Ask, Rows, _Answer]:
    """`versions`: as they were read before, if they were. Raises: UnknownProcedure, UnknownArea, InvalidQuery."""
    if versions is not None or not _LOOKED_UP.isdisjoint(parameters.model_fields_set):
        return (yield from _behind_versions(pool, parameters, versions))
    code = parameters.procedure
    filters = () if _FILTERS.isdisjoint(parameters.model_fields_set) else (yield from filters_of(parameters.chosen))
    remembered = pool.heads.get(code)
    head = remembered[0] if remembered else (yield from _head(code))
    while True:
        query = parameters.query(head, filters)
        page = yield from _page(pool, query)
        if not page.found:  # no row has told the versions that it is as old as
            return (yield from _behind_versions(pool, parameters, None))
        answer = _Answer(head, query, page, (page.moment.book.calendar_version, page.data_version))
        if remembered is not None and remembered[1] == page.data_version:
            return answer
        # Something was written since the procedure was looked up; nearly always it was something else.
        found = yield from _head(code)
        _remember(pool, code, found, page.data_version)
        if found == head:
            return answer
        head = found


_FILTERS = frozenset(one.name for one in fields(ChosenFilters))

_LOOKED_UP = frozenset({"agency", "type", "area", "home"})
"""Parameters whose names or codes are looked up."""


def _behind_versions(
    pool: SearchPool, parameters: NearestParameters, versions: Sequence[int] | None
) -> Generator[Ask, Rows, _Answer]:
    """Of several moments, all after `versions` were read: whoever asks whether it still holds is told of any change."""
    if versions is None:
        versions = yield from _versions()
    code = parameters.procedure
    remembered = pool.heads.get(code)
    if remembered is not None and remembered[1] == versions[1]:
        head = remembered[0]
    else:
        head = yield from _head(code)
        _remember(pool, code, head, versions[1])
    home = None
    if parameters.home is not None and head.asks_for_home:
        home = yield from home_of(parameters.home, head.level, head.area_codes)
    query = parameters.query(head, (yield from filters_of(parameters.chosen)), home and home.deciding)
    page = yield from _page(pool, query)
    areas = (yield from area_chain(home.code)) if home else ()
    return _Answer(head, query, page, versions, home, areas)


def _page(pool: SearchPool, query: NearestQuery) -> Generator[Ask, Rows, Page]:
    book = pool.book
    page = yield from search(query, book, "json", walk_first=True)
    if pool.book is book:  # nobody has brought a newer one meanwhile
        pool.book = page.moment.book
    return page


def _head(code: str) -> Generator[Ask, Rows, ProcedureHead]:
    rows = yield Ask(_HEAD, {"code": code})
    if not rows:
        raise UnknownProcedure(code)
    return ProcedureHead.of(rows[0])


_HEAD = head_statement()


def _remember(pool: SearchPool, code: str, head: ProcedureHead, version: int) -> None:
    if len(pool.heads) >= 10_000:
        pool.heads.clear()
    pool.heads[code] = head, version


def _body(answer: _Answer) -> bytes:
    """What `NearestAnswer` would be as JSON."""
    head, query, page = answer.head, answer.query, answer.page
    before = {
        "query": {
            "procedure": {"code": head.code, "title_th": head.title_th, "title_en": head.title_en},
            "lat": query.origin.lat,
            "lon": query.origin.lon,
            "limit": query.limit,
            "at": page.moment.at,
            "conditions": [condition_shape(one).model_dump() for one in query.conditions()],
        },
        "competence": _competence(answer) if head.asks_for_home else None,
        "next": page.next,
    }
    return b"".join([orjson.dumps(before)[:-1], b',"results":[', *_results(page), b"]}"])


def _competence(answer: _Answer) -> dict[str, object]:
    return {
        "level": answer.head.level,
        "of": answer.head.jurisdiction_of,
        "areas": answer.head.areas or None,  # orjson writes dataclasses as `AreaShape` is written
        "home": answer.home_areas if answer.home else None,
        "served": answer.home.served if answer.home else None,
    }


_COMPETENT = {None: b',"competent":null}', True: b',"competent":true}', False: b',"competent":false}'}


def _results(page: Page) -> list[bytes]:
    """Pieces of the results, to be strung together."""
    moment = page.moment
    pieces: list[bytes] = []
    for found in page.found:
        hours = moment.rendered.get(found.schedule_id)
        if hours is None:
            hours = moment.rendered[found.schedule_id] = _hours(found.schedule_id, moment)
        distance_m = repr(found.distance_mm / 1000).encode()
        # The service point's own part ends with a brace; its hours, which may be the offering's, go before that.
        service_point = found.described[0][:-1]
        pieces += (b'{"service_point":', service_point, hours, distance_m, _COMPETENT[found.competent], b",")
    return pieces[:-1]


def _hours(schedule_id: int | None, moment: Moment) -> bytes:
    """All between what the service point says of itself and the distance."""
    expression = orjson.dumps(moment.book.hours(schedule_id).expression)
    opening = OpeningShape.of(moment.opening(schedule_id)).model_dump_json().encode()
    return b',"opening_hours":%b},"open":%b,"distance_m":' % (expression, opening)
