"""Sign-in at a real OpenID Connect provider: whose account it is, and what does not pass."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.api.staff.conftest import StaffSite


@pytest.fixture
def client(provider_site: StaffSite) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=provider_site.address, timeout=30, headers={"Accept": "text/html"}) as client:
        yield client


def begun(client: httpx.Client, next_path: str = "") -> dict[str, list[str]]:
    """What the provider is asked."""
    answer = client.get("/staff/sign-in/provider", params={"next": next_path})
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)


def at_provider(client: httpx.Client, name: str) -> str:
    """Signs in there as somebody; returns the address the provider sends her back to."""
    location = client.get("/staff/sign-in/provider").headers["location"]
    with httpx.Client(timeout=30) as there:
        answer = there.get(location)
        for form in ({"prompt": "login", "login": name, "password": "x"}, {"prompt": "consent"}):
            page = answer.headers["location"]
            there.get(httpx.URL(location).join(page))
            answer = there.post(httpx.URL(location).join(page), data=form)
            answer = there.get(httpx.URL(location).join(answer.headers["location"]))
    return answer.headers["location"]


def test_the_provider_is_asked_with_a_challenge_a_state_and_a_nonce(client: httpx.Client) -> None:
    first, second = begun(client), begun(client)
    assert first["code_challenge_method"] == ["S256"]
    assert first["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name], name


def test_somebody_with_an_account_is_known_by_her_verified_address(client: httpx.Client) -> None:
    back = at_provider(client, "reviewer")
    answer = client.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    assert "Khun reviewer" in client.get("/staff").text


def test_an_address_that_is_not_verified_opens_no_account(client: httpx.Client) -> None:
    answer = client.get(at_provider(client, "unverified-author"))
    assert answer.status_code == 502
    assert "pakmud-staff" not in client.cookies


def test_a_newcomer_is_led_to_enrol(client: httpx.Client) -> None:
    assert client.get(at_provider(client, "brand-new")).headers["location"] == "/staff/enrol"
    assert client.get("/staff").status_code == 403


def test_an_answer_is_good_once_and_in_the_same_browser(client: httpx.Client, provider_site: StaffSite) -> None:
    back = at_provider(client, "reviewer")
    with httpx.Client(base_url=provider_site.address, headers={"Accept": "text/html"}) as other:
        assert other.get(back).status_code == 502
    # the other browser has used it up
    assert client.get(back).status_code == 502
    back = at_provider(client, "reviewer")
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 502


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?error=access_denied"])
def test_an_answer_that_nobody_asked_for_is_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/staff/sign-in/provider/back{query}").status_code == 502


def test_a_code_of_another_sign_in_does_not_pass(client: httpx.Client) -> None:
    """PKCE and nonce: a code that was caught elsewhere is worth nothing with one's own state."""
    caught = parse_qs(urlsplit(at_provider(client, "reviewer")).query)["code"][0]
    state = begun(client)["state"][0]
    assert client.get("/staff/sign-in/provider/back", params={"state": state, "code": caught}).status_code == 502
    assert "pakmud-staff" not in client.cookies
