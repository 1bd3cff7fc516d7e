"""The pin for programs: the same checks, findings as data, and the same decisions."""

from typing import Any

import httpx
import pytest

from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.pins.conftest import MINUTES, SWAPPED, UTM, UTM_AT, nearest

PATH = f"/v1/staff/service-points/{OFFICE}/pin"


def put(program: httpx.Client, position: str, **more: Any) -> httpx.Response:
    body = {"position": position, "version": program.get(PATH).json()["version"], **more}
    return program.put(PATH, json=body)


def act(program: httpx.Client, what: str, **more: Any) -> httpx.Response:
    return program.post(f"{PATH}/{what}", json={"version": program.get(PATH).json()["version"], **more})


def test_checked_then_set(program: httpx.Client, pin_site: StaffSite) -> None:
    checked = program.post(f"{PATH}/check", json={"position": UTM}).json()
    assert (checked["form"], checked["datum"], checked["findings"]) == ("utm", "WGS84", [])
    pin = put(program, UTM, method="map").json()
    assert (pin["method"], pin["pinned_by"], pin["stale"]) == ("map", "Khun central_officer", False)
    assert nearest(pin_site) == pytest.approx(UTM_AT, abs=1e-6)
    assert [one["method"] for one in pin["history"]] == ["map", "import"]


def test_findings_are_data(program: httpx.Client) -> None:
    refused = put(program, SWAPPED)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    (finding,) = refused.json()["findings"]
    assert (finding["kind"], finding["proposed"], finding["may_insist"]) == (
        *("swapped", "13.1707797, 100.9363318"),
        False,
    )
    kinds = [one["kind"] for one in put(program, MINUTES).json()["findings"]]
    assert kinds == ["wrong_province", "rounded"]
    silent = put(program, MINUTES, insist=kinds)
    assert (silent.status_code, silent.json()["errors"][0]["field"]) == (422, "reason")
    pin = put(program, MINUTES, insist=kinds, reason="ท่าเรือ").json()
    assert (pin["history"][0]["insisted"], pin["history"][0]["state"]) == (kinds, "accepted")
    assert put(program, "nowhere").json()["errors"][0]["field"] == "position"


def test_confirmed_put_back_and_too_late(program: httpx.Client) -> None:
    put(program, UTM)
    assert act(program, "confirm").json()["verified_by"] == "Khun central_officer"
    before = program.get(PATH).json()
    assert act(program, "undo").json()["position"] == before["previous"]
    assert program.post(f"{PATH}/undo", json={"version": before["version"]}).status_code == 409
    assert act(program, "accept").status_code == 404
    assert act(program, "return", comment="x").status_code == 404
    assert program.get("/v1/staff/service-points/9999/pin").status_code == 404
