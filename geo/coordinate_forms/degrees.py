"""Degrees, with or without minutes and seconds, in the ways people write the two of a position."""

import re
from dataclasses import dataclass, field, replace

from geo.coordinate_forms.parsed_position import ParsedPosition, WrongPosition
from geo.coordinates import LonLat, looks_swapped
from geo.words import N_

_WORDS = {
    "N": r"ทิศเหนือ|เหนือ|north|น\.|N",
    "S": r"ทิศใต้|ใต้|south|S",
    "E": r"ทิศตะวันออก|ตะวันออก|east|ตอ\.|E",
    "W": r"ทิศตะวันตก|ตะวันตก|west|ตต\.|W",
    "lat": r"ละติ?จูด|latitude|lat\b\.?|เส้นรุ้ง",
    "lon": r"ลองจิ?จูด|ลองติจูด|longitude|long\b\.?|lng\b\.?|lon\b\.?|เส้นแวง",
    "°": r"องศา|degrees?|deg(?![a-z])|d(?![a-z])|°",
    "'": r"ลิปดา|minutes?|min(?![a-z])|m(?![a-z])|'",
    '"': r'ฟิลิปดา|พิลิปดา|seconds?|sec(?![a-z])|(?<=[0-9])s(?=\s?[NSEW])|"',
    "number": r"[0-9]+(?:[.,][0-9]+)?",
    "-": r"[-+]",
    ",": r"[,;/|&]|และ",
    " ": r"[\s:=()\[\]{}_]+",
}
# The words of angles stand before the letters: 'ใต้' is a direction, 'd' and 's' are signs only where nothing else fits.
_ORDER = ("number", "lat", "lon", '"', "'", "°", "N", "S", "E", "W", "-", ",", " ")
_TOKEN = re.compile("|".join(f"(?P<g{number}>{_WORDS[kind]})" for number, kind in enumerate(_ORDER)), re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"(?<![0-9.])([0-9]{1,3}),([0-9]{3,})(?![0-9.,])")
_HYPHENS_BETWEEN = re.compile(r"(?<=[0-9])-(?=[0-9])")
_COLONS_BETWEEN = re.compile(r"(?<=[0-9]):(?=[0-9])")
_MARKS = ("°", "'", '"')


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(slots=True)
class _Angle:
    """One of the two: up to three numbers, the marks after them, and what was said of its axis."""

    numbers: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    axis: str = ""
    sign: int = 1
    closed: bool = False


def parse_degrees(text: str) -> ParsedPosition | None:
    """Two angles in either order; None where the text is something else.

    Without letters or words the first is the latitude, unless the pair lies in Thailand only the other way round.
    `text` has plain signs. Raises: WrongPosition, InvalidQuery for what is not on the earth.
    """
    tokens = _tokens(_with_decimal_points(text))
    angles = None if tokens is None else _two_angles(tokens)
    if angles is None:
        return None
    first, second = (_value(angle) for angle in angles)
    form = "degrees_minutes_seconds" if any(len(angle.numbers) > 1 for angle in angles) else "decimal_degrees"
    axes = tuple(angle.axis for angle in angles)
    if set(axes) in ({"lat"}, {"lon"}):
        raise WrongPosition(N_("'{text}' has two latitudes or two longitudes; one of each is needed."), text=text)
    said = "lon" in (axes[0], {"lat": "lon"}.get(axes[1], ""))
    swapped = said or (axes == ("", "") and looks_swapped(lon=second, lat=first))
    lat, lon = (second, first) if swapped else (first, second)
    return ParsedPosition(position=LonLat(lon=lon, lat=lat), form=form, swapped=swapped and not any(axes))  # type: ignore[arg-type]


def _with_decimal_points(text: str) -> str:
    """'13,1492; 100,8085' with points. A comma between whole degrees ('13,100') stays what parts the two."""
    if "." not in text and len(_DECIMAL_COMMA.findall(text)) == 2:
        return _DECIMAL_COMMA.sub(r"\1.\2", text)
    return text


def _tokens(text: str) -> list[_Token] | None:
    # 13-10-30 and 13:10:30 are degrees, minutes and seconds; a hyphen elsewhere is a sign
    text = _COLONS_BETWEEN.sub(" ", _HYPHENS_BETWEEN.sub(" ", text))
    found, end = [], 0
    while end < len(text):
        match = _TOKEN.match(text, end)
        if match is None or match.end() == end:
            return None
        kind = _ORDER[int(str(match.lastgroup)[1:])]
        if kind == "number" and "," in match[0]:  # "13,100": two numbers
            left, _, right = match[0].partition(",")
            found += [_Token("number", left), _Token(",", ","), _Token("number", right)]
        elif kind != " ":
            found.append(_Token(kind, match[0]))
        end = match.end()
    return found


def _two_angles(tokens: list[_Token]) -> tuple[_Angle, _Angle] | None:
    angles = [_Angle()]
    for token in tokens:
        if not _take(angles, token):
            return None
    angles = [angle for angle in angles if angle.numbers]
    if len(angles) == 1 and not angles[0].axis:
        angles = _halves(angles[0])
    if len(angles) != 2 or any(len(angle.numbers) > 3 for angle in angles):
        return None
    return angles[0], angles[1]


def _take(angles: list[_Angle], token: _Token) -> bool:
    """Adds a token to the angle it belongs to; False where it can belong to none."""
    angle = angles[-1]
    if token.kind in ("lat", "lon"):
        angles.append(_Angle(axis=token.kind))
    elif token.kind == "-":
        angles.append(_Angle(axis="" if angle.numbers else angle.axis, sign=-1 if token.text == "-" else 1))
    elif token.kind in ("N", "S", "E", "W"):
        return _take_direction(angles, token.kind)
    elif token.kind == "number":
        if angle.closed:
            angles.append(angle := _Angle())
        angle.numbers.append(token.text)
        angle.marks.append("")
    elif token.kind == ",":
        angle.closed = angle.closed or bool(angle.numbers)
    else:
        return _take_mark(angles, token.kind)
    return True


def _take_direction(angles: list[_Angle], kind: str) -> bool:
    """A letter closes the angle before it, unless that has one already: then it opens the next."""
    angle = angles[-1]
    axis = "lat" if kind in "NS" else "lon"
    sign = -1 if kind in "SW" else 1
    if angle.numbers and (not angle.axis or (angle.axis == axis and not angle.closed)):
        angle.axis, angle.sign, angle.closed = axis, angle.sign * sign, True
    else:
        angles.append(_Angle(axis=axis, sign=sign))
    return True


def _take_mark(angles: list[_Angle], mark: str) -> bool:
    """A mark belongs to the number before it; a second degree sign says that its number began the next angle."""
    angle = angles[-1]
    if not angle.numbers or angle.marks[-1]:
        return False
    if mark == "°" and len(angle.numbers) > 1:
        number = angle.numbers.pop()
        angle.marks.pop()
        angles.append(_Angle(numbers=[number], marks=[mark]))
    else:
        angle.marks[-1] = mark
    return True


def _halves(angle: _Angle) -> list[_Angle]:
    """Two, four or six bare numbers are two angles of one, two or three."""
    count = len(angle.numbers)
    if count not in (2, 4, 6) or any(angle.marks):
        return []
    half = count // 2
    first = replace(angle, numbers=angle.numbers[:half], marks=angle.marks[:half])
    return [first, _Angle(numbers=angle.numbers[half:], marks=angle.marks[half:])]


def _value(angle: _Angle) -> float:
    """Degrees. Raises: WrongPosition for 60 minutes or seconds and more, and for signs in a wrong order."""
    for number, (mark, expected) in enumerate(zip(angle.marks, _MARKS, strict=False)):
        if mark not in ("", expected):
            raise WrongPosition(N_("Degrees, minutes and seconds stand in this order, such as 13°08'57\"."))
        is_last = number == len(angle.numbers) - 1
        if number and float(angle.numbers[number]) >= 60:
            raise WrongPosition(
                N_("{number} is not a number of minutes or seconds: those go to 59."), number=angle.numbers[number]
            )
        if not is_last and "." in angle.numbers[number]:
            raise WrongPosition(N_("Only the last of degrees, minutes and seconds may have decimals."))
    whole = sum(float(number) / 60.0**power for power, number in enumerate(angle.numbers))
    return angle.sign * whole
