"""Why an office may not serve somebody, in words."""

from api.citizen.service_point.addresses import AreaChains, areas_in_words
from geo.models import AREA_LEVELS
from geo.nearest.search import Hit
from geo.words import N_, translate

MOST_NAMED = 3
"""Areas named of those an office serves; an office of a whole province's districts serves too many to read."""


def reason_in_words(hit: Hit, level: str | None, chains: AreaChains, language: str) -> str | None:
    """None for an office that may serve her, and where nobody asked. `level` is the procedure's."""
    if level is None or hit.competent:
        return None
    areas = _areas_served(hit, level, chains, language)
    if not areas:
        return translate(N_("Nobody has told us which area it serves."), language)
    return translate(N_("It serves only {areas}."), language, areas=areas)


def codes_named(hit: Hit, level: str) -> list[str]:
    """Of the areas that the reason names."""
    around = hit.subdistrict_code and hit.subdistrict_code[: 2 * (AREA_LEVELS.index(level) + 1)]
    return (hit.serves if hit.serves is not None else [around] if around else [])[:MOST_NAMED]


def _areas_served(hit: Hit, level: str, chains: AreaChains, language: str) -> str:
    names = [areas_in_words(chains.of(code), language) for code in codes_named(hit, level)]
    more = len(hit.serves or names) - len(names)
    text = ", ".join(names)
    return translate(N_("{areas} and {count} other areas"), language, areas=text, count=more) if more > 0 else text
