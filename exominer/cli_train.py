"""The commands that train a model, under ``exominer train``."""

from pathlib import Path
from typing import Annotated

import typer

from exominer.cli_options import ConfigPath, parse_folder, telling_interruption

train_app = typer.Typer(
    help="Train a model on annotations, and learn whether it is better.", no_args_is_help=True
)

EXIT_REFUSED = 4
"""Exit code where a model was trained and is worse than the one it should replace."""

Annotations = Annotated[
    list[Path] | None,
    typer.Option(help="Annotated documents: a .jsonl or a folder of them (repeatable)."),
]
Texts = Annotated[
    Path | None,
    typer.Option(help="Abstracts by PMID that the annotations leave out: a CSV, or PMID.txt."),
]
Out = Annotated[Path, typer.Option(parser=parse_folder, help="Folder for the model.")]
Shipped = Annotated[
    bool, typer.Option("--shipped/--no-shipped", help="Train on the annotations that ship, too.")
]
Force = Annotated[
    bool, typer.Option("--force", help="Promote a model that is worse, and record it.")
]


@train_app.command()
@telling_interruption()
def recogniser(
    out: Out,
    annotations: Annotations = None,
    texts: Texts = None,
    base: Annotated[
        Path | None, typer.Option(help="Model folder to start from, not the shipped one.")
    ] = None,
    from_scratch: Annotated[
        bool, typer.Option("--from-scratch", help="Keep of the base its syntax alone.")
    ] = False,
    shipped: Shipped = True,
    force: Force = False,
    config: ConfigPath = None,
) -> None:
    """Train what finds mentions, compare it with the old model, promote it if it is no worse.

    Exit code 0: the model lies in --out; 4: it is worse for some kind and lies beside it.

    Example: exominer train recogniser --annotations mine.jsonl --out my-recogniser/
    """
    from exominer.config import read_config
    from exominer.retraining.trial import RetrainingOptions, retrain
    from exominer.terminal_training import print_retraining, show_steps
    from exominer.train.recogniser import Start

    options = RetrainingOptions(
        kind="recogniser",
        annotations=tuple(annotations or ()),
        out=out,
        texts=texts,
        start=Start(base, from_scratch),
        with_shipped=shipped,
        force=force,
    )
    with show_steps() as on_step:
        report = retrain(options, read_config(config), on_step)
    print_retraining(report)
    raise typer.Exit(0 if report.promotion.promoted else EXIT_REFUSED)


@train_app.command()
@telling_interruption()
def relations(
    annotations: Annotated[
        Path, typer.Option(help="Annotated documents: a .jsonl, or a folder with documents.jsonl.")
    ],
    out: Out,
    texts: Texts = None,
    part: Annotated[
        list[str] | None, typer.Option(help="Part of the documents to learn from: train.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Recogniser in place of the shipped one.")
    ] = None,
    config: ConfigPath = None,
) -> None:
    """Train what finds claims; `extract --model` takes the folder.

    Documents of other parts (dev, test) are not read; those that name no part count as train.

    Example: exominer train relations --annotations annotations/ --out my-relations/
    """
    from exominer.config import read_config
    from exominer.relation_saving import RelationsOrder, train_relations_folder

    parts = tuple(part or ("train",))
    order = RelationsOrder(
        annotations=annotations,
        out=out,
        texts=texts,
        parts=parts,
        recogniser=base,
        command=f"exominer train relations --annotations {annotations.name} "
        f"{' '.join(f'--part {name}' for name in parts)} --out {out.name}",
    )
    outcome = train_relations_folder(order, read_config(config), progress=typer.echo)
    for line in outcome.left_out:
        typer.echo(f"left out: {line}")
    triple = outcome.card.levels["triple"]
    typer.echo(
        f"{out}: {outcome.card.n_documents} documents; held out, triple F1 {triple.f1 * 100:.1f} "
        f"(P {triple.precision * 100:.1f}, R {triple.recall * 100:.1f}) from a score of "
        f"{outcome.card.min_score:.2f}. More in CARD.md."
    )


@train_app.command()
@telling_interruption()
def curve(
    kind: Annotated[str, typer.Argument(help="recogniser or relations.")],
    out: Annotated[Path, typer.Option(parser=parse_folder, help="Folder for figures and plot.")],
    annotations: Annotations = None,
    texts: Texts = None,
    repeats: Annotated[int, typer.Option(min=1, help="Draws of documents.")] = 3,
    shipped: Shipped = True,
    config: ConfigPath = None,
) -> None:
    """Show what fifty more annotated documents would bring, from models of fewer.

    Example: exominer train curve recogniser --out curve/
    """
    from exominer.config import read_config
    from exominer.retraining.curve import measure_curve, write_curve
    from exominer.retraining.trial import RetrainingOptions, check_kind
    from exominer.terminal_training import print_curve, show_steps

    options = RetrainingOptions(
        kind=check_kind(kind),
        annotations=tuple(annotations or ()),
        out=out,
        texts=texts,
        with_shipped=shipped,
    )
    with show_steps() as on_point:
        found = measure_curve(options, read_config(config), repeats=repeats, on_point=on_point)
    write_curve(found, out)
    print_curve(found, out)
