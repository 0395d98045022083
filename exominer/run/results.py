"""The ledger to the files of a run, the same bytes however often the run was interrupted."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from exominer.dropped import REASONS
from exominer.export.files import replacing
from exominer.export.highlights import Highlight
from exominer.export.report import ClaimView, DocumentView, write_report
from exominer.export.rows import Value
from exominer.export.tables import WRITERS, write_claims_xlsx, write_mentions_csv
from exominer.ingest.coverage import count_printed, has_text
from exominer.records import Claim
from exominer.run.account import (
    Failure,
    FileEntry,
    PageEntry,
    RunAccount,
    RunOptions,
    RunSummary,
    group_notes,
)
from exominer.run.coverage import Coverage, CoverageCount
from exominer.run.ledger import Ledger
from exominer.run.outcome import Outcome


def _position(view: ClaimView) -> tuple[int, int, str]:
    first = view.claim.evidence[0]
    return first.start, first.end, view.claim.claim_id


def choose_claims(outcome: Outcome, options: RunOptions) -> list[ClaimView]:
    """The claims of a document that the options let through, in the order of the text."""
    least = options.config.assemble.min_score if options.min_score is None else options.min_score
    least = least or 0.0
    empty: tuple[Highlight, ...] = ()
    highlights = outcome.highlights or (empty,) * len(outcome.claims)
    views = map(ClaimView, outcome.claims, highlights)
    chosen = (
        view
        for view in views
        if view.claim.score >= least and (view.claim.radiation or not options.radiation_only)
    )
    return sorted(chosen, key=_position)


def _claims(ledger: Ledger, options: RunOptions) -> Iterator[Claim]:
    for outcome in ledger.outcomes():
        yield from (view.claim for view in choose_claims(outcome, options))


def _view(outcome: Outcome, options: RunOptions) -> DocumentView:
    return DocumentView(
        document=outcome.document,
        status=outcome.status,
        reason=outcome.reason,
        title=outcome.title,
        claims=tuple(choose_claims(outcome, options)),
        pages=outcome.pages,
        warnings=outcome.warnings,
        n_read=count_printed(outcome.text),
        n_dropped={REASONS[reason]: n for reason, n in outcome.n_dropped.items()},
        blank_pages=tuple(page.number for page in outcome.pages if not has_text(page)),
    )


def _file_entry(outcome: Outcome, options: RunOptions) -> FileEntry:
    return FileEntry(
        document=outcome.document,
        sha256=outcome.sha256,
        status=outcome.status,
        reason=outcome.reason,
        title=outcome.title,
        n_characters=len(outcome.text),
        n_read=count_printed(outcome.text),
        n_dropped=outcome.n_dropped,
        n_claims=len(choose_claims(outcome, options)),
        n_mentions=len(outcome.mentions),
        seconds=outcome.seconds,
        warnings=outcome.warnings,
        pages=tuple(PageEntry(p.number, p.n_read, p.n_dropped, has_text(p)) for p in outcome.pages),
    )


def _file_row(file: FileEntry) -> tuple[Value, ...]:
    """A row in the order of ``FILE_COLUMNS``."""
    return (
        file.document,
        file.status,
        file.reason,
        file.n_claims,
        len(file.pages) or None,
        file.n_read,
        sum(file.n_dropped.values()),
        "; ".join(file.warnings),
    )


def _find_twins(ledger: Ledger) -> Iterator[str]:
    """Notes on files of the same content, whose claims stand in the tables twice."""
    first: dict[str, str] = {}
    for outcome in ledger.outcomes():
        other = first.setdefault(outcome.sha256, outcome.document)
        if outcome.is_read and other != outcome.document:
            yield f"{outcome.document}: the same content as {other}; its claims are listed twice"


def _coverage(ledger: Ledger, options: RunOptions) -> Coverage:
    count = CoverageCount(options.config.ingest)
    for outcome in ledger.outcomes():
        count.add(outcome.document, outcome.text, outcome.n_dropped, outcome.pages)
    return count.total()


RESULT_NAMES = (
    "claims.jsonl", "claims.csv", "claims.xlsx", "mentions.csv", "report.html", "run.json",
)  # fmt: skip
"""The files that ``write_results`` writes."""


def write_results(ledger: Ledger, out_dir: Path, account: RunAccount) -> RunSummary:
    """Write the tables, the report and run.json from what the ledger holds.

    Every file appears whole or stays as it was. Rows are in the order of document, then
    of the place of the first evidence.
    """
    options = account.options
    n_claims = WRITERS["jsonl"](_claims(ledger, options), out_dir / "claims.jsonl")
    WRITERS["csv"](_claims(ledger, options), out_dir / "claims.csv", explode=options.explode)
    write_claims_xlsx(
        _claims(ledger, options),
        out_dir / "claims.xlsx",
        explode=options.explode,
        files=(_file_row(_file_entry(outcome, options)) for outcome in ledger.outcomes()),
    )
    mentions = (row for outcome in ledger.outcomes() for row in outcome.mentions)
    n_mentions = write_mentions_csv(mentions, out_dir / "mentions.csv")
    notes = (*account.notes, *_find_twins(ledger))
    write_report(
        (_view(outcome, options) for outcome in ledger.outcomes()),
        out_dir / "report.html",
        max_claims=options.config.export.report_claims,
        notes=tuple(group_notes(notes)),
        made_by=f"exominer {account.versions['exominer']}",
    )
    files = [_file_entry(outcome, options) for outcome in ledger.outcomes()]
    summary = RunSummary(
        documents=dict(sorted(Counter(file.status for file in files).items())),
        n_claims=n_claims,
        n_mentions=n_mentions,
        n_resumed=account.n_resumed,
        failures=tuple(
            Failure(file.document, file.status, file.reason) for file in files if not file.is_read
        ),
        notes=notes,
        coverage=_coverage(ledger, options),
    )
    _write_account(out_dir / "run.json", account, summary, files)
    return summary


def _write_account(
    path: Path, account: RunAccount, summary: RunSummary, files: list[FileEntry]
) -> None:
    finished = datetime.now(UTC).isoformat(timespec="seconds")
    content = {
        **msgspec.structs.asdict(msgspec.structs.replace(account, finished=finished)),
        "counts": {
            "documents": summary.documents,
            "claims": summary.n_claims,
            "mentions": summary.n_mentions,
        },
        "coverage": {"n_read": summary.coverage.n_read, "n_dropped": summary.coverage.n_dropped},
        "notes": summary.notes,
        "documents": files,
    }
    with replacing(path) as part:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(content, enc_hook=str), indent=2))
