"""What citizens are told by the next request, right after staff have saved something."""

from collections.abc import Mapping
from typing import Any

import httpx


def find_hits(address: str, procedure: str, asked: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """What `/v1/nearest` of the site gives: the results of a citizen at Si Racha, who may ask for more by `asked`."""
    question = {"procedure": procedure, "lat": 13.17, "lon": 100.93, "limit": 50} | dict(asked or {})
    params = {name: str(value) for name, value in question.items()}
    answer = httpx.get(f"{address}/v1/nearest", params=params, timeout=30)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def find_codes(address: str, procedure: str, asked: Mapping[str, object] | None = None) -> list[str]:
    """Codes of the service points among them, in their order."""
    return [hit["service_point"]["code"] for hit in find_hits(address, procedure, asked)]


def find_place(address: str, procedure: str) -> tuple[float, float]:
    """Latitude and longitude of the only service point that offers it."""
    [hit] = find_hits(address, procedure)
    return hit["service_point"]["lat"], hit["service_point"]["lon"]
