"""Where the files of photos are: a folder, or any S3-compatible store; whoever uses it cannot tell which."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, S3Store

from geo.settings import Settings

_NAME = re.compile(r"([0-9a-f]{32})-([0-9]{1,5})\.webp")

MEDIA_TYPE = "image/webp"


class PhotoStore:
    """Files by the key of a photo and the width of a size. Opened when the first is asked for, a folder made then."""

    def __init__(self, opened: Callable[[], LocalStore | S3Store]) -> None:
        self._opened = opened

    @cached_property
    def _store(self) -> LocalStore | S3Store:
        return self._opened()

    def put(self, key: str, files: Mapping[int, bytes]) -> None:
        for width, content in files.items():
            obstore.put(self._store, _path(key, width), content)

    def get(self, key: str, width: int) -> bytes | None:
        """None where there is no such file."""
        try:
            return bytes(obstore.get(self._store, _path(key, width)).bytes())
        except FileNotFoundError:
            return None

    def delete(self, key: str, widths: Iterable[int]) -> None:
        """Of what is not there any more, too."""
        for width in widths:
            try:
                obstore.delete(self._store, _path(key, width))
            except FileNotFoundError:
                continue


def photo_store(settings: Settings) -> PhotoStore:
    secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else None
    return _kept(
        settings.photo_store or str(settings.home / "photos"),
        settings.s3_endpoint,
        settings.s3_region,
        settings.s3_access_key,
        secret,
    )


def photo_name(key: str, width: int) -> str:
    """As it stands in addresses: 'photos/<this>'."""
    return f"{key}-{width}.webp"


def parse_photo_name(name: str) -> tuple[str, int] | None:
    """Key and width; None for anything else."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2])) if found else None


@cache
def _kept(place: str, endpoint: str | None, region: str, access_key: str | None, secret: str | None) -> PhotoStore:
    """One a process: it keeps its connections."""
    if not place.startswith("s3://"):
        return PhotoStore(lambda: LocalStore(place, mkdir=True))
    address = urlsplit(place)
    options: dict[str, Any] = {"region": region, "virtual_hosted_style_request": False}
    if endpoint is not None:
        options |= {"endpoint": endpoint, "client_options": {"allow_http": endpoint.startswith("http://")}}
    if access_key is not None:
        options |= {"access_key_id": access_key, "secret_access_key": secret}
    return PhotoStore(lambda: S3Store(address.netloc, prefix=address.path.strip("/") or None, **options))


def _path(key: str, width: int) -> str:
    # a folder for the first two letters: file systems dislike a hundred thousand files in one
    return f"{key[:2]}/{photo_name(key, width)}"
