"""The language a program or browser asked for, of those there are sentences in."""

from starlette.requests import Request

from geo.words import SOURCE_LANGUAGE, languages


def accepted_language(request: Request, *, default: str = SOURCE_LANGUAGE) -> str:
    """The best of the `Accept-Language` header (RFC 9110, 12.5.4) that is spoken here, else `default`."""
    wanted = [_weighted(part) for part in request.headers.get("accept-language", "").split(",")]
    spoken = [(weight, language) for weight, language in wanted if weight > 0 and language in languages()]
    # max() keeps the first of equals: the order in the header counts where the weights do not tell
    return max(spoken, key=lambda one: one[0], default=(0.0, default))[1]


def _weighted(part: str) -> tuple[float, str]:
    """'th-TH;q=0.8' is (0.8, 'th'); what cannot be read weighs nothing."""
    tag, *parameters = (piece.strip() for piece in part.split(";"))
    language = tag.partition("-")[0].lower()
    weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        return float(weight), language
    except ValueError:
        return 0.0, language
