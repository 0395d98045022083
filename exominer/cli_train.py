"""The commands that train a model, under ``exominer train``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exominer.cli_options import ConfigPath, fetch_models, parse_folder, telling_interruption

if TYPE_CHECKING:
    from exominer.retraining.trial import RetrainingOptions

train_app = typer.Typer()

EXIT_REFUSED = 4
"""Exit code where a model was trained and is worse than the one it should replace."""


@train_app.callback(invoke_without_command=True)
def options(context: typer.Context) -> None:
    """Train a model on annotations, and learn whether it is better."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


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
        Path | None,
        typer.Option(help="Model to start from: a folder, or an encoder of the hub (org/name)."),
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
    from exominer.retraining.trial import RetrainingOptions
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
    _retrain(options, config)


@train_app.command()
@telling_interruption()
def relations(
    out: Out,
    annotations: Annotations = None,
    texts: Texts = None,
    recogniser: Annotated[
        str | None,
        typer.Option(help="What finds the mentions, not the shipped model: as extract's --model."),
    ] = None,
    shipped: Shipped = True,
    force: Force = False,
    config: ConfigPath = None,
) -> None:
    """Train what finds claims, compare it with the old model, promote it if it is no worse.

    Exit code 0: the model lies in --out; 4: it is worse for some kind and lies beside it.

    Example: exominer train relations --annotations reviewed.jsonl --out my-relations/
    """
    from exominer.model_sources.source import find_folder
    from exominer.retraining.trial import RetrainingOptions

    fetch_models([recogniser] if recogniser is not None else None)
    options = RetrainingOptions(
        kind="relations",
        annotations=tuple(annotations or ()),
        out=out,
        texts=texts,
        recogniser=find_folder(recogniser),
        with_shipped=shipped,
        force=force,
    )
    _retrain(options, config)


def _retrain(options: "RetrainingOptions", config: Path | None) -> None:
    from exominer.config import read_config
    from exominer.retraining.trial import retrain
    from exominer.terminal_training import print_retraining, show_steps

    with show_steps() as on_step:
        report = retrain(options, read_config(config), on_step)
    print_retraining(report)
    raise typer.Exit(0 if report.promotion.promoted else EXIT_REFUSED)


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
