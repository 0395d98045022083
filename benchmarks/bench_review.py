"""How long the review page takes to answer over a run of many claims.

Usage: python benchmarks/bench_review.py [--claims N] [--papers N] [--repeats N] [--seed N]
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from msgspec import structs

from exominer.assemble.evidence import Places
from exominer.export.rows import MentionRow
from exominer.records import CargoItem, CellItem, Document, Effect, Sentence
from exominer.review.corrections import Draft, build_claim
from exominer.run.ledger import open_ledger
from exominer.run.outcome import Outcome

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--window-size=1366,768"
).split()
CELLS = "A549 HeLa MCF7 U87 HUVEC HaCaT BEAS-2B SH-SY5Y".split()
PROCESSES = "migration invasion proliferation apoptosis autophagy angiogenesis senescence".split()
VERBS = {"raised": "increase", "slowed": "decrease", "altered": "none"}
FILLER = (
    "The cells were kept in serum-free medium for two days before the vesicles were collected, "
    "and particle numbers were taken from three preparations of each condition. "
)


def write_paper(name, n_claims, chance):
    """A paper of paragraphs, each with a claim, some mentions and sentences without any."""
    text, sentences, mentions, drafts = "", [], [], []
    for number in range(n_claims):
        cargo, donor = f"miR-{chance.randint(1, 999)}", chance.choice(CELLS)
        verb, process = chance.choice(list(VERBS)), chance.choice(PROCESSES)
        told = f"Exosomal {cargo} of {donor} cells {verb} {process} {number}. "
        for sentence in (FILLER, told, FILLER * 2):
            sentences.append(Sentence(len(text), len(text) + len(sentence) - 1))
            if sentence is told:
                for words, kind in (
                    (cargo, "mirna"),
                    (donor, "cell_line"),
                    (process, "effect_process"),
                ):
                    start = len(text) + told.index(words)
                    mentions.append(
                        MentionRow(
                            name,
                            f"T{start}",
                            kind,
                            start,
                            start + len(words),
                            words,
                            "",
                            "",
                            1.0,
                            "run",
                            "",
                        )
                    )
            text += sentence
        text += "\n\n"
        drafts.append(
            Draft(
                cargo=(CargoItem(cargo, "miRNA"),),
                donor_cell=(CellItem(donor),),
                effect=Effect(f"{verb} {process} {number}", process, VERBS[verb]),
            )
        )  # fmt: skip
    document = Document(name, f"sha {name}", "text", text, name, sentences=tuple(sentences))
    places = Places(document)
    claims = tuple(
        structs.replace(
            build_claim(places, draft, (), near=0).claim, score=round(chance.random(), 4)
        )
        for draft in drafts
    )
    return Outcome(
        document=name, sha256=document.sha256, fingerprint="f", status="ok", text=text, title=name,
        claims=claims, highlights=((),) * len(claims), mentions=tuple(mentions),
        layers=structs.replace(document, text=""),
    )  # fmt: skip


class Client:
    """A program at the page's interface."""

    def __init__(self, address):
        self.base, self.token = re.fullmatch(r"(http://[^/]+)/\?token=(\S+)", address).groups()

    def ask(self, path, body=None):
        request = urllib.request.Request(
            f"{self.base}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Exominer-Token": self.token},
        )
        with urllib.request.urlopen(request) as answer:
            return answer.read()


def report(name, milliseconds):
    """A row of the table: how many, median, 95th percentile."""
    ordered = sorted(milliseconds)
    last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(
        f"| {name} | {len(ordered)} | {statistics.median(ordered):.0f} | {last:.0f} |", flush=True
    )


def time_requests(client, ids, repeats, chance):
    """Milliseconds of each kind of request, at claims drawn anew each time."""

    def draw():
        return chance.choice(ids)

    middle = len(ids) // 2
    correction = {"action": "correct", "changes": {"polarity": "speculative", "cue": "of"}}
    kinds = {
        "list, least sure first": lambda: client.ask("/api/claims?show=open&limit=60"),
        "list, teaches most": lambda: client.ask("/api/claims?sort=teaches&limit=60"),
        "list, far down": lambda: client.ask(f"/api/claims?sort=paper&limit=60&offset={middle}"),
        "search, two words": lambda: client.ask("/api/claims?show=all&limit=60&q=senescence+HeLa"),
        "claim with its paragraph": lambda: client.ask(f"/api/claims/{draw()}"),
        "accept": lambda: client.ask(f"/api/claims/{draw()}/decision", {"action": "accept"}),
        "undo": lambda: client.ask("/api/undo", {}),
        "correct": lambda: client.ask(f"/api/claims/{draw()}/decision", correction),
    }  # fmt: skip
    for name, ask in kinds.items():
        taken = []
        for _ in range(repeats):
            started = time.perf_counter()
            ask()
            taken.append(1000 * (time.perf_counter() - started))
        report(name, taken)


WATCH = """
const [selector, key, done] = arguments;
const started = performance.now();
const before = document.querySelector("#list [aria-selected=true]").dataset.claim;
const seen = new MutationObserver(() => {
  const row = document.querySelector("#list [aria-selected=true]");
  const effect = document.querySelector("#cells [name=effect]");
  if (!row || row.dataset.claim === before || !effect) return;
  seen.disconnect();
  requestAnimationFrame(() => done(performance.now() - started));
});
seen.observe(document.getElementById("cells"), { childList: true });
if (key) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
else document.querySelector(selector).click();
"""


def time_clicks(address, repeats):
    """Milliseconds from a click to the next claim on the screen, in headless Chromium."""
    if not (CHROMIUM.exists() and DRIVER.exists()):
        print("| clicks in a browser: no Chromium here | | | |")
        return
    from selenium import webdriver  # noqa: PLC0415 - only where there is a browser
    from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
        try:
            driver.get(address)
            WebDriverWait(driver, 30).until(
                lambda d: d.execute_script("return document.body.dataset.ready")
            )
            selector = "#list [aria-selected=true] + .row"
            for name, arguments in {
                "browser: click on a claim": (selector, ""),
                "browser: j, next claim": ("", "j"),
                "browser: a, accept and next": ("", "a"),
            }.items():
                report(
                    name, [driver.execute_async_script(WATCH, *arguments) for _ in range(repeats)]
                )
        finally:
            driver.quit()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        ids = []
        with open_ledger(Path(folder, "run.sqlite")) as ledger:
            for number in range(asked.papers):
                paper = write_paper(f"{number:04}.txt", asked.claims // asked.papers, chance)
                ids += [claim.claim_id for claim in paper.claims]
                ledger.save(paper)
        started = time.perf_counter()
        command = [sys.executable, "-c", "from exominer.cli import main; main()", "review", folder]
        server = subprocess.Popen(
            [*command, "--reviewer", "bench"], stdout=subprocess.PIPE, text=True
        )
        try:
            address = re.search(r"http://\S+", server.stdout.readline())[0]
            seconds = time.perf_counter() - started
            print(f"{len(ids)} claims, {asked.papers} papers; served after {seconds:.1f} s\n")
            print("| what | times | median ms | 95 % below ms |\n| --- | ---: | ---: | ---: |")
            time_requests(Client(address), ids, asked.repeats, chance)
            time_clicks(address, asked.repeats)
        finally:
            server.kill()
            server.wait()


if __name__ == "__main__":
    main()
