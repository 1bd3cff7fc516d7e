"""`pakmud nearest` answers like the API, in a table, as JSON and on a map."""

import json
from pathlib import Path

import httpx
import pytest

from tests.api.small_country import HOSTILE, ID_CARD, ISLAND_OFFICE, NOBODYS, PASSPORT, SICHANG
from tests.api.terminal.conftest import Done, Pakmud

AT = f"{SICHANG.lat},{SICHANG.lon}"


def ask(pakmud: Pakmud, database: str, *words: str, language: str = "en") -> Done:
    return pakmud("nearest", *words, database_url=database, language=language)


def test_a_table_nearest_first(pakmud: Pakmud, small_country: str) -> None:
    done = ask(pakmud, small_country, ID_CARD, "--at", AT, "--limit", "5")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert "Identity card" in lines[0]
    assert lines[1] == "Who may serve you depends on the area of this: Your registered home. Give it with --home."
    assert [line.split()[0] for line in lines[3:8]] == ["1", "2", "3", "4", "5"]
    assert "350 m" in lines[3]
    assert "1.2 km" in lines[4]
    assert "around the clock" in lines[4]
    assert "0 2000 0000" in lines[3]
    assert lines[8].startswith("More, further away: --after=")
    assert len(lines) == 9


def test_thai(pakmud: Pakmud, small_country: str) -> None:
    done = ask(pakmud, small_country, ID_CARD, "--at", AT, "--limit", "5", "--language", "th")
    assert "การขอมีบัตรประจำตัวประชาชน" in done.out
    assert "ที่ว่าการอำเภอเกาะสีชัง" in done.out
    assert HOSTILE in done.out


def test_json_is_what_the_api_answers(pakmud: Pakmud, small_country: str, client: httpx.Client) -> None:
    done = ask(pakmud, small_country, ID_CARD, "--at", AT, "--limit", "3", "--json")
    by_http = client.get(
        "/v1/nearest", params={"procedure": ID_CARD, "lat": SICHANG.lat, "lon": SICHANG.lon, "limit": 3}
    ).json()
    in_terminal = json.loads(done.out)
    for answer in (by_http, in_terminal):
        del answer["query"]["at"]
    assert in_terminal == by_http


def test_a_map_in_a_file(pakmud: Pakmud, small_country: str, tmp_path: Path) -> None:
    done = ask(pakmud, small_country, ID_CARD, "--at", AT, "--map", "out.html", "--language", "th")
    assert done.code == 0, done.err
    document = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert '<html lang="th">' in document
    assert "ที่ว่าการอำเภอเกาะสีชัง" in document
    assert HOSTILE not in document
    assert "โปรดอย่าเดินทาง" in document  # one of them is invented


def test_a_map_that_cannot_be_written(pakmud: Pakmud, small_country: str) -> None:
    done = ask(pakmud, small_country, ID_CARD, "--at", AT, "--map", "no/such/folder/out.html")
    assert done.code == 2
    assert done.err == "no/such/folder/out.html cannot be written: No such file or directory.\n"


@pytest.mark.parametrize("words", ["ทำบัตรประชาชน", "IDENTITY  card", "บัตรหาย", "บัตปชชหาย", "identety card"])
def test_words_that_fit_one_procedure(pakmud: Pakmud, small_country: str, words: str) -> None:
    done = ask(pakmud, small_country, words, "--at", AT, "--limit", "1", "--json")
    assert json.loads(done.out)["results"][0]["service_point"]["code"] == ISLAND_OFFICE


def test_words_that_fit_several_are_a_choice(pakmud: Pakmud, small_country: str) -> None:
    done = ask(pakmud, small_country, "การขอ", "--at", AT)
    assert done.code == 2
    for code in (ID_CARD, PASSPORT, NOBODYS):
        assert code in done.err
    assert done.err.splitlines()[-1] == "Several procedures fit 'การขอ'. Please give the code of one of them."


def test_nobody_offers_it(pakmud: Pakmud, small_country: str) -> None:
    done = ask(pakmud, small_country, NOBODYS, "--at", AT)
    assert (done.code, done.out.splitlines()[1]) == (0, "No service point offers this procedure yet.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["xylophone", "--at", AT], "No procedure has the code or name 'xylophone'."),
        (["", "--at", AT], "No procedure has the code or name ''."),
        ([ID_CARD, "--at", "95,200"], "'lat' is 95.0, but must lie between -90 and 90 degrees."),
        (
            [ID_CARD, "--at", "here,there"],
            "'here,there' is not a coordinate. Write it as 13.1492, 100.8085 or 13°08'57\"N 100°48'31\"E, as UTM (47P "
            "696028 1454339), MGRS, a Plus Code, or paste a link from a map.",
        ),
        (
            [ID_CARD, "--at", "https://maps.app.goo.gl/abc"],
            "This link is shortened. Open it first, then copy the long address that the map shows.",
        ),
        ([ID_CARD, "--at", AT, "--limit", "0"], "'limit' is 0, but must lie between 1 and 200."),
    ],
)
def test_a_question_that_cannot_be_asked(pakmud: Pakmud, small_country: str, words: list[str], sentence: str) -> None:
    done = ask(pakmud, small_country, *words)
    assert (done.code, done.out, done.err) == (2, "", sentence + "\n")


@pytest.mark.parametrize(
    "at", ["๑๓.๑๔๙๒, ๑๐๐.๘๐๘๕", "13.1492 100.8085", "100.8085, 13.1492", "13°08'57.12\"N 100°48'30.6\"E"]
)
def test_positions_as_people_write_them(pakmud: Pakmud, small_country: str, at: str) -> None:
    done = ask(pakmud, small_country, ID_CARD, "--at", at, "--json")
    assert json.loads(done.out)["query"]["lat"] == pytest.approx(SICHANG.lat)
