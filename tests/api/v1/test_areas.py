"""`GET /v1/areas`: the lists to pick a place from."""

import httpx


def test_from_the_provinces_down_to_a_subdistrict(client: httpx.Client) -> None:
    provinces = client.get("/v1/areas").json()["results"]
    assert len(provinces) == 77
    assert {"code": "20", "level": "province", "name_th": "ชลบุรี", "name_en": "Chon Buri"} in provinces
    districts = client.get("/v1/areas", params={"parent": "20"}).json()["results"]
    assert "2008" in [district["code"] for district in districts]
    subdistricts = client.get("/v1/areas", params={"parent": "2008"}).json()["results"]
    assert [one["code"] for one in subdistricts] == ["200801"]
    assert client.get("/v1/areas", params={"parent": "200801"}).json() == {"results": []}


def test_an_unknown_parent(client: httpx.Client) -> None:
    for parent in ("99", "", "2", "20080199", "\0", "ก"):
        response = client.get("/v1/areas", params={"parent": parent})
        assert response.status_code == 404, parent
        assert [error["field"] for error in response.json()["errors"]] == ["parent"]
