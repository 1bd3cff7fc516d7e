"""Distances as people say them."""

from geo.words import N_, translate


def distance_in_words(distance_m: float, language: str) -> str:
    """'350 m' to the nearest ten below a kilometre, '1.2 km' below ten, '23 km' beyond."""
    if distance_m < 995:
        return translate(N_("{metres} m"), language, metres=max(10, round(distance_m / 10) * 10))
    km = distance_m / 1000
    return translate(N_("{kilometres} km"), language, kilometres=f"{km:.1f}" if km < 9.95 else f"{km:,.0f}")
