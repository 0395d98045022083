"""What the page is told when a request cannot be done."""


class RefusedError(Exception):
    """A request that cannot be done as asked; ``status`` is the one of HTTP.

    Example:
        >>> str(RefusedError(404, "no claim c1", "Reload the page."))
        'no claim c1. Reload the page.'
    """

    def __init__(self, status: int, found: str, do: str) -> None:
        self.status = status
        super().__init__(f"{found}. {do}")
