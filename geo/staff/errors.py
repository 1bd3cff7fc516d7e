"""What staff are told when something is refused."""

from collections.abc import Sequence

from geo.errors import InvalidQuery, NotFound, PakmudError
from geo.words import N_, Sentence


class NotSignedIn(PakmudError):
    def __init__(self) -> None:
        super().__init__(N_("Please sign in first."))


class TokenNotValid(NotSignedIn):
    def __init__(self) -> None:
        PakmudError.__init__(self, N_("The token is unknown, expired or revoked, or its owner has left."))


class NotAllowed(PakmudError):
    def __init__(self) -> None:
        super().__init__(N_("Your role does not allow this here."))


class ProviderFailed(PakmudError):
    """The provider cannot be reached, or what came back is not what was asked for."""

    def __init__(self) -> None:
        super().__init__(N_("The sign-in there did not succeed. Please try again, or sign in here."))


class FormExpired(PakmudError):
    """The form does not carry the secret of this browser: too old, or sent from another site."""

    def __init__(self) -> None:
        super().__init__(N_("This form is too old or came from another site. Please open the page again."))


class TooLarge(PakmudError):
    def __init__(self, *, limit_mb: int) -> None:
        super().__init__(N_("That is more than {limit} MB at once. Please send less."), limit=limit_mb)


class TooManyAttempts(PakmudError):
    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or N_("Too many attempts. Please wait a few minutes and try again."))


class SignInFailed(InvalidQuery):
    """One sentence for an unknown address, a wrong password and a disabled account: nobody learns which it was."""

    def __init__(self) -> None:
        super().__init__(N_("The e-mail address or the password is not right."), field="password")


class UnknownRecord(NotFound):
    def __init__(self) -> None:
        super().__init__(N_("There is nothing at this address."))


class FieldsRefused(InvalidQuery):
    """Several fields of a form, or one: each of the `faults` names its own."""

    def __init__(self, faults: Sequence[InvalidQuery]) -> None:
        super().__init__(N_("{count} fields of the request are wrong."), count=len(faults))
        self.faults = tuple(faults)


class SavedByAnother(PakmudError):
    """The record is not any more what it was when the form was opened. `since`: how many times it was saved."""

    def __init__(self, *, version: int, since: int, by: str | None) -> None:
        super().__init__(
            N_("Somebody else saved this record in the meantime: {by}. Please look at it again."),
            by=by or Sentence(N_("a file that was loaded")),
        )
        self.version = version
        self.since = since
