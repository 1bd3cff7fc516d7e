"""`GET /v1/nearest` past the framework: one statement brings the parts of the answer, strung together here.

It takes the plain questions (also: open, within, paged), those with filters that enough of the nearest pass, and lets
all others through to the route in `nearest.py`. That one answers every question, reports every error, and is what the
documentation describes; tests hold the two to the same answers.
"""

import gzip
import logging
from collections.abc import Generator
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
from geo.ask import Ask, Rows
from geo.data_version import versions_statement
from geo.errors import DatabaseUnavailable, PakmudError, SearchTimedOut, UnknownProcedure
from geo.nearest.chosen_filters import plain_filters
from geo.nearest.question import NearestQuery
from geo.nearest.search import Page, TooRare, search
from geo.procedure_head import ProcedureHead, head_statement
from geo.schedule_book import Moment, minute_of

log = logging.getLogger("pakmud")

PATH = "/v1/nearest"

FILTERS = frozenset({"gecc", "no_copy", "accessible", "name"})
"""Those that need nothing looked up, and that one plan is good for whatever their values: not so `languages`."""

TAKEN = FILTERS | {"procedure", "lat", "lon", "limit", "at", "open_only", "within_m", "cursor"}
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
        except (PakmudError, TooRare):
            return await self.app(scope, receive, send)  # which says it in full, or lists what is rare
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
    """None where the question is not a plain one, or not a good one."""
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
    if known is not None:
        [versions] = await pool.run(_versions())
        etag = etag_of(versions, minute_of(None) if parameters.at is None else None)
        if is_current(known.decode("latin-1"), etag):
            return 304, etag, b""
    head, query, page = await pool.run(_answered(pool, parameters))
    # The minute that was searched, not the one that has begun since.
    versions = page.moment.book.calendar_version, page.data_version
    etag = etag_of(versions, page.moment.minute if parameters.at is None else None)
    return 200, etag, _body(head, query, page)


def _versions() -> Generator[Ask, Rows, Rows]:
    return (yield Ask(versions_statement(), {}))


def _answered(
    pool: SearchPool, parameters: NearestParameters
) -> Generator[Ask, Rows, tuple[ProcedureHead, NearestQuery, Page]]:
    """Raises: UnknownProcedure, InvalidQuery, TooRare."""
    code = parameters.procedure
    filters = plain_filters(parameters.chosen) if FILTERS & parameters.model_fields_set else ()
    remembered = pool.heads.get(code)
    head = remembered[0] if remembered else (yield from _head(code))
    while True:
        query = parameters.query(head, filters)
        page = yield from search(query, pool.book, "json", walk_only=True)
        pool.book = page.moment.book
        if remembered is not None and remembered[1] == page.data_version:
            return head, query, page
        # Something was written since the procedure was looked up; nearly always it was something else.
        found = yield from _head(code)
        _remember(pool, code, found, page.data_version)
        if found == head:
            return head, query, page
        head = found


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


def _body(head: ProcedureHead, query: NearestQuery, page: Page) -> bytes:
    """What `NearestAnswer` would be as JSON."""
    before = {
        "query": {
            "procedure": {"code": head.code, "title_th": head.title_th, "title_en": head.title_en},
            "lat": query.origin.lat,
            "lon": query.origin.lon,
            "limit": query.limit,
            "at": page.moment.at,
            "conditions": [condition_shape(one).model_dump() for one in query.conditions()],
        },
        "competence": _competence(head) if head.asks_for_home else None,
        "next": page.next,
    }
    return b"".join([orjson.dumps(before)[:-1], b',"results":[', *_results(page), b"]}"])


def _competence(head: ProcedureHead) -> dict[str, object]:
    """Nobody gives a home here."""
    return {
        "level": head.level,
        "of": head.jurisdiction_of,
        "areas": head.areas or None,  # orjson writes dataclasses as `AreaShape` is written
        "home": None,
        "served": None,
    }


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
        pieces += (b'{"service_point":', service_point, hours, distance_m, b',"competent":null}', b",")
    return pieces[:-1]


def _hours(schedule_id: int | None, moment: Moment) -> bytes:
    """All between what the service point says of itself and the distance."""
    expression = orjson.dumps(moment.book.hours(schedule_id).expression)
    opening = OpeningShape.of(moment.opening(schedule_id)).model_dump_json().encode()
    return b',"opening_hours":%b},"open":%b,"distance_m":' % (expression, opening)
