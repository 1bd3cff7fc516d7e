"""`pakmud nearest` with a time, a home and filters."""

import json

import pytest

from tests.api.listed_procedures import BEACH
from tests.api.registry_offices import COMPETENT, MOVING, MUNICIPALITY, NEARER, PARTLY
from tests.api.small_country import SICHANG
from tests.api.terminal.conftest import Done, Pakmud

AT = f"{SICHANG.lat},{SICHANG.lon}"
NIGHT = "2026-11-25T03:00"
"""A Wednesday, in Thailand."""


def ask(pakmud: Pakmud, database: str, *words: str, language: str = "en") -> Done:
    return pakmud("nearest", MOVING, "--at", AT, *words, database_url=database, language=language)


def codes(done: Done) -> list[str]:
    assert done.code == 0, done.err
    return [result["service_point"]["code"] for result in json.loads(done.out)["results"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--open", "--when", NIGHT], [NEARER]),
        (["--within", "5"], [NEARER, COMPETENT]),
        (["--agency", "0150500000000"], [COMPETENT]),
        (["--type", MUNICIPALITY], [PARTLY]),
        (["--gecc", "basic"], [COMPETENT]),
        (["--no-copy"], [NEARER, COMPETENT]),
        (["--accessible"], [COMPETENT]),
        (["--language-spoken", "en", "--language-spoken", "zh,en"], [COMPETENT]),
        (["--area", "2008"], [COMPETENT, PARTLY]),
        (["--name", "municipality"], [PARTLY]),
        (["--home", "2008", "--within", "10"], [COMPETENT, NEARER, PARTLY]),
    ],
)
def test_each_option(pakmud: Pakmud, registry_country: str, words: list[str], found: list[str]) -> None:
    assert codes(ask(pakmud, registry_country, *words, "--json")) == found


def test_a_table_says_whom_it_serves(pakmud: Pakmud, registry_country: str) -> None:
    done = ask(pakmud, registry_country, "--home", "๒๐๐๘", "--limit", "2", "--when", NIGHT)
    _title, note, head, first, *_ = done.out.splitlines()
    assert note.startswith("The nearest office, District Office (350 m), does not serve you.")
    assert "Serves you" in head
    assert "4.2 km" in first
    assert "yes" in first
    assert "It serves only Si Racha" in done.out


def test_json_names_conditions_and_home(pakmud: Pakmud, registry_country: str) -> None:
    answer = json.loads(ask(pakmud, registry_country, "--home", "200801", "--no-copy", "--json").out)
    assert [one["field"] for one in answer["query"]["conditions"]] == ["no_copy"]
    assert [area["code"] for area in answer["competence"]["home"]] == ["20", "2008", "200801"]
    assert [result["competent"] for result in answer["results"]] == [True, False]


def test_an_ambiguous_home_is_a_choice(pakmud: Pakmud, registry_country: str) -> None:
    done = ask(pakmud, registry_country, "--home", "10250")
    assert done.code == 2
    assert "1032  Prawet, Bangkok" in done.err
    assert done.err.splitlines()[-1] == "'10250' may be in several areas. Which one is it?"


def test_a_home_for_which_it_cannot_be_had(pakmud: Pakmud, registry_country: str) -> None:
    words = ("nearest", BEACH, "--at", AT, "--when", NIGHT)
    done = pakmud(*words, "--home", "10", database_url=registry_country, language="en")
    assert done.out.splitlines()[1] == (
        "This cannot be had for the area you gave. Only for businesses in: Bang Lamung, Bang Lamung, Chon Buri; "
        "Ko Sichang, Chon Buri"
    )
    assert "Serves you" not in done.out
    assert "350 m" in done.out
    answer = json.loads(pakmud(*words, "--home", "10", "--json", database_url=registry_country).out)
    assert answer["competence"]["served"] is False
    assert [result["competent"] for result in answer["results"]] == [False] * 3
    assert "cannot be had" not in pakmud(*words, "--home", "2008", database_url=registry_country, language="en").out
    done = pakmud(*words, "--home", "20", database_url=registry_country, language="en")
    assert (done.code, "2008  Ko Sichang, Chon Buri" in done.err) == (2, True)


def test_nothing_left(pakmud: Pakmud, registry_country: str) -> None:
    done = ask(pakmud, registry_country, "--language-spoken", "ru", "--within", "5")
    assert done.out.splitlines()[1:] == [
        "Who may serve you depends on the area of this: Your registered home. Give it with --home.",
        "Within 5 km · Speaks Russian",
        "No office has all that you chose",
    ]


def test_pages_follow_each_other(pakmud: Pakmud, registry_country: str) -> None:
    page = ask(pakmud, registry_country, "--limit", "5", "--json")
    found = codes(page)
    while following := json.loads(page.out)["next"]:
        page = ask(pakmud, registry_country, "--limit", "5", "--json", f"--after={following}")
        found += codes(page)
    assert found == codes(ask(pakmud, registry_country, "--limit", "200", "--json"))
    assert len(found) == 13
    table = ask(pakmud, registry_country, "--limit", "5").out
    assert (
        f"More, further away: --after={json.loads(ask(pakmud, registry_country, '--limit', '5', '--json').out)['next']}"
        in table
    )
    refused = ask(pakmud, registry_country, "--no-copy", f"--after={table.rpartition('--after=')[2].strip()}")
    assert (refused.code, refused.out) == (2, "")


def test_a_home_may_be_a_position(pakmud: Pakmud, registry_country: str) -> None:
    answer = json.loads(ask(pakmud, registry_country, "--home", "6.3, 101.9", "--json").out)
    assert [area["code"] for area in answer["competence"]["home"]] == ["96", "9613", "961301"]
    nowhere = ask(pakmud, registry_country, "--home", "beside the temple")
    assert nowhere.code == 2
    assert "beside the temple" in nowhere.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--when", "noon"], "'--when' is 'noon', but must be a time such as 2026-11-23T10:00:00+07:00."),
        (["--when", "1990-01-01"], "'at' must lie between the year 2000 and a year from now."),
        (["--within", "-1"], "'within_m' must be a number of metres above 0."),
        (["--gecc", "best"], "'gecc' must be one of: basic, intermediate, advanced."),
        (["--home", "99999"], "No area has the postcode 99999."),
        (["--area", "99"], "No province, district or subdistrict has the code '99'."),
    ],
)
def test_what_cannot_be_understood(pakmud: Pakmud, registry_country: str, words: list[str], sentence: str) -> None:
    done = ask(pakmud, registry_country, *words)
    assert (done.code, done.out, done.err) == (2, "", sentence + "\n")
