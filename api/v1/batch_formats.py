"""The rows of a batch and their answers, as NDJSON and as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal, Protocol

import orjson
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from api.field_errors import field_errors
from api.v1.parameters import Instant, PlainText
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.nearest.batch_question import BatchAnswer, BatchRow, RefusedRow
from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.row import column_name

Format = Literal["ndjson", "csv"]

MEDIA_TYPES: Mapping[Format, str] = {"ndjson": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}

COLUMNS = ("id", "lat", "lon", "procedure", "at")

ANSWER_COLUMNS = ("id", "rank", "code", "name_th", "name_en", "lat", "lon", "distance_m", "open", "error")
"""Of CSV, which has a line for each service point, and one for a row without any."""

LONGEST_LINE = 10_000
"""Bytes; a row has fewer than 200."""

Rows = list[BatchRow | RefusedRow]


class _RowModel(BaseModel):
    """Checked as the parameters of `/v1/nearest` are, with the same sentences."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: PlainText
    lon: float
    lat: float
    procedure: Annotated[PlainText, AfterValidator(str.strip)]
    at: Instant | None = None


def parse_row(values: Mapping[str, object], procedure: str) -> BatchRow | RefusedRow:
    """`procedure` is for rows that name none. Other columns are passed over; empty ones count as missing."""
    given = {name: _plain(name, values[name]) for name in COLUMNS if values.get(name) not in (None, "")}
    if procedure:
        given.setdefault("procedure", procedure)
    try:
        row = _RowModel.model_validate(given)
        return BatchRow(id=row.id, position=LonLat(lon=row.lon, lat=row.lat), procedure=row.procedure, at=row.at)
    except ValidationError as error:
        sentence = field_errors(RequestValidationError(error.errors()))[0].sentence
    except InvalidQuery as error:
        sentence = error.sentence
    id_ = given.get("id")
    return RefusedRow(str(id_) if isinstance(id_, str | int | float) else None, sentence)


def _plain(name: str, value: object) -> object:
    return in_arabic_digits(value) if name != "id" and isinstance(value, str) and not value.isascii() else value


def check_columns(columns: Sequence[str], procedure: str) -> None:
    """Raises: InvalidQuery where one is missing that every row needs."""
    needed = [name for name in COLUMNS[:4] if name != "procedure" or not procedure]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise InvalidQuery(
            N_("The header lacks {missing}: it must name the columns {columns}."),
            field="body",
            missing=", ".join(missing),
            columns=", ".join(needed),
        )


class Reader(Protocol):
    """`quoted` tells that a line break inside quotation marks ends no row; `header_lines` are no rows."""

    quoted: bool
    header_lines: int

    def begin(self, lines: bytes) -> bytes:
        """The lines of the first chunk that are rows. Raises: InvalidQuery where the body as a whole makes no sense."""

    def rows(self, lines: bytes) -> Rows:
        """Of whole lines; each that is not blank becomes a row."""


class NdjsonReader:
    quoted = False
    header_lines = 0

    def __init__(self, procedure: str) -> None:
        self._procedure = procedure

    def begin(self, lines: bytes) -> bytes:
        lines = lines.removeprefix(b"\xef\xbb\xbf")
        first = lines.lstrip().partition(b"\n")[0]
        if not first:
            raise InvalidQuery(N_("The body has no rows."), field="body")
        if not isinstance(_loaded(first), dict):
            raise InvalidQuery(
                N_("The first line is not a JSON object: send one for each row, or CSV as 'text/csv'."), field="body"
            )
        return lines

    def rows(self, lines: bytes) -> Rows:
        return [self._row(line) for line in lines.split(b"\n") if line and not line.isspace()]

    def _row(self, line: bytes) -> BatchRow | RefusedRow:
        if len(line) > LONGEST_LINE:
            return RefusedRow(None, _too_long())
        values = _loaded(line)
        if not isinstance(values, dict):
            return RefusedRow(None, Sentence(N_("This line is not a JSON object.")))
        return parse_row(values, self._procedure)


class CsvReader:
    """UTF-8, commas, and a header that names the columns in any order."""

    quoted = True
    header_lines = 1

    def __init__(self, procedure: str) -> None:
        self._procedure = procedure
        self._columns: list[str] = []

    def begin(self, lines: bytes) -> bytes:
        header, _, others = lines.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
        cells = next(csv.reader([header.decode(errors="replace")]), [])
        if not cells:
            raise InvalidQuery(N_("The body has no rows."), field="body")
        self._columns = [column_name(cell) for cell in cells]
        check_columns(self._columns, self._procedure)
        return others

    def rows(self, lines: bytes) -> Rows:
        csv.field_size_limit(max(LONGEST_LINE, csv.field_size_limit()))
        text = io.StringIO(lines.decode(errors="replace"), newline="")
        return [self._row(cells) for cells in csv.reader(text) if any(cells)]

    def _row(self, cells: list[str]) -> BatchRow | RefusedRow:
        values = dict(zip(self._columns, cells, strict=False))
        if sum(map(len, cells)) > LONGEST_LINE:
            return RefusedRow(None, _too_long())
        if "\ufffd" in values.get("id", ""):
            return RefusedRow(None, Sentence(N_("This row is not UTF-8.")))
        return parse_row(values, self._procedure)


READERS: Mapping[Format, type[NdjsonReader | CsvReader]] = {"ndjson": NdjsonReader, "csv": CsvReader}


def _too_long() -> Sentence:
    return Sentence(N_("This line is longer than {maximum} bytes."), {"maximum": f"{LONGEST_LINE:,}"})


def _loaded(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def write_head(to: Format) -> bytes:
    return _csv_lines([ANSWER_COLUMNS]) if to == "csv" else b""


def write_answers(to: Format, answers: Iterable[BatchAnswer], language: str) -> bytes:
    if to == "csv":
        return _csv_lines(record for answer in answers for record in answer_records(answer, language))
    return b"".join(
        orjson.dumps(answer_object(answer, language), option=orjson.OPT_APPEND_NEWLINE) for answer in answers
    )


def answer_object(answer: BatchAnswer, language: str) -> dict[str, object]:
    """As `BatchAnswerShape` in api/v1/batch_document.py describes it, which a test compares."""
    return {
        "id": answer.id,
        "results": [
            {
                "code": hit.code,
                "name_th": hit.name_th,
                "name_en": hit.name_en,
                "lat": hit.position.lat,
                "lon": hit.position.lon,
                "distance_m": round(hit.distance_m, 3),
                "open": hit.state,
            }
            for hit in answer.hits
        ],
        "error": answer.error.render(language) if answer.error else None,
    }


def answer_records(answer: BatchAnswer, language: str) -> Iterator[tuple[object, ...]]:
    """Lines of `ANSWER_COLUMNS`."""
    if not answer.hits:
        error = answer.error.render(language) if answer.error else None
        yield (answer.id, *[None] * (len(ANSWER_COLUMNS) - 2), error)
    for rank, hit in enumerate(answer.hits, 1):
        place = hit.position.lat, hit.position.lon, round(hit.distance_m, 3)
        yield (answer.id, rank, hit.code, hit.name_th, hit.name_en, *place, hit.state, None)


def _csv_lines(records: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    return text.getvalue().encode()
