"""Opening hours to try things on: those of real places, and random ones."""

import csv
from pathlib import Path

import opening_hours
from hypothesis import strategies as st

_TIMES = ("05:00", "08:30", "12:00", "13:00", "16:30", "21:59", "22:00", "04:59", "00:00", "24:00", "26:00", "22:01")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")
_WIDE = ("", "", "", "", "Jun-Aug ", "Nov 24-Dec 05 ", "2026 ", "week 10-20 ", "easter ")


def real_values(shared_data: Path) -> list[str]:
    """Every distinct value of the collections, also what is no expression."""
    folder = shared_data / "opening_hours"
    with (folder / "oh_js_test_values.csv").open(encoding="utf-8") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    values += (folder / "oh_rs_sample.txt").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(values))


def real_expressions(shared_data: Path) -> list[str]:
    """Those that the library can read."""
    return [value for value in real_values(shared_data) if value and opening_hours.validate(value)]


_spans = st.one_of(
    st.lists(st.tuples(st.sampled_from(_TIMES), st.sampled_from(_TIMES)), min_size=1, max_size=3).map(
        lambda spans: ",".join(f"{start}-{end}" for start, end in spans)
    ),
    st.sampled_from(
        [
            "off",
            "closed",
            "open",
            "unknown",
            "08:00+",
            "sunrise-sunset",
            '"by appointment"',
            '09:00-12:00 "PH 23:00-23:30"',
        ]
    ),
)
_days = st.lists(st.sampled_from(_DAYS), min_size=1, max_size=3, unique=True).flatmap(
    lambda days: st.sampled_from(
        [",".join(days), f"{days[0]}-{days[-1]}", "Mo-Fr", "Mo-Fr", "PH", "PH +1 day", "SH", "PH,SH", "Sa[1]"]
    )
)
_rules = st.builds("{}{} {}".format, st.sampled_from(_WIDE), _days, _spans) | _spans
_tails = st.sampled_from(
    [
        "",
        "",
        "; PH off",
        "; PH off",
        "; PH closed ",
        " ; PH,SH off",
        ", PH off",
        "; Sa off",
        ' || "ask"',
        " || off",
        " || open",
    ]
)


def random_expressions() -> st.SearchStrategy[str]:
    """Expressions that the library can read, most of them like those of offices."""
    joined = st.tuples(
        st.lists(_rules, min_size=1, max_size=3), st.sampled_from(["; ", "; ", ";", ", ", " || "]), _tails
    )
    return joined.map(lambda parts: parts[1].join(parts[0]) + parts[2]).filter(opening_hours.validate)


def office_expressions() -> st.SearchStrategy[str]:
    """Expressions that are, or are nearly, those of offices: by day, on weekdays, closed on holidays."""
    days = st.lists(
        st.sampled_from(("Mo-Fr", "Mo-Th", "Tu,We", "Fr", "Mo", "Mo-Fr", "Sa", "PH")), min_size=1, max_size=2
    )
    usual = st.sampled_from(("05:00-22:00", "08:30-12:00", "13:00-16:30", "09:00-12:00", "off"))
    odd = st.sampled_from(("04:59-09:00", "13:00-22:01", "12:00-12:00", "16:00-09:00", '10:00-11:00 "นัด"', "09:00+"))
    spans = st.lists(usual, min_size=1, max_size=2).map(",".join) | usual | odd
    rules = st.lists(st.builds("{} {}".format, days.map(",".join), spans), min_size=1, max_size=3)
    tails = st.sampled_from(
        ["; PH off"] * 4 + [";PH closed ", "; PH off; Sa 09:00-12:00", ", PH off", "; PH 09:00-12:00", ""]
    )
    joined = st.tuples(rules, st.sampled_from(["; ", ";", ", "]), tails)
    return joined.map(lambda parts: parts[1].join(parts[0]) + parts[2]).filter(opening_hours.validate)
