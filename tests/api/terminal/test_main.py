"""The entry point: every command is there, and what goes wrong is a sentence."""

import subprocess
import sys

import pytest

from api.terminal.main import COMMANDS, GROUPS
from tests.api.terminal.conftest import Pakmud


def test_all_commands(pakmud: Pakmud) -> None:
    done = pakmud("--help")
    assert done.code == 0
    for command in (*COMMANDS, *GROUPS):
        assert f" {command} " in done.out
        its_own = pakmud(command, "--help")
        assert (its_own.code, f" pakmud {command} " in its_own.out) == (0, True), its_own


def test_a_command_that_is_none(pakmud: Pakmud) -> None:
    done = pakmud("nearst")
    assert done.code == 2
    assert "No such command 'nearst'" in done.err


def test_a_command_does_not_wait_for_what_others_need() -> None:
    program = "import sys, api.terminal.main, api.terminal.place; print(*sys.modules)"
    imported = subprocess.check_output([sys.executable, "-c", program], text=True).split()
    assert "api.terminal.place" in imported
    assert {"api.app", "weasyprint", "uvicorn", "openpyxl", "authlib", "api.terminal.admin"}.isdisjoint(imported)


def test_no_database(pakmud: Pakmud) -> None:
    done = pakmud("nearest", "x", "--at", "1,2", language="en")
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
