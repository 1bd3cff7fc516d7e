"""How large the countries of the benchmarks are, and how long is spent on measuring them."""

from dataclasses import dataclass

from ingest.demo_country import CountrySize


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """`per_class` questions are asked of every contender for each class of questions; `checked` more of the fast ones.

    A contender that has spent `budget_s` seconds on a class is not asked further: its n tells.
    """

    name: str
    country: CountrySize
    procedures_per_class: int
    per_class: int
    checked: int
    budget_s: float


_SCALES = (
    Scale(
        name="tiny",  # for the tests of the benchmarks themselves
        country=CountrySize(points=2_000, procedures=100, offerings=20_000),
        procedures_per_class=4,
        per_class=12,
        checked=60,
        budget_s=0.5,
    ),
    Scale(
        name="small",
        country=CountrySize(points=20_000, procedures=500, offerings=500_000),
        procedures_per_class=10,
        per_class=100,
        checked=1_200,
        budget_s=1.5,
    ),
    Scale(
        name="national",
        country=CountrySize(points=200_000, procedures=5_000, offerings=5_000_000),
        procedures_per_class=30,
        per_class=1_000,
        checked=20_000,
        budget_s=20.0,
    ),
)

SCALES = {scale.name: scale for scale in _SCALES}
