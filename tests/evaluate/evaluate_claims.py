"""Short ways to write the claims and gold rows that the tests of this folder need."""

from exominer.evaluate.gold import Table1Effect, Table1Row
from exominer.records import CargoItem, CellItem, Claim, Effect, Evidence


def make_claim(
    cargo="",
    donor="",
    process="",
    direction="increase",
    *,
    recipient="",
    text=None,
    pathway="",
    polarity="asserted",
    source="prose",
    document="paper.txt",
    quote="A sentence.",
    radiation=None,
    claim_id=None,
):
    """A claim; several cargos or cells are divided by " | "."""
    return Claim(
        claim_id=claim_id or "-".join((cargo, donor, process, direction, source)),
        kind="function",
        cargo=tuple(CargoItem(text=name) for name in cargo.split(" | ") if name),
        donor_cell=tuple(CellItem(text=name) for name in donor.split(" | ") if name),
        recipient_cell=tuple(CellItem(text=name) for name in recipient.split(" | ") if name),
        effect=Effect(
            text=process if text is None else text,
            process=process,
            direction=direction,
            pathway=pathway,
        ),
        radiation=radiation,
        polarity=polarity,
        cue=None,
        study_model="unspecified",
        finding="own",
        citations=(),
        evidence=(
            Evidence(
                document=document,
                source=source,
                section="",
                page=None,
                start=0,
                end=len(quote),
                text=quote,
            ),
        ),
        score=1.0,
    )


def make_row(number, cargo, donor, *effects, recipient="", pathway="", aliases=None):
    """A row; an effect is "process: direction", lists are divided by " | "."""
    split = [effect.rsplit(": ", 1) for effect in effects]
    return Table1Row(
        row=number,
        cargo=tuple(cargo.split(" | ")),
        donor_cell=tuple(name for name in donor.split(" | ") if name),
        recipient_cell=tuple(name for name in recipient.split(" | ") if name),
        effects=tuple(
            Table1Effect(process=process, direction=direction, target="", pathway=pathway)
            for process, direction in split
        ),
        aliases=aliases or {},
    )


def claims_of_row(row, source="prose"):
    """One claim for each effect of a row, in the row's own words."""
    return [
        make_claim(
            " | ".join(row.cargo),
            " | ".join(row.donor_cell),
            effect.process,
            effect.direction,
            recipient=" | ".join(row.recipient_cell),
            pathway=effect.pathway or "",
            source=source,
            claim_id=f"{row.row}-{number}-{source}",
        )
        for number, effect in enumerate(row.effects, start=1)
    ]
