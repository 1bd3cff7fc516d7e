"""Photos are taken for what they hold: made small, upright, and telling nothing but their pixels."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.photos.read_photo import MOST_BYTES, read_photo
from tests.photographs import DEVICE, HEIC, SVG, TEXT, bomb, photograph

SICHANG = (13.1492, 100.8085)


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_the_position_is_told_once_and_nothing_is_left_of_it() -> None:
    read = read_photo(photograph(at=SICHANG))
    assert read.taken_at is not None
    assert (read.taken_at.lat, read.taken_at.lon) == pytest.approx(SICHANG, abs=1e-5)
    assert (sorted(read.files), read.width, read.height) == ([480, 1200], 1200, 900)
    for width, content in read.files.items():
        image = opened(content)
        assert (image.format, image.width) == ("WEBP", width)
        assert not image.getexif()
        assert "xmp" not in image.info
        assert not any(mark in content for mark in (b"EXIF", b"Exif", b"XMP ", DEVICE.encode()))


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_telephone_may_be_held_any_way(turned: int) -> None:
    read = read_photo(photograph(800, 600, turned=turned))
    assert (read.width, read.height) == ((800, 600) if turned in (1, 3) else (600, 800))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_every_kind_of_photo_becomes_webp(kind: str) -> None:
    read = read_photo(photograph(300, 200, kind=kind))
    assert list(read.files) == [300]
    assert opened(read.files[300]).format == "WEBP"


def test_what_an_iphone_sends() -> None:
    read = read_photo(HEIC)
    red, green, blue = opened(read.files[64]).convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert (read.width, read.height) == (64, 48)
    assert red > 150
    assert max(green, blue) < 80


def test_what_is_transparent_is_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(stream, "PNG")
    pixel = opened(read_photo(stream.getvalue()).files[50]).convert("RGB").getpixel((25, 25))
    assert min(pixel) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize("profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"broken"])
def test_the_profile_of_the_colours_is_applied_and_gone(profile: bytes) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (500, 50), (200, 100, 50)).save(stream, "JPEG", icc_profile=profile)
    image = opened(read_photo(stream.getvalue()).files[480])
    assert "icc_profile" not in image.info
    assert image.convert("RGB").getpixel((100, 20)) == pytest.approx((200, 100, 50), abs=6)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (TEXT, "not a photo"),
        (SVG, "not a photo"),
        (b"", "not a photo"),
        (b"GIF89a" + bytes(50), "not a photo"),
        (bytes(MOST_BYTES + 1), "larger than 20 MB"),
        (photograph()[:3_000], "damaged"),
    ],
)
def test_what_is_no_photo_gets_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence):
        read_photo(content)


@pytest.mark.parametrize("side", [8_000, 10_000, 50_000])
def test_a_bomb_is_not_opened(side: int) -> None:
    with pytest.raises(InvalidQuery, match="more than 60 million pixels"):
        read_photo(bomb(side))


@pytest.mark.parametrize("at", [(0.0, 0.0), (91.0, 200.0)])
def test_a_position_that_is_none_is_none(at: tuple[float, float]) -> None:
    assert read_photo(photograph(100, 100, at=at)).taken_at is None


def test_south_and_west_are_read() -> None:
    assert read_photo(photograph(100, 100, at=(-33.5, -70.25))).taken_at == LonLat(lon=-70.25, lat=-33.5)


PHOTO = photograph(64, 64, at=SICHANG)


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, len(PHOTO)), place=st.integers(0, len(PHOTO) - 1), junk=st.binary(max_size=40))
def test_whatever_is_sent_is_a_clean_photo_or_a_sentence(cut: int, place: int, junk: bytes) -> None:
    content = (PHOTO[:place] + junk + PHOTO[place + len(junk) :])[:cut]
    try:
        read = read_photo(content)
    except InvalidQuery:
        return
    assert all(not opened(one).getexif() for one in read.files.values())
