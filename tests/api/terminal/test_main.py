"""The entry point: every command is there, and what goes wrong is a sentence."""

import pytest

from tests.api.terminal.conftest import Pakmud


def test_all_commands(pakmud: Pakmud) -> None:
    done = pakmud("--help")
    assert done.code == 0
    for command in ("nearest", "find", "searches", "serve", "demo", "db", "ingest", "export"):
        assert f" {command} " in done.out


def test_no_database(pakmud: Pakmud) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    done = pakmud("nearest", "x", "--at", "1,2", database_url=nowhere, language="en")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "cannot be reached" in done.err


def test_the_language_of_the_terminal(pakmud: Pakmud) -> None:
    done = pakmud("nearest", "x", "--at", "100.5,13.7", language="th")
    assert done.code == 2
    assert any("ก" <= letter <= "๛" for letter in done.err)


@pytest.mark.parametrize(("name", "value"), [("pool_size", "many"), ("language", "fr")])
def test_a_setting_that_cannot_be_read(pakmud: Pakmud, name: str, value: str) -> None:
    done = pakmud("nearest", "x", "--at", "1,2", **{name: value})
    assert done.code == 2
    assert done.err.startswith(f"The setting PAKMUD_{name.upper()} is '{value}': ")
