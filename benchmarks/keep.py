"""Writes a result into a folder: `NAME-SCALE.json`, `.md` and, where there are times to compare, `.svg`."""

from pathlib import Path

from benchmarks.plot import draw_plot
from benchmarks.report import as_markdown
from benchmarks.result import Result, write_json

RESULTS = Path(__file__).with_name("results")
"""Where the results of the repository are."""


def keep(result: Result, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{result.name}-{result.scale}"
    write_json([result], folder / f"{stem}.json")
    picture = draw_plot(result, folder / f"{stem}.svg")
    text = as_markdown(result, picture=picture.name if picture else None)
    (folder / f"{stem}.md").write_text(text, encoding="utf-8")
