"""What went wrong, as an answer over HTTP: RFC 9457 problem+json for programs, the same words in a page for people.

Here is the only table from the core's errors to statuses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.accepted_language import accepted_language
from api.field_errors import FieldError, field_errors
from api.pages.pdf import PdfUnavailable
from geo.errors import (
    DatabaseUnavailable,
    InvalidQuery,
    NotFound,
    PakmudError,
    SearchTimedOut,
    UnknownArea,
    UnknownPlace,
    UnknownProcedure,
    UnknownServicePoint,
)
from geo.manual_revisions.errors import AlreadyBegun, RevisionStandsElsewhere
from geo.nearest.home import AmbiguousHome
from geo.staff.errors import (
    FieldsRefused,
    FormExpired,
    NotAllowed,
    NotSignedIn,
    ProviderFailed,
    SavedByAnother,
    TooLarge,
    TooManyAttempts,
)
from geo.words import N_, Sentence
from ingest.data_sets.ask import NotNow
from ingest.row import FileRefused

MEDIA_TYPE = "application/problem+json"

RETRY_AFTER_S = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: `name` is the end of its `type`, a tag URI (RFC 4151) that stays the same for ever."""

    status: int
    name: str
    title: str


_INVALID = Kind(422, "invalid-request", N_("The request cannot be understood"))
_UNFORESEEN = Kind(500, "unforeseen", N_("Something went wrong here"))
_NOWHERE = Kind(404, "not-found", N_("Not found"))
_WRONG_METHOD = Kind(405, "method-not-allowed", N_("Not possible here"))

KINDS: dict[type[Exception], Kind] = {
    UnknownProcedure: Kind(404, "unknown-procedure", N_("Unknown procedure")),
    UnknownServicePoint: Kind(404, "unknown-service-point", N_("Unknown service point")),
    UnknownArea: Kind(404, "unknown-area", N_("Unknown area")),
    UnknownPlace: Kind(404, "unknown-place", N_("Unknown place")),
    NotFound: _NOWHERE,
    NotSignedIn: Kind(401, "not-signed-in", N_("Sign-in needed")),
    NotAllowed: Kind(403, "not-allowed", N_("Not allowed")),
    ProviderFailed: Kind(502, "provider-failed", N_("The sign-in did not succeed")),
    FormExpired: Kind(403, "form-expired", N_("Please open the page again")),
    TooLarge: Kind(413, "too-large", N_("Too large")),
    SavedByAnother: Kind(409, "saved-by-another", N_("Somebody else saved it")),
    NotNow: Kind(409, "not-now", N_("Not possible any more")),
    RevisionStandsElsewhere: Kind(409, "revision-stands-elsewhere", N_("Not possible now")),
    AlreadyBegun: Kind(409, "already-begun", N_("Somebody is working on it")),
    TooManyAttempts: Kind(429, "too-many-attempts", N_("Too many attempts")),
    InvalidQuery: _INVALID,
    FileRefused: _INVALID,
    PdfUnavailable: Kind(503, "pdf-unavailable", N_("This server cannot make PDF files")),
    SearchTimedOut: Kind(503, "search-timed-out", N_("The search took too long")),
    DatabaseUnavailable: Kind(503, "database-unavailable", N_("The database is not available")),
}

_HTTP_DETAILS = {
    _NOWHERE: N_("There is nothing at this address."),
    _WRONG_METHOD: N_("This address cannot be asked in this way."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`errors` has one entry for each field at fault; `instance` is the path that was asked, without its query."""

    kind: Kind
    detail: Sentence
    instance: str
    errors: tuple[FieldError, ...] = ()

    @property
    def status(self) -> int:
        return self.kind.status

    def as_json(self, language: str) -> dict[str, object]:
        return {
            "type": f"tag:pakmud,2026:{self.kind.name}",
            "title": Sentence(self.kind.title).render(language),
            "status": self.status,
            "detail": self.detail.render(language),
            "instance": self.instance,
            "errors": [error.as_json(language) for error in self.errors],
        }


PageRenderer = Callable[[Request, Problem], Response]


def problem_of(error: Exception, path: str) -> Problem:
    """The problem that an error is to whoever asked for `path`; an unforeseen one tells nothing about itself."""
    if isinstance(error, RequestValidationError):
        errors = field_errors(error)
        return Problem(kind=_INVALID, detail=_together(errors), instance=path, errors=errors)
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        other = Kind(error.status_code, phrase.lower().replace(" ", "-"), phrase)
        kind = next((kind for kind in _HTTP_DETAILS if kind.status == error.status_code), other)
        return Problem(kind=kind, detail=Sentence(_HTTP_DETAILS.get(kind, phrase)), instance=path)
    if isinstance(error, FieldsRefused):
        errors = tuple(FieldError(one.field or "", one.sentence) for one in error.faults)
        return Problem(kind=_INVALID, detail=_together(errors), instance=path, errors=errors)
    known = next((KINDS[ancestor] for ancestor in type(error).__mro__ if ancestor in KINDS), None)
    if known is None or not isinstance(error, PakmudError):
        detail = Sentence(N_("This is our fault, not yours. Please try again later."))
        return Problem(kind=_UNFORESEEN, detail=detail, instance=path)
    choices = tuple(error.choices) if isinstance(error, AmbiguousHome) else None
    at_fault = (FieldError(error.field, error.sentence, choices),) if error.field else ()
    return Problem(kind=known, detail=error.sentence, instance=path, errors=at_fault)


def problem_response(request: Request, problem: Problem, render_page: PageRenderer | None) -> Response:
    """A page for a browser outside the API, where there is a renderer; else JSON in the language asked for."""
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")
    if render_page is not None and wants_page:
        response = render_page(request, problem)
    else:
        response = JSONResponse(
            problem.as_json(accepted_language(request)), status_code=problem.status, media_type=MEDIA_TYPE
        )
        response.headers["Vary"] = "Accept-Language"
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def answer_problems(app: FastAPI, render_page: PageRenderer | None) -> None:
    """From now on `app` answers errors of the core, of the framework and of reading parameters with problems."""

    async def answer(request: Request, error: Exception) -> Response:
        response = problem_response(request, problem_of(error, request.url.path), render_page)
        if isinstance(error, HTTPException):
            response.headers.update(error.headers or {})
        return response

    for error_class in (PakmudError, RequestValidationError, HTTPException):
        app.add_exception_handler(error_class, answer)


def _together(errors: tuple[FieldError, ...]) -> Sentence:
    if len(errors) == 1:
        return errors[0].sentence
    return Sentence(N_("{count} fields of the request are wrong."), {"count": len(errors)})
