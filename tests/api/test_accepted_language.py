import pytest
from starlette.requests import Request

from api.accepted_language import accepted_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("th", "th"),
        ("TH-th", "th"),
        ("fr,de", "en"),
        ("en;q=0.5, th;q=0.8", "th"),
        ("en, th", "en"),
        ("th;q=0, en;q=0.1", "en"),
        ("*", "en"),
        ("th;q=much", "en"),
        (";;,,;q=", "en"),
    ],
)
def test_the_best_language_that_is_spoken_here(header: str, language: str) -> None:
    request = Request({"type": "http", "headers": [(b"accept-language", header.encode())]})
    assert accepted_language(request) == language
