"""A progress bar for work that takes more than a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from geo.words import translate

Tell = Callable[[str, float], None]
"""Is told what is being done, as a message of the catalogues, and how much of all is done: 0 to 1."""


@contextmanager
def progress_bar(language: str, console: Console | None = None) -> Iterator[Tell]:
    """Shows it until the work is done, on standard error unless a console is given."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    console = console or Console(stderr=True, highlight=False, soft_wrap=True)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def tell(step: str, share: float) -> None:
            progress.update(task, description=escape(translate(step, language)), completed=share)

        yield tell
