"""`/v1/nearest/batch`: the same question for up to a million rows, answered while they come in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator
from starlette.types import Receive, Scope, Send

from api.accepted_language import accepted_language
from api.problems import Kind, Problem, problem_response
from api.v1.batch_body import MOST_BYTES, MOST_ROWS, Spool, whole_lines
from api.v1.batch_document import REQUEST_BODY, RESPONSES
from api.v1.batch_formats import MEDIA_TYPES, READERS, Format, write_head
from api.v1.batch_work import BatchWork, answers_in_order
from api.v1.parameters import Instant, PlainText, refused_as_parameter
from api.v1.shape import CODE
from geo.nearest.batch_question import MOST_PER_ROW, Batch
from geo.opening_hours import BANGKOK
from geo.words import N_, Sentence

router = APIRouter(tags=["nearest"])

PATIENCE_S = 5.0
"""How long a refused body is listened to: who hangs up in the middle of a sentence is not heard."""

_FORMATS: dict[str, Format] = {
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/x-jsonlines": "ndjson",
    "text/csv": "csv",
}
_UNKNOWN_FORMAT = Kind(415, "unsupported-media-type", N_("The format is not understood"))
_TOO_LARGE = Kind(413, "content-too-large", N_("The request is too large"))


class BatchParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    per_row: int = Field(
        default=1,
        description="how many service points at most for each row",
        json_schema_extra={"minimum": 1, "maximum": MOST_PER_ROW},
    )
    at: Instant | None = Field(
        default=None, description="the time that `open` is about in rows without one of their own; without it: now"
    )
    procedure: PlainText = Field(default="", description="for rows that name none: " + CODE)

    @field_validator("per_row")
    @classmethod
    def _per_row(cls, per_row: int) -> int:
        with refused_as_parameter:
            return Batch(per_row=per_row, at=datetime.now(BANGKOK)).per_row


class AnswersWhileReading(StreamingResponse):
    """Starlette's own listens for a disconnect, and so takes the body away from whoever reads it."""

    def __init__(self, pieces: AsyncGenerator[bytes, None], *, media_type: str) -> None:
        super().__init__(pieces, media_type=media_type)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._pieces):
            await self.stream_response(send)


@router.post(
    "/nearest/batch", response_class=StreamingResponse, responses=RESPONSES, openapi_extra={"requestBody": REQUEST_BODY}
)
async def answer_batch(parameters: Annotated[BatchParameters, Query()], request: Request) -> Response:
    """The nearest service point for each of up to 1,000,000 rows, in their order.

    Send NDJSON (an object a line) or CSV (with a header) with `id`, `lat`, `lon`, `procedure` and, where it differs,
    `at`. Answers come in the same format, or in the one that `Accept` asks for, while the body is still being read.
    A row that cannot be answered has an `error`; all others are answered nevertheless. No row has a home: who may serve
    whom, and where a procedure can be had at all, is told by `/v1/nearest` and `/v1/procedures/{code}`.
    """
    format_ = _FORMATS.get(_media_type(request.headers.get("content-type", "")))
    if format_ is None:
        message = N_("Send NDJSON with 'Content-Type: application/x-ndjson', or CSV with 'text/csv'.")
        return _problem(request, _UNKNOWN_FORMAT, Sentence(message))
    if int(request.headers.get("content-length", "0")) > MOST_BYTES:
        message = N_("The body is longer than {maximum} bytes: send it in parts.")
        return _problem(request, _TOO_LARGE, Sentence(message, {"maximum": f"{MOST_BYTES:,}"}))
    work = BatchWork(
        engine=request.app.state.engine,
        reader=READERS[format_](parameters.procedure),
        to=_wanted(request.headers.get("accept", "")) or format_,
        batch=Batch(per_row=parameters.per_row, at=parameters.at or datetime.now(BANGKOK)),
        language=accepted_language(request),
    )
    spool = Spool()
    filling = asyncio.create_task(spool.fill(request.stream()))
    chunks = whole_lines(spool, quoted=work.reader.quoted, most_rows=MOST_ROWS + work.reader.header_lines)
    try:
        # What is wrong with all of it shows here, while it can still be told as a problem.
        first = await work.answer(work.reader.begin(await anext(chunks, b"")))
    except BaseException:
        await _hang_up(spool, filling)
        raise
    return AnswersWhileReading(_pieces(request, work, first, chunks, spool, filling), media_type=MEDIA_TYPES[work.to])


async def _pieces(  # noqa: PLR0913, PLR0917 - what the route began goes on here
    request: Request,
    work: BatchWork,
    first: bytes,
    chunks: AsyncIterator[bytes],
    spool: Spool,
    filling: asyncio.Task[None],
) -> AsyncGenerator[bytes, None]:
    async def is_wanted() -> bool:
        return not spool.broken and not (spool.ended and await request.is_disconnected())

    try:
        yield write_head(work.to) + first
        async with aclosing(answers_in_order(work, chunks, is_wanted)) as pieces:
            async for piece in pieces:
                if piece:
                    yield piece
    finally:
        await _hang_up(spool, filling)


async def _hang_up(spool: Spool, filling: asyncio.Task[None]) -> None:
    spool.discarding = True
    await asyncio.wait([filling], timeout=PATIENCE_S)
    filling.cancel()
    await asyncio.wait([filling])
    spool.close()


def _problem(request: Request, kind: Kind, detail: Sentence) -> Response:
    return problem_response(request, Problem(kind=kind, detail=detail, instance=request.url.path), None)


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _wanted(accept: str) -> Format | None:
    """The first that is understood; weights are for programs that do not know what they want."""
    return next((_FORMATS[one] for one in map(_media_type, accept.split(",")) if one in _FORMATS), None)
