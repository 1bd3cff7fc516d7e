"""`pakmud demo`: fills the database with a made-up country to try things out in."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.terminal.progress import Tell, progress_bar
from geo.database import connect, database_url
from geo.errors import PakmudError
from geo.migrate import migrate
from geo.settings import Settings
from geo.staff.demo_accounts import make_demo_accounts
from geo.words import N_, translate
from ingest.demo_country import SEED, SIZES, Country, check_same_size, make_country


class ScaleName(StrEnum):
    """How large: four provinces, the whole country, or as much as a nation really has, for benchmarks."""

    small = "small"
    demo = "demo"
    national = "national"


def demo(
    scale: Annotated[
        ScaleName, typer.Option(help="four provinces, the whole country, or 5,000,000 offerings for benchmarks")
    ] = ScaleName.demo,
    seed: Annotated[int, typer.Option(help="another number, another country")] = SEED,
    force: Annotated[bool, typer.Option("--force", help="also beside service points that are not demo data")] = False,
) -> None:
    """Fill the database with a believable, made-up Thailand: towns are real, offices are not."""
    settings = Settings()
    console = Console(highlight=False, soft_wrap=True)
    try:
        country = _make(settings, console, scale, seed=seed, force=force)
        check_same_size(country, scale.value)
    except PakmudError as error:
        Console(stderr=True, soft_wrap=True).print(f"[bold red]✗[/] {escape(error.sentence.render(settings.language))}")
        raise typer.Exit(1) from error
    counts = {name: f"{getattr(country, name):,}" for name in ("points", "procedures", "offerings")}
    made = N_("The demo country is ready: {points} service points, {procedures} procedures, {offerings} offerings.")
    there = N_("The demo country is there: {points} service points, {procedures} procedures, {offerings} offerings.")
    console.print(translate(made if country.made else there, settings.language, **counts))


def _make(settings: Settings, console: Console, scale: ScaleName, *, seed: int, force: bool) -> Country:
    """In one transaction: all of the country or nothing."""
    with progress_bar(settings.language, console) as words:
        words(N_("Starting the database ..."), 0.0)
        url = database_url(settings)
        migrate(url)
        engine = connect(url, pool_size=1)
        try:
            return _fill(engine, scale, seed, force, words)
        finally:
            engine.dispose()


def _fill(engine: Engine, scale: ScaleName, seed: int, force: bool, words: Tell) -> Country:
    size = SIZES[scale.value]
    with engine.begin() as connection:
        country = make_country(
            connection,
            points=size.points,
            procedures=size.procedures,
            offerings=size.offerings,
            provinces=size.provinces,
            seed=seed,
            force=force,
            tell=words,
        )
        with Session(connection) as session:
            make_demo_accounts(session)
            session.commit()
        return country
