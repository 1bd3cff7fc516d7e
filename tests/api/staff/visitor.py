"""Somebody at the staff pages by plain HTTP, with cookies and the tokens of forms, as a browser would send them."""

import re
from collections.abc import Mapping

import httpx


class Visitor:
    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def post(self, path: str, data: Mapping[str, object] | None = None, *, of: str = "") -> httpx.Response:
        """Send a form with the token of the page `of` (else the sign-in's, which is the same for the browser)."""
        token = self.form_token(of or "/staff/sign-in")
        return self.client.post(path, data={**(data or {}), "form": token})

    def form_token(self, path: str) -> str:
        found = re.search(r'name="form" value="(\w+)"', self.client.get(path).text)
        assert found is not None, path
        return found[1]

    def sign_in(self, email: str, password: str) -> httpx.Response:
        return self.post("/staff/sign-in", {"email": email, "password": password})
