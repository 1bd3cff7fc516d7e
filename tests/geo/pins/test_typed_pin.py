"""What an officer may type for a pin, and how many decimals are taken to have been typed."""

import pytest
from sqlalchemy.orm import Session

from geo.coordinates import LonLat, LooksSwapped
from geo.errors import InvalidQuery
from geo.pins.typed_pin import read_typed_pin

NEAR = LonLat(lon=100.81, lat=13.15)


@pytest.mark.parametrize(
    ("text", "form", "decimals"),
    [
        ("13.1492, 100.8085", "decimal_degrees", 4),
        ("๑๓.๑๔๙๒ ๑๐๐.๘๐๘๕", "decimal_degrees", 4),
        ("13,1492; 100,80851", "decimal_degrees", 5),
        ("13 100", "decimal_degrees", 0),
        ("13°10'N 100°55'E", "degrees_minutes_seconds", None),
        ("47P 709870 1456830", "utm", None),
        ("อินเดียน 1975 47P 709870 1456830", "utm", None),
        ("47PPR 96028 54339", "mgrs", None),
        ("4RX5+MC", "plus_code", None),
        ("4RX5+MC เกาะสีชัง", "plus_code", None),
        ("geo:13.1,100.8", "geo_uri", None),
        ("https://www.google.com/maps/place/x/@13.1,100.8,17z/data=!3d13.1492!4d100.8085", "map_link", None),
    ],
)
def test_every_form(session: Session, text: str, form: str, decimals: int | None) -> None:
    pin = read_typed_pin(session, text, NEAR)
    assert pin.parsed is not None
    assert (pin.parsed.form, pin.decimals) == (form, decimals)
    assert pin.position == pin.parsed.position


def test_numbers_that_must_change_places_are_no_position_yet(session: Session) -> None:
    pin = read_typed_pin(session, "100.9363°N 13.1708°E", None)
    assert (pin.lat, pin.lon, pin.parsed) == (100.9363, 13.1708, None)
    with pytest.raises(LooksSwapped):
        _ = pin.position


@pytest.mark.parametrize("text", ["", "  ", "ศาลากลาง", "13°75'N 100°55'E", "4RX5+MC nowhere at all", "1" * 3_000])
def test_nonsense_gets_a_sentence_about_the_field(session: Session, text: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        read_typed_pin(session, text, None)
    assert refused.value.field == "q"
