"""What may stand in the two fields of a form that say where one is."""

import pytest

from api.citizen.answer.origin import parse_fields
from geo.errors import InvalidQuery


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("13.1492", "100.8085"),
        (" ๑๓.๑๔๙๒ ", "๑๐๐.๘๐๘๕"),
        ("13°08'57.12\"N", "100°48'30.6\"E"),
        ("13.1492, 100.8085", ""),
        ("https://maps.google.com/?q=13.1492,100.8085", " "),
        ("47P 696027.77 1454339.24", ""),
    ],
)
def test_a_position(lat: str, lon: str) -> None:
    position = parse_fields(lat, lon)
    assert (position.lat, position.lon) == pytest.approx((13.1492, 100.8085))


@pytest.mark.parametrize(
    ("lat", "lon", "field", "sentence"),
    [
        ("100.8085", "13.1492", "lat", "look swapped"),  # the fields have names: this is not put right in silence
        ("here", "13.1", "lat", "must be a number"),
        ("13.1", "there", "lon", "must be a number"),
        ("", "100.8", "lat", "must be a number"),
        ("13.1", "", "lat", "is not a coordinate"),
    ],
)
def test_no_position(lat: str, lon: str, field: str, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence) as caught:
        parse_fields(lat, lon)
    assert caught.value.field == field
