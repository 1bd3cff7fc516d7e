"""A folder and an S3 store are the same to whoever keeps photos in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.photos.store import PhotoStore, parse_photo_name, photo_name, photo_store
from geo.settings import Settings
from tests.s3 import s3_server

KEY = "0123456789abcdef" * 2


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PhotoStore]:
    if request.param == "folder":
        yield photo_store(Settings(_env_file=None, home=tmp_path))  # type: ignore[call-arg]
        return
    with s3_server() as server:
        yield photo_store(Settings(_env_file=None, **server.settings()))  # type: ignore[arg-type, call-arg]


def test_put_get_and_delete(store: PhotoStore) -> None:
    assert store.get(KEY, 480) is None
    store.put(KEY, {480: b"small", 1200: b"large"})
    assert (store.get(KEY, 480), store.get(KEY, 1200), store.get(KEY, 1)) == (b"small", b"large", None)
    store.delete(KEY, [480, 999])
    assert (store.get(KEY, 480), store.get(KEY, 1200)) == (None, b"large")


def test_a_folder_is_made_when_the_first_photo_comes(tmp_path: Path) -> None:
    store = photo_store(Settings(_env_file=None, home=tmp_path / "home"))  # type: ignore[call-arg]
    assert not (tmp_path / "home").exists()
    store.put(KEY, {480: b"x"})
    assert (tmp_path / "home" / "photos" / "01" / f"{KEY}-480.webp").read_bytes() == b"x"


def test_names_are_read_back_and_nothing_else_is() -> None:
    assert parse_photo_name(photo_name(KEY, 480)) == (KEY, 480)
    for wrong in (
        "",
        "x.webp",
        f"../{KEY}-480.webp",
        f"{KEY}-480.webp/..",
        f"{KEY}-480.webp\n",
        f"{KEY.upper()}-480.webp",
    ):
        assert parse_photo_name(wrong) is None, wrong
