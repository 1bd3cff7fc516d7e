"""What a request gets from its process: a session on the engine, the settings, and those who work beside requests."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from geo.areas import STAND_STILL
from geo.database import reachable
from geo.finding.finder import Finder
from geo.photos.store import PhotoStore, photo_store
from geo.settings import Settings
from ingest.data_sets.worker import DataSetWorker


def open_session(request: Request) -> Iterator[Session]:
    """A session in which nobody changes areas; its connection goes back to the pool when the route is done.

    Raises: DatabaseUnavailable.
    """
    with reachable(), Session(request.app.state.engine, info={STAND_STILL: True}) as session:
        yield session


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def finder_of(request: Request) -> Finder:
    finder: Finder = request.app.state.finder
    return finder


def store_of(request: Request) -> PhotoStore:
    return photo_store(settings_of(request))


def worker_of(request: Request) -> DataSetWorker:
    worker: DataSetWorker = request.app.state.data_set_worker
    return worker


# "function": the connection is not kept while a slow client takes its time to read the answer
DatabaseSession = Annotated[Session, Depends(open_session, scope="function")]
AppSettings = Annotated[Settings, Depends(settings_of)]
AppFinder = Annotated[Finder, Depends(finder_of)]
AppPhotoStore = Annotated[PhotoStore, Depends(store_of)]
AppDataSetWorker = Annotated[DataSetWorker, Depends(worker_of)]
