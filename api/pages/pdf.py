"""HTML becomes a tagged PDF with our own font; decision 35 says why by WeasyPrint.

Its library is loaded when the first document is asked for, and not before: it needs Pango on the machine.
"""

from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from PIL import ImageFile

from api.pages.pdf_text import BOLD_FROM, FONTS, GlyphTexts, glyph_texts, to_unicode, used_glyphs, with_actual_text
from geo.errors import PakmudError
from geo.words import N_

_ONE_AT_A_TIME = Lock()
"""Pango keeps its fonts in one place for all threads."""


class PdfUnavailable(PakmudError):
    """Pango is not installed."""

    def __init__(self) -> None:
        super().__init__(N_("This server cannot make PDF files: the library Pango is not installed."))


@lru_cache(maxsize=64)
def make_pdf(html: str) -> bytes:
    """The same document again costs nothing. Raises: PdfUnavailable."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:  # raised by its loading of shared libraries
        raise PdfUnavailable() from error

    # It has Pillow accept damaged pictures, and with that everybody in this process; our documents have none.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class OurFonts(URLFetcher):  # type: ignore[misc] # it has no types
        """Our fonts and nothing else: a manual must not make the server ask anybody, nor read its files."""

        def fetch(self, url: str, headers: object = None) -> object:
            path = Path(url2pathname(urlsplit(url).path)).resolve()
            if urlsplit(url).scheme != "file" or path.parent != FONTS:
                raise ValueError(url)
            return URLFetcherResponse(url, path.read_bytes())

    with _ONE_AT_A_TIME:
        document = HTML(string=html, base_url=f"{FONTS.as_uri()}/", url_fetcher=OurFonts())
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_keep_readable)
    assert isinstance(pdf, bytes)  # noqa: S101 - without a target it is returned
    return pdf


def _keep_readable(document: Any, pdf: Any) -> None:
    """Called by WeasyPrint when all is drawn and nothing written yet; `api/pages/pdf_text.py` says what for."""
    fonts = {font.hash: _texts_of(font) for font in document.fonts.values()}
    used: dict[str, set[int]] = {name: set() for name in fonts}
    for drawn in pdf.objects:
        operations = getattr(drawn, "stream", None)
        if isinstance(operations, list) and any(b" TJ" in one for one in map(_as_bytes, operations)):
            plain = list(map(_as_bytes, operations))
            for name, glyphs in used_glyphs(plain, fonts).items():
                used[name] |= glyphs
            drawn.stream = with_actual_text(plain, fonts)
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            name = _as_bytes(font["BaseFont"]).decode().lstrip("/").partition("+")[0]
            number = int(_as_bytes(font["ToUnicode"]).split()[0])
            pdf.objects[number].stream = to_unicode(fonts[name], used[name])


def _texts_of(font: Any) -> GlyphTexts:
    script = "thai" if font.family.endswith("Thai") else "latin"
    return glyph_texts(script, 700 if font.weight >= BOLD_FROM else 400)


def _as_bytes(value: object) -> bytes:
    """As pydyf itself writes what it holds."""
    written = getattr(value, "data", value)
    return written if isinstance(written, bytes) else str(written).encode()
