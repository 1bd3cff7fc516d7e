"""The web application: the public JSON API, the citizens' pages, and what surrounds every answer."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from threadpoolctl import threadpool_limits

from api import openapi_page
from api.citizen.pages import citizen_pages
from api.head_requests import HeadLikeGet
from api.merged_procedures import lead_on_from_merged
from api.openapi_document import describe_problems
from api.pages.problem_page import render_problem
from api.pages.static_files import mount_static
from api.problems import answer_problems
from api.response_headers import COMPRESSION, OpenToEverySite, SecurityHeaders, security_headers
from api.search_pool import SearchPool
from api.staff.access import answer_not_signed_in
from api.staff.not_kept import NotKept
from api.staff.pages import router as staff_pages
from api.unforeseen import UnforeseenErrors
from api.v1.nearest_at_once import NearestAtOnce
from api.v1.router import router as v1
from api.v1.staff.router import router as v1_staff
from geo.application_role import work_as_application
from geo.database import connect, database_url
from geo.finding.finder import Finder
from geo.finding.readiness import KeptReady
from geo.settings import Settings
from geo.words import add_catalogues
from ingest.data_sets.worker import DataSetWorker

_DESCRIPTION = """
Which service point that offers this procedure is nearest to me, is it open then, and what must I bring?

* Positions are decimal degrees on WGS84, distances geodesic metres, times ISO 8601 with a zone (Asia/Bangkok).
* Everything but `/v1/staff` is public and read from any site without a key; many questions at once go by POST.
* An error is `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with a sentence for each
  field at fault, in the language of `Accept-Language` (`en` or `th`).
"""

# Traces would hold the query, and with it where the citizen is.
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}


def create_app(settings: Settings) -> FastAPI:
    """The application on the database of `settings`; an embedded one is started with it where it is down."""
    if settings.translations is not None:
        add_catalogues(settings.translations)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        url = database_url(settings)
        engine = connect(url, pool_size=settings.pool_size)
        work_as_application(engine)
        searching = min(settings.pool_size, os.cpu_count() or 1)
        planning = min(settings.pool_size, 2 * searching)
        pool = SearchPool(url, size=searching, planning=planning, timeout_ms=settings.search_timeout_ms)
        await pool.open()
        app.state.engine, app.state.search_pool = engine, pool
        # Server processes share the cores already: two threads on one sum take twice the work in hardly less time.
        threadpool_limits(1, user_api="blas")
        app.state.finder = Finder(settings.embedding)
        kept_ready = KeptReady(engine, app.state.finder)
        app.state.data_set_worker = DataSetWorker(engine, keep_days=settings.data_set_days)
        # What has been loaded stays; the collector, going through it all again, would hold up one answer in a thousand.
        gc.collect()
        gc.freeze()
        yield
        app.state.data_set_worker.stop()
        kept_ready.stop()
        pool.close()
        engine.dispose()

    app = _Application(
        title="Pakmud",
        summary="The nearest government service point that does what you need.",
        description=_DESCRIPTION,
        version=version("pakmud"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,  # ours needs no other host
        redoc_url=None,
        lifespan=lifespan,
        telemetry=_NO_TELEMETRY,
        middleware=[
            Middleware(SecurityHeaders, headers=security_headers(settings)),
            Middleware(NotKept),
            Middleware(OpenToEverySite),
            Middleware(GZipMiddleware, compresslevel=COMPRESSION),
            Middleware(HeadLikeGet),
            Middleware(UnforeseenErrors, render_page=render_problem),
        ],
    )
    app.state.settings = settings
    answer_problems(app, render_problem)
    answer_not_signed_in(app)
    lead_on_from_merged(app)
    app.include_router(v1)
    app.include_router(v1_staff)
    app.include_router(openapi_page.router)
    app.include_router(citizen_pages())
    app.include_router(staff_pages)
    mount_static(app)
    describe_problems(app)
    return app


class _Application(FastAPI):
    """The framework's application, with the hot path outside all that the framework puts around an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        await self._at_once(scope, receive, send)

    @cached_property
    def _at_once(self) -> ASGIApp:
        return NearestAtOnce(super().__call__, security_headers(self.state.settings))
