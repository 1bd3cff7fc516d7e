"""An answer of the nearest search as a table in the terminal, and as a map in a file."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.citizen.answer.hits import HitView
from api.pages.dates import day_and_time
from api.pages.static_files import FOLDER
from geo.coordinates import LonLat
from geo.errors import PakmudError
from geo.nearest.question import NearestQuery
from geo.opening_expression import State
from geo.settings import Settings
from geo.words import N_, translate

VENDOR = FOLDER / "vendor"

_DEMO_NOTE = N_("The offices shown here are made up for trying Pakmud. Please do not travel to them.")

_NOBODY = N_("No service point offers this procedure yet.")

_COLOURS: dict[State, str] = {"open": "green", "closed": "red", "by_appointment": "yellow", "unknown": "dim"}


class FileNotWritten(PakmudError):
    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(N_("{file} cannot be written: {reason}."), file=file, reason=error.strerror or error)


def print_answer(  # noqa: PLR0913 - what it says
    console: Console,
    title: str,
    hits: Sequence[HitView],
    query: NearestQuery,
    language: str,
    *,
    refused: str | None = None,
    notes: Sequence[str] = (),
    following: str | None = None,
) -> None:
    """A table, nearest first; in its stead a sentence when there are no hits.

    `refused`: why nobody serves her; `notes`: what must be said before the list; `following`: the next page's cursor.
    """
    console.print(f"[bold]{escape(title)}[/]")
    if refused:
        console.print(f"[red]{escape(refused)}[/]")
    for note in notes:
        console.print(f"[yellow]{escape(note)}[/]")
    conditions = [condition.sentence.render(language) for condition in query.conditions()]
    if conditions:
        console.print(escape(" · ".join(conditions)))
    if not hits:
        nothing = N_("No office has all that you chose") if conditions else _NOBODY
        console.print(escape(translate(nothing, language)))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", justify="right")
    table.add_column(translate(N_("Service point"), language), overflow="fold", ratio=3)
    table.add_column(translate(N_("Distance"), language), justify="right", no_wrap=True)
    table.add_column(_opening_title(query, language), overflow="fold", ratio=2)
    tells_apart = query.home is not None and query.home.served
    if tells_apart:
        table.add_column(translate(N_("Serves you"), language), overflow="fold", ratio=2)
    table.add_column(translate(N_("Address"), language), overflow="fold", ratio=3)
    table.add_column(translate(N_("Phone"), language), overflow="fold")
    for hit in hits:
        badge = f"[{_COLOURS[hit.badge.state]}]{escape(_opening(hit))}[/]"
        phones = ", ".join(phone.label for phone in hit.phones)
        serves = [hit.reason or translate(N_("yes"), language)] if tells_apart else []
        cells = (hit.name.text, hit.distance, badge, *serves, hit.address.text, phones)
        table.add_row(str(hit.number), *(cell if cell is badge else escape(cell) for cell in cells))
    console.print(table)
    if following:
        console.print(f"[dim]{escape(translate(N_('More, further away'), language))}: --after={escape(following)}[/]")
    if any(hit.is_demo for hit in hits):
        console.print(f"[dim]{escape(translate(_DEMO_NOTE, language))}[/]")


def write_map(file: Path, origin: LonLat, title: str, hits: Sequence[HitView], *, settings: Settings) -> None:
    """Raises: FileNotWritten."""
    # folium takes a second to import, which nobody who asks for no map should wait
    from maps.answer_map import draw_answer_map
    from maps.answer_page import Ground, Leaflet, Pin, PinnedAnswer, Tiles

    answer = PinnedAnswer(
        title=title,
        language=settings.language,
        origin=origin,
        pins=[Pin(position=hit.position, name=hit.name.text, lines=_lines(hit)) for hit in hits],
        notes=[translate(_DEMO_NOTE, settings.language)] if any(hit.is_demo for hit in hits) else [],
    )
    ground = Ground(
        leaflet=Leaflet(script=_vendored("leaflet/leaflet.js"), style=_vendored("leaflet/leaflet.css")),
        land=_vendored("world-atlas/region.json"),
        tiles=Tiles(url=settings.tile_url, attribution=settings.tile_attribution) if settings.tile_url else None,
    )
    try:
        file.write_text(draw_answer_map(answer, ground), encoding="utf-8")
    except OSError as error:
        raise FileNotWritten(file, error) from error


def _lines(hit: HitView) -> list[str]:
    # hours and not "open now": a map that was mailed is read another day
    phones = ", ".join(phone.label for phone in hit.phones)
    return [line for line in (hit.distance, *hit.hours, hit.address.text, phones) if line]


def _opening_title(query: NearestQuery, language: str) -> str:
    return translate(N_("Open now"), language) if query.at is None else day_and_time(query.at, language)


def _opening(hit: HitView) -> str:
    return f"{hit.badge.label} {hit.badge.detail}".strip()


def _vendored(path: str) -> str:
    return (VENDOR / path).read_text(encoding="utf-8")
