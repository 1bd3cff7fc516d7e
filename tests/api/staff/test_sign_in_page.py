"""Signing in and out: the cookies, the forms that no other site can send, and where one is led afterwards."""

import httpx
import pytest

from tests.api.staff.conftest import StaffSite
from tests.api.staff.visitor import PASSWORD, SignIn


def test_whoever_has_not_signed_in_is_led_to_the_sign_in_and_back(visitor: SignIn) -> None:
    somebody = visitor()
    led = somebody.get("/en/staff?q=บางละมุง")
    assert led.status_code == 303
    assert led.headers["location"].startswith("/en/staff/sign-in?next=/en/staff%3Fq%3D")
    signed = somebody.post(
        "/en/staff/sign-in",
        {"email": "author@example.go.th", "password": PASSWORD, "next": "/en/staff?q=x"},
        of=led.headers["location"],
    )
    assert (signed.status_code, signed.headers["location"]) == (303, "/en/staff?q=x")
    assert "Khun author" in somebody.get("/en/staff").text


@pytest.mark.parametrize(
    "next_path", ["https://evil.example/", "//evil.example", "/staff\\..\\x", "/nearest", "/staffevil", "javascript:1"]
)
def test_nobody_is_led_elsewhere(visitor: SignIn, next_path: str) -> None:
    signed = visitor().post(
        "/staff/sign-in", {"email": "author@example.go.th", "password": PASSWORD, "next": next_path}
    )
    assert (signed.status_code, signed.headers["location"]) == (303, "/staff")


def test_the_cookies_are_for_this_site_and_no_script(visitor: SignIn) -> None:
    answer = visitor().sign_in("author@example.go.th", PASSWORD)
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.get_list("set-cookie")}
    assert set(cookies) == {"pakmud-staff", "pakmud-browser"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
    assert "Max-Age" not in cookies["pakmud-staff"]


def test_elsewhere_than_on_this_machine_cookies_want_encryption(staff_site: StaffSite) -> None:
    answer = httpx.get(f"{staff_site.address}/staff/sign-in", headers={"Host": "pakmud.example", "Accept": "text/html"})
    assert answer.headers["set-cookie"].startswith("__Host-pakmud-browser=")
    assert "; Secure" in answer.headers["set-cookie"]


def test_answers_are_not_kept(visitor: SignIn) -> None:
    for path in ("/staff", "/staff/sign-in", "/en/staff/sign-in", "/staff/nowhere"):
        assert visitor("author").get(path).headers["cache-control"] == "no-store", path


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(visitor: SignIn) -> None:
    somebody = visitor("author")
    cookie = somebody.client.cookies["pakmud-staff"]
    assert somebody.post("/staff/sign-out", of="/staff").status_code == 303
    thief = visitor()
    thief.client.cookies.set("pakmud-staff", cookie)
    assert thief.get("/staff").status_code == 303


def test_a_new_sign_in_has_a_new_cookie(visitor: SignIn) -> None:
    somebody = visitor("author")
    first = somebody.client.cookies["pakmud-staff"]
    somebody.sign_in("author@example.go.th", PASSWORD)
    assert somebody.client.cookies["pakmud-staff"] != first


@pytest.mark.parametrize("form", ["", "0" * 64])
def test_a_form_without_this_browsers_token_is_refused(visitor: SignIn, form: str) -> None:
    somebody = visitor("author")
    assert somebody.client.post("/staff/sign-out", data={"form": form}).status_code == 403
    assert somebody.get("/staff").status_code == 200


def test_a_form_with_somebody_elses_token_is_refused(visitor: SignIn) -> None:
    token = visitor("reviewer").form_token("/staff")
    assert visitor("author").client.post("/staff/sign-out", data={"form": token}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_another_site_is_refused_even_with_the_token(visitor: SignIn, headers: dict[str, str]) -> None:
    somebody = visitor("author")
    data = {"form": somebody.form_token("/staff")}
    assert somebody.client.post("/staff/sign-out", data=data, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("author@example.go.th", "wrong"),
        ("nobody@example.go.th", PASSWORD),
        ("", ""),
        ("author@example.go.th\0", "x" * 10_000),
    ],
)
def test_a_wrong_sign_in_says_the_same_whatever_was_wrong(visitor: SignIn, email: str, password: str) -> None:
    answer = visitor().post("/en/staff/sign-in", {"email": email, "password": password}, of="/en/staff/sign-in")
    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.text


def test_there_are_no_demo_accounts_outside_the_demo(visitor: SignIn) -> None:
    assert "pk-demo-accounts" not in visitor().get("/staff/sign-in").text
    assert visitor().post("/staff/sign-in/demo", {"account_id": 1}).status_code == 404
