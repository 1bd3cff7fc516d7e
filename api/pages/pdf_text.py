"""What a PDF says its glyphs mean, so that Thai can be searched for, copied and read aloud.

A shaper draws ำ as two glyphs, with a tone mark between them where there is one. No glyph's own meaning can make ำ of
them again: the standard's way is `ActualText` around them (ISO 32000-2, 14.9.4). And WeasyPrint takes a glyph to mean
what stood where it was drawn first, which is right for no letter that was first seen before ำ: the font itself knows.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "sarabun"

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"

BOLD_FROM = 600

GlyphTexts = Mapping[int, str]
"""By the number of the glyph in its font."""

_FONT = re.compile(rb"/(\w+) [\d.]+ Tf")
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
_RISE = re.compile(rb"[-\d.]+ Ts")
_PIECE = re.compile(rb"<([0-9a-fA-F]*)>|([^<]+)")
_HEADER = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
_FOOTER = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_MOST_AT_ONCE = 100


@cache
def glyph_texts(script: str, weight: int) -> GlyphTexts:
    """Of one of our font files: a letter, a letter drawn another way (ญ without its foot), or several in one glyph."""
    font = TTFont(FONTS / f"sarabun-{script}-{weight}-normal.woff2")
    texts = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    for alternate, name in _alternates(font):
        if name in texts:
            texts.setdefault(alternate, texts[name])
    order = font.getGlyphOrder()
    return {number: _as_letters(texts.get(name) or toUnicode(name)) for number, name in enumerate(order)}


def _as_letters(text: str) -> str:
    """Of a Latin ligature that has a code of its own, what somebody typed."""
    return unicodedata.normalize("NFKC", text) if "\ufb00" <= text <= "\ufb06" else text


def _alternates(font: TTFont) -> Iterator[tuple[str, str]]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if lookup.LookupType == 1:
                yield from ((alternate, name) for name, alternate in table.mapping.items())


def to_unicode(texts: GlyphTexts, glyphs: set[int]) -> list[bytes]:
    """The lines of a ToUnicode map for those of the glyphs that mean something."""
    known = [(glyph, texts[glyph]) for glyph in sorted(glyphs) if texts.get(glyph)]
    lines = [_HEADER]
    for start in range(0, len(known), _MOST_AT_ONCE):
        some = known[start : start + _MOST_AT_ONCE]
        lines.append(f"{len(some)} beginbfchar".encode())
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode() for glyph, text in some]
        lines.append(b"endbfchar")
    return [*lines, _FOOTER]


def with_actual_text(operations: list[bytes], fonts: Mapping[str, GlyphTexts]) -> list[bytes]:
    """The drawing of a page with each ำ, and each mark that is raised, marked together with the letter below it.

    `fonts` are by their names in the page.
    """
    return list(_drawn(_marked(list(_atoms(operations, fonts)))))


def used_glyphs(operations: list[bytes], fonts: Mapping[str, GlyphTexts]) -> dict[str, set[int]]:
    """Which glyphs of which font a page shows."""
    used: dict[str, set[int]] = {name: set() for name in fonts}
    font = ""
    for operation in operations:
        if found := _FONT.fullmatch(operation):
            font = found[1].decode()
        elif font in used and (shown := _SHOWN.fullmatch(operation)):
            used[font].update(glyph for glyph, _ in _pieces(shown[1]) if glyph is not None)
    return used


def _pieces(shown: bytes) -> Iterator[tuple[int | None, bytes]]:
    """Glyph by glyph; None for a shift between two."""
    for piece in _PIECE.finditer(shown):
        if piece[1] is None:
            yield None, b" " + piece[2] + b" "  # two shifts may stand side by side
        else:
            codes = [piece[1][at : at + 4] for at in range(0, len(piece[1]), 4)]
            yield from ((int(code, 16), b"<" + code + b">") for code in codes)


@dataclass(frozen=True, slots=True)
class _Atom:
    """A glyph with its `text`, a shift between two (`text` None), or any other operation of the page."""

    written: bytes
    text: str | None = None
    is_shown: bool = True

    @property
    def is_mark(self) -> bool:
        return bool(self.text) and all(letter in _MARKS for letter in self.text or "")


_MARKS = frozenset(map(chr, (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))))


def _atoms(operations: list[bytes], fonts: Mapping[str, GlyphTexts]) -> Iterator[_Atom]:
    texts: GlyphTexts = {}
    for operation in operations:
        if found := _FONT.fullmatch(operation):
            texts = fonts.get(found[1].decode(), {})
        if shown := _SHOWN.fullmatch(operation):
            for glyph, piece in _pieces(shown[1]):
                yield _Atom(piece, None if glyph is None else texts.get(glyph, ""))
        else:
            yield _Atom(operation, is_shown=False)


def _marked(atoms: list[_Atom]) -> Iterator[_Atom]:
    at = 0
    while at < len(atoms):
        end = _end_of_cluster(atoms, at) if atoms[at].text else at
        cluster = atoms[at : end + 1]
        letters = "".join(atom.text or "" for atom in cluster)
        # readers take what is raised for a line of its own, unless it is told that it is not
        if NIKHAHIT in letters[1:] or not all(atom.is_shown for atom in cluster):
            text = _as_typed(letters).encode("utf-16-be").hex().encode()
            yield _Atom(b"/Span <</ActualText <feff" + text + b">>> BDC", is_shown=False)
            yield from cluster
            yield _Atom(b"EMC", is_shown=False)
        else:
            yield from cluster
        at = end + 1


def _end_of_cluster(atoms: list[_Atom], start: int) -> int:
    """Where the last mark of the letter at `start` is, or the า of its ำ."""
    end, has_nikhahit = start, False
    for at in range(start + 1, len(atoms)):
        atom = atoms[at]
        if not atom.is_shown and not _RISE.fullmatch(atom.written):
            break
        if atom.text is None:
            continue
        if atom.is_mark:
            end, has_nikhahit = at, has_nikhahit or NIKHAHIT in atom.text
            continue
        return at if has_nikhahit and atom.text == SARA_AA else end
    return end


def _as_typed(letters: str) -> str:
    """Tone marks stand before ำ."""
    if NIKHAHIT in letters and letters.endswith(SARA_AA):
        return letters.replace(NIKHAHIT, "", 1)[:-1] + SARA_AM
    return letters


def _drawn(atoms: Iterator[_Atom]) -> Iterator[bytes]:
    for is_shown, some in groupby(atoms, lambda atom: atom.is_shown):
        written = [atom.written for atom in some]
        if is_shown:
            yield b"[" + b"".join(written) + b"] TJ"
        else:
            yield from written
