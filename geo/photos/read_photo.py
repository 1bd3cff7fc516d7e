"""What somebody uploads as a photo: looked at by its content, made small for phones, and freed of all it tells besides.

Only the pixels go into the new files: no EXIF, no position, no name of a device.
The position is handed to the caller once, who may offer it as the pin; it is kept nowhere.
"""

import hashlib
import io
import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore

import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.words import N_

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
WIDTHS = (480, 1200)

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_QUALITY = 80

# A photo takes up to 250 MB while it is opened: several at once would not fit on a small machine.
_ONE_AT_A_TIME = BoundedSemaphore(1)

pi_heif.register_heif_opener()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPhoto:
    """`files`: WebP by width, the smallest first. `width`, `height`: of the largest. `taken_at`: what its EXIF said."""

    files: Mapping[int, bytes]
    width: int
    height: int
    digest: bytes
    taken_at: LonLat | None


def read_photo(content: bytes, field: str = "photo") -> ReadPhoto:
    """Whatever the file is called. Raises: InvalidQuery with what is wrong with it."""
    if len(content) > MOST_BYTES:
        message = N_("The file is larger than {limit} MB. Please make it smaller, or send a photo of lower quality.")
        raise InvalidQuery(message, field=field, limit=MOST_BYTES // (1024 * 1024))
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken EXIF, and of bombs, for which our limit is the stricter one
        image = _opened(content, field)
        try:
            return _read(image)
        except Exception as error:  # whatever decoders trip over in a file that is broken, or made to trip them
            raise InvalidQuery(N_("The photo is damaged and cannot be opened."), field=field) from error


def _opened(content: bytes, field: str) -> Image.Image:
    """Its head is read, no pixel yet."""
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(field) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        message = N_("This is not a photo. Photos are JPEG, PNG, WebP or HEIC files.")
        raise InvalidQuery(message, field=field) from error
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels(field)
    return image


def _read(image: Image.Image) -> ReadPhoto:
    taken_at = _position(image)
    image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # a JPEG is opened at half or a quarter of its size
    upright = _flat(_in_common_colours(ImageOps.exif_transpose(image)))
    widths = [width for width in WIDTHS if width < upright.width] or []
    widths.append(min(upright.width, WIDTHS[-1]))
    sized = {width: _resized(upright, width) for width in dict.fromkeys(widths)}
    files = {width: _webp(one) for width, one in sized.items()}
    largest = sized[max(sized)]
    return ReadPhoto(
        files=files,
        width=largest.width,
        height=largest.height,
        digest=hashlib.sha256(files[max(files)]).digest(),
        taken_at=taken_at,
    )


def _in_common_colours(image: Image.Image) -> Image.Image:
    """What a profile of its own says of the colours is done to them: without it all browsers take them for sRGB."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):  # a broken profile is no reason to refuse a photo
        return image
    return changed or image


def _flat(image: Image.Image) -> Image.Image:
    """Opaque RGB: what was transparent is white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    """Made of the pixels alone: `info`, where Pillow keeps what else a file held, stays behind."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    stream = io.BytesIO()
    bare.save(stream, "WEBP", quality=_QUALITY)
    return stream.getvalue()


def _position(image: Image.Image) -> LonLat | None:
    """Where the photo says it was taken; None where it says nothing, or nonsense."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] == "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] == "W")
        if not (math.isfinite(lat) and math.isfinite(lon)) or (lat, lon) == (0, 0):
            return None
        return LonLat(lon=round(lon, 6), lat=round(lat, 6))
    except Exception:  # broken EXIF is no reason to refuse a photo
        return None


def _degrees(parts: tuple[float, float, float], is_negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if is_negative else value


def _too_many_pixels(field: str) -> InvalidQuery:
    message = N_("The picture has more than {limit} million pixels. Please make it smaller first.")
    return InvalidQuery(message, field=field, limit=MOST_PIXELS // 1_000_000)
