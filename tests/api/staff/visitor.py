"""Somebody at the staff pages by plain HTTP, with cookies and the tokens of forms, as a browser would send them."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import httpx

PASSWORD = "เรือใบ กาแฟ บันไดเลื่อน 47"  # noqa: S105 - of the tests
"""Everybody's."""


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


SignIn = Callable[..., Visitor]


@contextmanager
def visitors(address: str, **headers: str) -> Iterator[SignIn]:
    """Makes a browser without pages at each call, signed in as the person of that name; '' is nobody yet.

    All of them end with the block.
    """
    with ExitStack() as stack:

        def sign_in(name: str = "") -> Visitor:
            client = httpx.Client(base_url=address, timeout=60, headers={"Accept": "text/html", **headers})
            visitor = Visitor(stack.enter_context(client))
            if name:
                assert visitor.sign_in(f"{name}@example.go.th", PASSWORD).status_code == 303
            return visitor

        yield sign_in
