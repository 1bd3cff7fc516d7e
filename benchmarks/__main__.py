"""`python -m benchmarks NAME...`: runs benchmarks and prints what they found."""

import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.country import home_folder
from benchmarks.keep import keep
from benchmarks.progress import step
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.report import as_markdown
from benchmarks.result import Result, write_json
from benchmarks.scales import SCALES
from geo.cluster.programs import ProgramsMissing

WRONG = 1
"""The exit code when an answer of Pakmud's was wrong. Time never decides it."""


app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)


@app.command()
def run(  # noqa: PLR0913, PLR0917 - typer's form: a parameter for each option
    names: Annotated[list[str] | None, typer.Argument(help="benchmarks to run, or 'all'")] = None,
    scale: Annotated[str, typer.Option(help="small or national")] = "small",
    json: Annotated[Path | None, typer.Option(help="write the results to this file")] = None,
    home: Annotated[
        Path | None,
        typer.Option(
            help="folder that keeps the countries for the next run; else PAKMUD_HOME/benchmarks, else nothing is kept"
        ),
    ] = None,
    save: Annotated[Path | None, typer.Option(help="write JSON, Markdown and plots into this folder")] = None,
    seed: Annotated[int, typer.Option(help="of questions and of the order of turns")] = 2569,
    list_them: Annotated[bool, typer.Option("--list", help="list the benchmarks and end")] = False,
) -> None:
    """Measure Pakmud and its peers; answers are compared with brute force first."""
    if list_them:
        for name, benchmark in BENCHMARKS.items():
            print(f"{name:10} {benchmark.question}")
        return
    wanted = _wanted(names or [])
    if scale not in SCALES:
        raise typer.BadParameter(f"'{scale}' is none of: {', '.join(SCALES)}", param_hint="--scale")
    results = []
    with home_folder(home or _home_of_pakmud()) as folder:
        for name in wanted:
            with step(f"Benchmark {name} ({scale})"):
                results.append(BENCHMARKS[name].run(Run(scale=SCALES[scale], home=folder, seed=seed)))
            _tell(results[-1], save)
    if json is not None:
        write_json(results, json)
    if any(result.wrong_answers for result in results):
        sys.exit(WRONG)


def _home_of_pakmud() -> Path | None:
    """Only where somebody named it: gigabytes are not put where nobody looks for them."""
    named = os.environ.get("PAKMUD_HOME")
    return Path(named) / "benchmarks" if named else None


def _wanted(names: list[str]) -> list[str]:
    if names == ["all"]:
        return list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown or not names:
        raise typer.BadParameter(f"name some of: {', '.join(BENCHMARKS)}, or all", param_hint="NAME...")
    return names


def _tell(result: Result, folder: Path | None) -> None:
    print(as_markdown(result))
    if folder is not None:
        keep(result, folder)


def main() -> None:
    # Servers that were started are stopped, however the run ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        app()
    except ProgramsMissing as missing:
        sys.exit(missing.sentence.render("en"))


if __name__ == "__main__":
    main()
