"""What can go wrong for a reason a person can mend, said in one line."""


class ExominerError(Exception):
    """Says where it happened, what was found, what was expected and what to do.

    Example:
        >>> str(ExominerError("papers/", "no folder of that name", "Check the path."))
        'papers/: no folder of that name. Check the path.'
    """

    def __init__(self, where: str, found: str, do: str = "") -> None:
        self.where = where
        self.found = found
        self.do = do
        super().__init__(f"{where}: {found}." + (f" {do}" if do else ""))


class InputError(ExominerError):
    """A path, a file or its content is not what the command needs."""


class ConfigError(ExominerError):
    """A setting is unknown or out of range."""


class ModelError(ExominerError):
    """A model folder is missing, incomplete or of the wrong kind."""


class DocumentError(Exception):
    """A single document can't be read; the run goes on with the next.

    ``status`` is one of ``records.DocumentStatus``; the message names the reason in
    words a user can act on.
    """

    def __init__(self, status: str, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(f"{status}: {reason}")
