"""`/v1/nearest/batch` over real HTTP: rows in, answers out, while the body is still being sent."""

import asyncio
import csv
import io
import json
import socket
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from api.v1.batch_body import BodyRefused, Spool, whole_lines
from api.v1.batch_document import BatchAnswerShape
from api.v1.batch_formats import ANSWER_COLUMNS
from geo.nearest.batch import CHUNK_ROWS
from geo.words import translate
from tests.api.small_country import (
    ALWAYS_OPEN,
    CHIANG_RAI,
    HIDDEN_PROCEDURE,
    ID_CARD,
    ISLAND_OFFICE,
    NOBODYS,
    PASSPORT,
    SICHANG,
)

PATH = "/v1/nearest/batch"
NDJSON = {"Content-Type": "application/x-ndjson"}
CSV = {"Content-Type": "text/csv"}
TUESDAY = "2026-11-24T10:00:00+07:00"
SUNDAY = "2026-11-22T10:00:00+07:00"


def row(id_: object, procedure: str = ID_CARD, **others: object) -> dict[str, object]:
    return {"id": id_, "lat": SICHANG.lat, "lon": SICHANG.lon, "procedure": procedure, **others}


def as_ndjson(*rows: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)


def ask(client: httpx.Client, *rows: object, **parameters: Any) -> list[dict[str, Any]]:
    response = client.post(PATH, content=as_ndjson(*rows), headers=NDJSON, params=parameters)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def test_each_row_is_answered_in_its_place(client: httpx.Client) -> None:
    answers = ask(client, row("ก"), row(2, PASSPORT), row("3", NOBODYS), at=TUESDAY)
    assert [answer["id"] for answer in answers] == ["ก", "2", "3"]
    assert [[hit["code"] for hit in answer["results"]] for answer in answers] == [[ISLAND_OFFICE], [CHIANG_RAI], []]
    assert all(answer["error"] is None for answer in answers)


def test_the_answer_is_the_one_to_the_single_question(client: httpx.Client) -> None:
    [answer] = ask(client, row("1", at=SUNDAY), per_row=10, at=TUESDAY)
    single = client.get(
        "/v1/nearest", params={"procedure": ID_CARD, "lat": SICHANG.lat, "lon": SICHANG.lon, "at": SUNDAY}
    ).json()
    assert answer["results"] == [
        {name: hit["service_point"][name] for name in ("code", "name_th", "name_en", "lat", "lon")}
        | {"distance_m": hit["distance_m"], "open": hit["open"]["state"]}
        for hit in single["results"]
    ]


def test_every_line_is_as_it_is_described(client: httpx.Client) -> None:
    for answer in ask(client, row("1"), row("2", "unknown"), "nothing"):
        assert BatchAnswerShape.model_validate(answer).model_dump() == answer


def test_the_time_is_the_rows_own_first(client: httpx.Client) -> None:
    answers = ask(client, row("1"), row("2", at=SUNDAY), at=TUESDAY)
    assert [answer["results"][0]["open"] for answer in answers] == ["open", "closed"]


@pytest.mark.parametrize(
    ("bad", "id_", "sentence"),
    [
        (row("a", lat="here"), "a", "'lat' is 'here', but must be a number."),
        (row("a", lat=SICHANG.lon, lon=SICHANG.lat), "a", "look swapped"),
        (row("a", lat=91), "a", "'lat' is 91.0, but must lie between -90 and 90 degrees."),
        (row("a", lat=None), "a", "'lat' is missing."),
        ({"id": "a", "lat": 13, "lon": 100}, "a", "'procedure' is missing."),
        (row(None), None, "'id' is missing."),
        (row({"a": 1}), None, "'id' is"),
        (row("a", "pasport"), "a", "No procedure has the code 'pasport'."),
        (row("a", HIDDEN_PROCEDURE), "a", "No procedure has the code"),
        (row("a", at="2026-11-23T10:00:00"), "a", "'at' needs a time zone"),
        (row("a", at="2199-11-23T10:00:00Z"), "a", "a year from now"),
        (row("a", at="noon"), "a", "'at' is 'noon', but must be a time such as"),
        (row("x" * 10_000), None, "This line is longer than 10,000 bytes."),
        ([1, 2], None, "This line is not a JSON object."),
    ],
)
def test_a_bad_row_says_why_and_costs_no_other(client: httpx.Client, bad: object, id_: str, sentence: str) -> None:
    before, answer, after = ask(client, row("1"), bad, row("3"))
    assert (answer["id"], answer["results"]) == (id_, [])
    assert sentence in answer["error"]
    for good in (before, after):
        assert [hit["code"] for hit in good["results"]] == [ISLAND_OFFICE]


def test_blank_lines_are_no_rows_and_the_last_line_needs_no_end(client: httpx.Client) -> None:
    content = "\ufeff\n" + as_ndjson(row(1)) + "\r\n  \n" + as_ndjson(row(2)).strip()
    response = client.post(PATH, content=content, headers=NDJSON)
    assert [json.loads(line)["id"] for line in response.text.splitlines()] == ["1", "2"]


def test_errors_are_told_in_the_language_asked_for(client: httpx.Client) -> None:
    headers = {**NDJSON, "Accept-Language": "th"}
    answer = client.post(PATH, content=as_ndjson(row("1", "pasport")), headers=headers).json()
    assert answer["error"] == translate("No procedure has the code '{code}'.", "th", code="pasport")
    assert "No procedure" not in answer["error"]


def test_csv_has_a_line_for_each_service_point(client: httpx.Client) -> None:
    content = (
        "Procedure,at,LON,lat,id,note\r\n"
        f'{ID_CARD},,{SICHANG.lon},{SICHANG.lat},"a ""quoted""\nid",whatever\r\n'
        f"unknown,,{SICHANG.lon},{SICHANG.lat},b,\r\n"
        f"{NOBODYS},,{SICHANG.lon},{SICHANG.lat},c,\r\n"
    )
    response = client.post(PATH, content=content, headers=CSV, params={"per_row": 2, "at": SUNDAY})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    header, *lines = csv.reader(io.StringIO(response.text, newline=""))
    assert tuple(header) == ANSWER_COLUMNS
    first, second, unknown, nobodys = (dict(zip(header, line, strict=True)) for line in lines)
    assert (first["id"], first["rank"], first["code"], first["open"]) == (
        'a "quoted"\nid',
        "1",
        ISLAND_OFFICE,
        "closed",
    )
    assert float(first["distance_m"]) == pytest.approx(350, abs=1)
    assert (second["id"], second["rank"], second["code"], second["open"]) == (first["id"], "2", ALWAYS_OPEN, "open")
    assert (unknown["id"], unknown["code"]) == ("b", "")
    assert unknown["error"] == "No procedure has the code 'unknown'."
    assert "".join(nobodys.values()) == "c"


def test_the_procedure_may_be_the_same_for_all(client: httpx.Client) -> None:
    content = f"id,lat,lon\n1,{SICHANG.lat},{SICHANG.lon}\n"
    response = client.post(PATH, content=content, headers=CSV, params={"procedure": ID_CARD})
    assert ISLAND_OFFICE in response.text
    [answer] = ask(client, {"id": "1", "lat": SICHANG.lat, "lon": SICHANG.lon}, procedure=PASSPORT)
    assert answer["results"][0]["code"] == CHIANG_RAI


def test_the_format_of_the_answer_can_be_asked_for(client: httpx.Client) -> None:
    headers = {**NDJSON, "Accept": "text/html, text/csv;q=0.9"}
    response = client.post(PATH, content=as_ndjson(row("1")), headers=headers)
    assert response.text.startswith("id,rank,code")
    content = f"id,lat,lon,procedure\n1,{SICHANG.lat},{SICHANG.lon},{ID_CARD}\n"
    answer = client.post(PATH, content=content, headers={**CSV, "Accept": "application/x-ndjson"}).json()
    assert answer["results"][0]["code"] == ISLAND_OFFICE


@pytest.mark.parametrize(
    ("headers", "content", "parameters", "status", "sentence"),
    [
        ({"Content-Type": "application/json"}, "[]", {}, 415, "Content-Type: application/x-ndjson"),
        (NDJSON, "", {}, 422, "The body has no rows."),
        (NDJSON, "id,lat,lon\n", {}, 422, "The first line is not a JSON object"),
        (NDJSON, '[{"id": "1"}]\n', {}, 422, "The first line is not a JSON object"),
        (CSV, "", {}, 422, "The body has no rows."),
        (CSV, "id;lat;lon;procedure\n", {}, 422, "The header lacks id, lat, lon, procedure"),
        (CSV, "id,lat,procedure\n1,2,3\n", {}, 422, "The header lacks lon: it must name the columns id, lat, lon, p"),
        (NDJSON, as_ndjson(row(1)), {"per_row": 11}, 422, "'per_row' must lie between 1 and 10."),
        (NDJSON, as_ndjson(row(1)), {"at": "2026-11-23T10:00:00"}, 422, "'at' needs a time zone"),
    ],
)
def test_what_makes_no_sense_as_a_whole_is_a_problem(  # noqa: PLR0917 - what is sent and what comes of it
    client: httpx.Client,
    headers: dict[str, str],
    content: str,
    parameters: dict[str, str],
    status: int,
    sentence: str,
) -> None:
    response = client.post(PATH, content=content, headers=headers, params=parameters)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert sentence in response.json()["detail"]


def test_a_body_that_says_it_is_too_long_is_not_read(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(head(client, "Content-Length: 999999999999"))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_answers_come_while_the_body_is_sent(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(head(client, "Transfer-Encoding: chunked"))
        connection.sendall(http_chunk(as_ndjson(*(row(number) for number in range(2 * CHUNK_ROWS)))))
        received = connection.recv(65_536)
        while b'{"id":"0","results":[{"code"' not in received:
            received += connection.recv(65_536)
        assert received.startswith(b"HTTP/1.1 200 ")
        connection.sendall(http_chunk(as_ndjson(row("last"))) + b"0\r\n\r\n")
        while not received.endswith(b"\r\n0\r\n\r\n"):
            received += connection.recv(65_536)
    answered = [line for line in received.splitlines() if line.startswith(b'{"id"')]
    assert len(answered) == 2 * CHUNK_ROWS + 1
    assert answered[-1].startswith(b'{"id":"last"')


def test_who_reads_nothing_before_all_is_sent_gets_all(client: httpx.Client) -> None:
    """More than all the buffers between the two can hold."""
    bad = json.dumps({"id": "x" * 2_000, "lat": 99, "lon": 0, "procedure": "1"}).encode() + b"\n"
    count = 20_000
    with connected(client) as connection:
        connection.sendall(head(client, f"Content-Length: {count * len(bad)}") + count * bad)
        received = sum(len(data.split(b"\n")) - 1 for data in pieces(connection))
    assert received > count


def test_who_hangs_up_in_the_middle_hurts_nobody(client: httpx.Client) -> None:
    for _ in range(3):
        with connected(client) as connection:
            connection.sendall(head(client, "Transfer-Encoding: chunked"))
            connection.sendall(http_chunk(as_ndjson(*(row(number) for number in range(CHUNK_ROWS)))))
    assert len(ask(client, row("1"))) == 1


def connected(client: httpx.Client) -> socket.socket:
    connection = socket.create_connection((client.base_url.host, client.base_url.port or 80))
    connection.settimeout(60)
    return connection


def head(client: httpx.Client, length: str) -> bytes:
    lines = (f"POST {PATH} HTTP/1.1", f"Host: {client.base_url.host}", "Content-Type: application/x-ndjson", length)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def http_chunk(text: str) -> bytes:
    data = text.encode()
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def pieces(connection: socket.socket) -> Iterator[bytes]:
    """To the end of a chunked answer."""
    end = b""
    while end != b"\r\n0\r\n\r\n":
        data = connection.recv(1 << 20)
        assert data
        end = (end + data)[-7:]
        yield data


def in_lines(*sent: bytes, quoted: bool = False, rows: int = 1, most_rows: int = 1_000) -> list[bytes | str]:
    """What `whole_lines` makes of pieces of a body; a refusal is its sentence."""

    async def read() -> list[bytes | str]:
        async def stream() -> AsyncIterator[bytes]:
            for data in sent:
                yield data
                await asyncio.sleep(0)  # lets the reader come between

        spool = Spool()
        filling = asyncio.create_task(spool.fill(stream()))
        found: list[bytes | str] = []
        try:
            async for lines in whole_lines(spool, quoted=quoted, rows=rows, most_rows=most_rows):
                found.append(lines)  # noqa: PERF401 - what came before a refusal counts
        except BodyRefused as error:
            found.append(str(error))
        await filling
        spool.close()
        return found

    with ThreadPoolExecutor(1) as aside:  # the browser's own loop runs in this thread
        return aside.submit(asyncio.run, read()).result()


def test_a_body_is_read_in_whole_lines() -> None:
    assert in_lines(b"a\nb", b"b\n", b"c") == [b"a\n", b"bb\n", b"c"]
    assert in_lines(b"a\nb\nc\nd\n", rows=100) == [b"a\nb\nc\nd\n"]
    assert in_lines() == []


def test_a_line_break_in_quotation_marks_ends_no_line() -> None:
    body = b'1,"a\nb"\n2,"c\n', b'd ""e""\n"\n3\n'
    assert in_lines(*body, quoted=True) == [b'1,"a\nb"\n', b'2,"c\nd ""e""\n"\n3\n']


def test_no_more_rows_are_answered_than_may_be() -> None:
    refused = "No more than 1,000,000 rows are answered at once: send the others in another request."
    assert in_lines(b"1\n2\n3\n", most_rows=3) == [b"1\n2\n3\n"]
    assert in_lines(b"1\n2\n3", most_rows=3) == [b"1\n2\n", b"3"]
    assert in_lines(b"1\n2\n", b"3\n4\n", most_rows=3) == [b"1\n2\n", b"3", refused]
    assert in_lines(b"1\n2\n3\n4", most_rows=3) == [b"1\n2\n3\n", refused]


def test_a_line_without_an_end_is_not_waited_for() -> None:
    assert in_lines(b"1\n", b"x" * 10_001, b"2\n") == [b"1\n", "This line is longer than 10,000 bytes."]


def test_the_examples_of_the_documentation_work(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()["paths"][PATH]["post"]
    for media_type, part in described["requestBody"]["content"].items():
        response = client.post(PATH, content=part["example"], headers={"Content-Type": media_type})
        assert ISLAND_OFFICE in response.text
        example = described["responses"]["200"]["content"][media_type]["example"]
        first, theirs = response.text.splitlines()[0], example.splitlines()[0]
        if media_type == "text/csv":
            assert first == theirs
        else:
            assert list(json.loads(first)) == list(json.loads(theirs))
            assert list(json.loads(first)["results"][0]) == list(json.loads(theirs)["results"][0])
