"""What a page says to search engines: schema.org as JSON-LD."""

import json
from collections.abc import Mapping

from markupsafe import Markup

Json = str | float | bool | None | list["Json"] | Mapping[str, "Json"]


def json_ld(document: Mapping[str, Json]) -> Markup:
    """The document for the inside of a `<script type="application/ld+json">`; parts that are None are left out."""
    told = {"@context": "https://schema.org", **{name: value for name, value in document.items() if value is not None}}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # A name may hold </script>; inside JSON the letters may be written as numbers.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - escaped
