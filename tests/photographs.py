"""Photos as telephones make them, and files that only say they are photos."""

import base64
import io
import struct
import zlib

from PIL import ExifTags, Image, ImageDraw

HEIC = base64.b64decode("""
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA
ACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAABoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt
AAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA
AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5j
bHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp
eGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAACJtZGF0AAAAFigBrxmA70mlv//f4x/19q/4prWmPm4=
""")
"""64 x 48 red pixels, as an iPhone writes them."""

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TEXT = "ไม่ใช่ภาพถ่าย\n".encode()

DEVICE = "Khun Somying's telephone"


def photograph(
    width: int = 1600,
    height: int = 1200,
    *,
    at: tuple[float, float] | None = None,
    turned: int = 1,
    kind: str = "JPEG",
    seed: int = 0,
) -> bytes:
    """A red house under a sky; `at`: latitude and longitude in its EXIF, `turned`: how the telephone was held."""
    image = Image.new("RGB", (width, height), (120, 170, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 4, height // 2, 3 * width // 4, height), fill=(180, 40 + seed, 40))
    exif = image.getexif()
    exif[ExifTags.Base.Make] = DEVICE
    exif[ExifTags.Base.Orientation] = turned
    if at is not None:
        exif[ExifTags.IFD.GPSInfo] = {
            ExifTags.GPS.GPSLatitudeRef: "N" if at[0] >= 0 else "S",
            ExifTags.GPS.GPSLatitude: _sexagesimal(abs(at[0])),
            ExifTags.GPS.GPSLongitudeRef: "E" if at[1] >= 0 else "W",
            ExifTags.GPS.GPSLongitude: _sexagesimal(abs(at[1])),
        }
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif)
    return stream.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A PNG of so many pixels a side, all black, that is small as a file."""
    line = bytes(1 + (side + 7) // 8)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return float(whole), float(minutes), round((degrees - whole - minutes / 60) * 3600, 4)
