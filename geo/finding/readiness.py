"""Making the vectors that do not exist yet, beside the searches, not in them: after an import there are thousands."""

import logging
import os
from collections.abc import Callable
from datetime import date, datetime
from threading import Event, Thread, get_native_id

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from geo.database import reachable
from geo.errors import PakmudError
from geo.finding.catalogue import LOOK_AGAIN_AFTER_S, Catalogue
from geo.finding.finder import Finder
from geo.finding.language.word_list import split_words
from geo.finding.meaning.vectors import find_vectors, forget_vectors, keep_vectors, make_vectors
from geo.finding.unanswered import drop_old_unanswered
from geo.opening_hours import BANGKOK

AT_A_TIME = 16
"""Vectors that are made between two looks at whether to stop, and kept together: about 0.2 s of work."""

MAKER_LOCK = 7_256_684
"""Any number, the same for every process: whoever holds this advisory lock makes vectors, the others need not."""

_log = logging.getLogger(__name__)

Tell = Callable[[int, int], None]
"""Hears how many are made, and of how many."""


def make_all_vectors(
    engine: Engine, catalogue: Catalogue, *, stop: Event | None = None, tell: Tell | None = None
) -> int:
    """Make and keep every vector that is missing; returns how many, 0 too where another process is at it."""
    embedding = catalogue.embedding
    if embedding is None:
        return 0
    with Session(engine) as session:
        if not session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": MAKER_LOCK}):
            return 0
        try:
            missing = catalogue.index(session).texts_without_vector()
            kept = find_vectors(session, embedding, missing)
            missing = [one for one in missing if one not in kept]
            for begin in range(0, len(missing), AT_A_TIME):
                if stop is not None and stop.is_set():
                    return begin
                keep_vectors(session, embedding, make_vectors(embedding, missing[begin : begin + AT_A_TIME]))
                if tell is not None:
                    tell(min(begin + AT_A_TIME, len(missing)), len(missing))
            return len(missing)
        finally:
            session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MAKER_LOCK})


def forget_what_is_over(engine: Engine, catalogue: Catalogue, today: date) -> None:
    """Drop searches that nobody may keep any longer, and vectors that stand for no name any more."""
    with Session(engine) as session:
        drop_old_unanswered(session, today)
        if catalogue.embedding is not None:
            forget_vectors(session, catalogue.embedding, catalogue.index(session).texts_with_meaning())
        session.commit()


class KeptReady:
    """A thread that loads what searches need and makes missing vectors, until `stop`. Searches do not wait for it.

    Once a day it forgets what is over, so that no text outlives its 90 days where nobody searches any more.
    """

    def __init__(self, engine: Engine, finder: Finder) -> None:
        self._engine = engine
        self._finder = finder
        self._stop = Event()
        self._thread = Thread(target=self._run, name="finding", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), 10)  # of this thread only: whoever searches goes first
        split_words("ก")  # which loads the dictionary, or the first question would wait a second for it
        trouble, tidied_on = "", date.min
        while not self._stop.is_set():
            try:
                with reachable():
                    make_all_vectors(self._engine, self._finder.catalogue, stop=self._stop)
                    today = datetime.now(BANGKOK).date()
                    if today != tidied_on:
                        forget_what_is_over(self._engine, self._finder.catalogue, today)
                        tidied_on = today
                trouble = ""
            except (SQLAlchemyError, PakmudError) as error:
                if str(error) != trouble:  # once, not every few seconds until the database is back
                    trouble = str(error)
                    _log.warning("The vectors of procedures could not be made: %s", trouble)
            self._stop.wait(LOOK_AGAIN_AFTER_S)
