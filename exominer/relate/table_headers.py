"""Header words and cells of a table -> what each column says, and whether rows are claims."""

from collections.abc import Sequence

from exominer.table_slots import Slot, find_slot
from exominer.table_words import find_likely_slot

_CLAIMING: frozenset[Slot] = frozenset({"cargo", "cell", "donor", "recipient", "effect"})
_DIRECTIONS = frozenset(
    "up down upregulated downregulated up-regulated down-regulated increased decreased increase"
    " decrease higher lower elevated reduced ↑ ↓ + - − unchanged".split()
)


def map_columns(
    header_cells: Sequence[str], columns: Sequence[Sequence[str]]
) -> tuple[Slot | None, ...]:
    """Find the slot of each column.

    The words of the header decide, unless the cells of the column speak against them;
    where the words are silent or loose ("Method", "Exosomes"), the cells do. A second
    effect column headed as a mechanism is a pathway; a column of directions ("up") is the
    effect where there is no other. ``None`` is a column that neither tells of.

    Args:
        header_cells: The header's text for each column.
        columns: The body cells of each column, in the order of the header.

    Raises:
        ValueError: If there are not as many columns as header cells.

    Example:
        >>> map_columns(["Exosomes", "Effect", "Refs"], [["miR-34c"], ["Slows repair"], ["[3]"]])
        ('cargo', 'effect', 'reference')
    """
    if len(header_cells) != len(columns):
        raise ValueError(f"{len(header_cells)} header cells but {len(columns)} columns.")
    slots = [
        _find_column_slot(header, cells)
        for header, cells in zip(header_cells, columns, strict=True)
    ]
    return tuple(_settle_effects(header_cells, columns, slots))


def is_claims_table(slots: Sequence[Slot | None]) -> bool:
    """Tell whether rows are claims about vesicles: an effect with a cargo or a cell.

    Example:
        >>> is_claims_table(["cargo", "effect", "reference"]), is_claims_table(["cell", "dose"])
        (True, False)
    """
    return "effect" in slots and not {"cargo", "cell", "donor", "recipient"}.isdisjoint(slots)


def _find_column_slot(header: str, cells: Sequence[str]) -> Slot | None:
    by_words, by_cells = find_slot(header), find_likely_slot(cells)
    if by_words is None or by_words == "other":
        return by_words if _are_directions(cells) else by_cells or by_words
    if by_words == "donor" and by_cells == "reference":
        return "reference"  # "Source" of a statement, not of vesicles
    return by_words if by_words not in _CLAIMING or _is_worded(cells) else None


def _is_worded(cells: Sequence[str]) -> bool:
    """Columns of numbers, crosses or nothing say no claims, whatever their header is."""
    filled = [cell for cell in cells if cell.strip()]
    n_worded = sum(
        (cell[0].isalpha() and len(cell) > 1)
        or sum(map(str.isalpha, cell)) >= 0.4 * len(cell.replace(" ", ""))
        for cell in filled
    )
    return n_worded > len(filled) / 2


def _settle_effects(
    header_cells: Sequence[str], columns: Sequence[Sequence[str]], slots: Sequence[Slot | None]
) -> list[Slot | None]:
    """Leave mechanisms to the pathway, and let directions be the effect if none else is."""
    settled = list(slots)
    effects = [index for index, slot in enumerate(slots) if slot == "effect"]
    mechanisms = [index for index in effects if "mechanism" in header_cells[index].lower()]
    if len(mechanisms) < len(effects) and "pathway" not in slots:
        for index in mechanisms:
            settled[index] = "pathway"
    for index, cells in enumerate(columns):
        if not effects and settled[index] == "other" and _are_directions(cells):
            settled[index] = "effect"
    return settled


def _are_directions(cells: Sequence[str]) -> bool:
    filled = [cell.lower().split() for cell in cells if cell.strip()]
    n_directions = sum(words[0].strip("()") in _DIRECTIONS for words in filled)
    return bool(filled) and n_directions > len(filled) / 2
