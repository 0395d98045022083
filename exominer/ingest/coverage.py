"""What of a document's characters came into its text, and when a user should hear of it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from exominer.config import IngestConfig
from exominer.dropped import REASONS, DropReason
from exominer.records import Document, Page

LEAST_PER_PAGE = 100
"""Characters; a scan carries a stamp or a page number at most."""

_MOST_UNACCOUNTED = 0.01
"""Hyphens at line ends go when words are joined: a few characters in a thousand."""


def count_printed(text: str) -> int:
    r"""Count the characters that are no white space.

    Example:
        >>> count_printed("5 Gy\n")
        3
    """
    return len("".join(text.split()))


def count_dropped(document: Document) -> dict[DropReason, int]:
    """Count the characters left out for each reason, white space aside, most first."""
    counts: Counter[DropReason] = Counter()
    for piece in document.dropped:
        counts[piece.reason] += count_printed(piece.text)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def find_coverage_warnings(document: Document, settings: IngestConfig) -> Iterator[str]:
    """Say where more was left out than the limits of ``settings`` allow."""
    n_dropped = count_dropped(document)
    n_read, total = count_printed(document.text), sum(n_dropped.values())
    share = total / max(1, n_read + total)
    if share > settings.max_dropped_share:
        main = REASONS[next(iter(n_dropped))]
        yield f"{share:.0%} of the characters are left out, most of them {main}"
    lost = [page for page in document.pages if _share(page) > settings.max_dropped_page_share]
    if lost and document.status in ("ok", "partial"):
        yield f"almost all of {list_pages([page.number for page in lost])} is left out"
    on_pages = sum(page.n_read for page in document.pages)
    if on_pages - n_read > _MOST_UNACCOUNTED * on_pages:
        yield f"{on_pages - n_read} characters are neither in the text nor listed as left out"


def has_text(page: Page) -> bool:
    """Tell a page with a text layer from a picture of one, or an empty one."""
    return page.n_read + page.n_dropped >= LEAST_PER_PAGE


def _share(page: Page) -> float:
    return page.n_dropped / max(1, page.n_read + page.n_dropped)


def list_pages(numbers: Sequence[int]) -> str:
    """List pages by their numbers, the first ten of them.

    Example:
        >>> list_pages([2]), list_pages([2, 3])
        ('page 2', 'pages 2, 3')
    """
    shown = ", ".join(str(number) for number in numbers[:10])
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}{more}"
