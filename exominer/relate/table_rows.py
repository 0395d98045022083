"""Rows of a claims table to effects: each cell fills the slot its column's header names."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from exominer.cargo_types import CARGO_KINDS
from exominer.records import (
    AnnotatedDocument,
    Cell,
    Document,
    Exposed,
    Frame,
    Mention,
    MentionKind,
    RelationKind,
    Table,
)
from exominer.relate.clauses import Clause, split_clauses
from exominer.relate.scene import CELL_KINDS
from exominer.relate.table_headers import is_claims_table, map_columns
from exominer.table_slots import Slot

ROW_SCORE = 0.9
"""Score of a claim from a row that the source marks up as a table."""
_ITEM = re.compile(r"[^,;\n]+")
_NOTHING = re.compile(r"^[\s–—-]*$|^(?:n/?a|not (?:applicable|reported|stated|given))$", re.I)


class RowEffect(Struct, frozen=True):
    """An effect of a row with its frame, its fillers and mentions that had to be added."""

    effect: Mention
    frame: Frame
    fillers: tuple[tuple[RelationKind, Mention], ...]


def relate_tables(annotated: AnnotatedDocument, *, first_number: int) -> list[RowEffect]:
    """Read the rows of every claims table of a document.

    Args:
        annotated: The document; mentions inside cells are used where there are any, else
            the items of the cell.
        first_number: Number of the first effect's id.
    """
    found: list[RowEffect] = []
    for table in annotated.document.tables:
        slots = read_slots(annotated.document, table)
        if slots is None or not _is_about_vesicles(annotated, table):
            continue
        rows: dict[int, dict[Slot, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        for cell in table.cells:
            slot = slots[cell.column] if cell.column < len(slots) else None
            if not cell.is_header and slot is not None:
                rows[cell.row][slot].append(cell)
        for _, row in sorted(rows.items()):
            found += _read_row(annotated, table, row, first_number + len(found))
    return found


def _is_about_vesicles(annotated: AnnotatedDocument, table: Table) -> bool:
    """Whether caption, header or a cell names vesicles: other tables have effects, too."""
    return any(
        mention.kind == "vesicle"
        and (
            table.caption_start <= mention.start < table.caption_end
            or table.start <= mention.start < table.end
        )
        for mention in annotated.mentions
    )


def read_slots(document: Document, table: Table) -> tuple[Slot | None, ...] | None:
    """The slot of each column, or None where the table's rows are no claims."""
    n_columns = max((cell.column for cell in table.cells), default=-1) + 1
    headers = [""] * n_columns
    columns: list[list[str]] = [[] for _ in range(n_columns)]
    for cell in table.cells:
        text = document.text[cell.start : cell.end]
        if cell.is_header:
            headers[cell.column] = f"{headers[cell.column]} {text}".strip()
        else:
            columns[cell.column].append(text)
    slots = map_columns(headers, columns)
    return slots if is_claims_table(slots) else None


def _read_row(
    annotated: AnnotatedDocument, table: Table, row: dict[Slot, list[Cell]], number: int
) -> list[RowEffect]:
    text = annotated.document.text
    cargo = _fill(annotated, row["cargo"], CARGO_KINDS, "gene_or_protein")
    donors = _fill(annotated, [*row["donor"], *row["cell"]], CELL_KINDS, "cell_type")
    recipients = _fill(annotated, row["recipient"], CELL_KINDS, "cell_type")
    exposure = _fill(annotated, [*row["dose"], *row["radiation"]], {"dose", "radiation"}, None)
    pathways = _fill(annotated, row["pathway"], {"pathway"}, None)
    effects: list[RowEffect] = []
    for cell in row["effect"]:
        for clause in split_clauses(text[cell.start : cell.end]):
            start, end = cell.start + clause.start, cell.start + clause.end
            inside = _mentions_in(annotated, start, end)
            respond = recipients or [m for m in inside if m.kind in CELL_KINDS]
            fillers: list[tuple[RelationKind, Mention]] = []
            fillers += [("cargo", m) for m in cargo]
            fillers += [("donor", m) for m in donors]
            fillers += [("recipient", m) for m in respond]
            fillers += [("dose" if m.kind == "dose" else "radiation", m) for m in exposure]
            fillers += [("pathway", m) for m in pathways or inside if m.kind == "pathway"]
            identifier = f"E{number + len(effects)}"
            score = ROW_SCORE * table.confidence
            effect = Mention(identifier, "effect", start, end, text[start:end], score, "table")
            exposed: Exposed = "donor" if exposure else "unspecified"
            frame = _frame(clause, identifier, exposed, score)
            effects.append(RowEffect(effect, frame, tuple(fillers)))
    return effects


def _frame(clause: Clause, effect: str, exposed: Exposed, score: float) -> Frame:
    return Frame(
        effect=effect,
        kind=clause.kind,
        direction=clause.direction,
        polarity=clause.polarity,
        exposed=exposed,
        study_model="unspecified",
        finding="cited",
        score=score,
        process=clause.process,
    )


def _mentions_in(annotated: AnnotatedDocument, start: int, end: int) -> list[Mention]:
    mentions = annotated.mentions
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_left(mentions, end, key=lambda mention: mention.start)
    return [mention for mention in mentions[first:last] if mention.end <= end]


def _fill(
    annotated: AnnotatedDocument,
    cells: Sequence[Cell],
    kinds: frozenset[MentionKind] | set[MentionKind],
    otherwise: MentionKind | None,
) -> list[Mention]:
    """Mentions of the kinds in the cells; an item of a list without one becomes one.

    A cell that says nothing ("-", "not applicable") fills nothing.
    """
    text = annotated.document.text
    found: list[Mention] = []
    for cell in cells:
        if _NOTHING.match(text[cell.start : cell.end]):
            continue
        inside = [m for m in _mentions_in(annotated, cell.start, cell.end) if m.kind in kinds]
        found += inside
        if otherwise is None or (inside and otherwise == "cell_type"):
            continue
        found += _items(text, cell, inside, otherwise)
    return sorted(found, key=lambda mention: mention.start)


def _items(text: str, cell: Cell, inside: Sequence[Mention], kind: MentionKind) -> list[Mention]:
    """List items of a cell that no mention covers; a bracket is part of its item."""
    added = []
    for match in _ITEM.finditer(text, cell.start, cell.end):
        words = match.group().strip(" ()[].")
        start = match.start() + match.group().find(words)
        end = start + len(words)
        covered = any(m.start < end and start < m.end for m in inside)
        if words and not covered:
            added.append(Mention(f"C{start}", kind, start, end, words, 0.8, "table"))
    return added
