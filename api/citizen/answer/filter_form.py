"""The filters of an answer as they stand in its address: texts that may be anything, empty ones are off.

They have the API's names, but for `in_area` (a citizen's `area` is where she is) and for `day` and `time`.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from api.v1.parameters import PlainText

_TICKED = {"true", "1", "on", "yes"}

Tick = Annotated[PlainText, AfterValidator(lambda text: "true" if text.lower() in _TICKED else "")]


class FilterForm(BaseModel):
    """`day` and `time` ask for what is open then, and go before `open_only`, which is about now."""

    model_config = ConfigDict(frozen=True)

    open_only: Tick = ""
    day: PlainText = ""
    time: PlainText = ""
    within_m: PlainText = ""
    no_copy: Tick = ""
    accessible: Tick = ""
    gecc: PlainText = ""
    type: PlainText = ""
    agency: PlainText = ""
    languages: PlainText = ""
    in_area: PlainText = ""
    name: PlainText = ""

    def filters(self) -> dict[str, str]:
        """The part of an address that has the filters; only those that are on."""
        chosen = {name: getattr(self, name).strip() for name in FilterForm.model_fields}
        if self.asks_for_a_time:
            del chosen["open_only"]
        return {name: value for name, value in chosen.items() if value}

    @property
    def asks_for_a_time(self) -> bool:
        return bool(self.day.strip() or self.time.strip())
