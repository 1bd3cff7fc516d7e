"""Commands as the console runs them: the real entry point, with its arguments, streams and exit code."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.terminal.main import main

Pakmud = Callable[..., "Done"]


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def pakmud(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pakmud:
    """Runs `pakmud` with these words; settings are given by name and are nobody else's."""

    def run(*words: str, **settings: str) -> Done:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("COLUMNS", "160")
        monkeypatch.setattr("sys.argv", ["pakmud", *words])
        for name, value in settings.items():
            monkeypatch.setenv(f"PAKMUD_{name.upper()}", value)
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        streams = capsys.readouterr()
        return Done(code, streams.out, streams.err)

    return run
