"""What can go wrong, each error with one clear sentence for the person who asked."""

from geo.words import N_, Sentence


class PakmudError(Exception):
    """What a person is told: `str(error)` is the sentence in English, `error.sentence` renders in any language.

    `field` names the input at fault, where there is one; the sentence may name it as `{field}`.
    """

    def __init__(self, message: str, /, *, field: str | None = None, **values: object) -> None:
        self.sentence = Sentence(message, {"field": field, **values})
        self.field = field
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.sentence)


class InvalidQuery(PakmudError):
    """The question itself cannot be asked."""


class NotFound(PakmudError):
    """The thing named does not exist, or is not shown."""


class UnknownProcedure(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(N_("No procedure has the code '{code}'."), field="procedure", code=code)


class MergedProcedure(UnknownProcedure):
    """It has become part of another: `into` is the code to ask for instead."""

    def __init__(self, code: str, into: str) -> None:
        PakmudError.__init__(
            self, N_("The procedure '{code}' has become part of '{into}'."), field="procedure", code=code, into=into
        )
        self.code, self.into = code, into


class UnknownServicePoint(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(N_("No service point has the code '{code}'."), field="code", code=code)


class UnknownArea(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(N_("No province, district or subdistrict has the code '{code}'."), field="area", code=code)


class UnknownAgency(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(N_("No agency has the code '{code}'."), field="agency", code=code)


class UnknownPlace(NotFound):
    """Raised with the latitude and longitude that were asked about, in degrees."""

    def __init__(self, *, lat: float, lon: float) -> None:
        super().__init__(N_("No province, district or subdistrict is known at or near {lat}, {lon}."), lat=lat, lon=lon)


class SearchTimedOut(PakmudError):
    def __init__(self, timeout_ms: int) -> None:
        super().__init__(
            N_("The search took longer than {timeout_ms} ms and was stopped. Please try again."), timeout_ms=timeout_ms
        )


class DatabaseUnavailable(PakmudError):
    """The database cannot be reached or is not fit for use."""
