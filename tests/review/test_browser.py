"""The page in a real browser: what a person does with it, with the keyboard alone and without."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from exominer.records import Effect
from exominer.review.corrections import Draft
from tests.review.runs import make_outcome, write_run

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--window-size=1366,768"
).split()
OUTCOME = make_outcome()
TEXT = OUTCOME.text
CARRIED_ID, RAISED_ID, SLOWED_ID = (claim.claim_id for claim in OUTCOME.claims)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def serve():
    """Start the command on a folder; give the process and the address it prints."""
    started = []

    def start(run):
        process = subprocess.Popen(
            [sys.executable, "-c", "from exominer.cli import main; main()",
             "review", str(run), "--reviewer", "Ada"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        started.append(process)
        address = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", process.stdout.readline())
        return process, address[0]

    yield start
    for process in started:
        process.kill()
        process.communicate()


class Person:
    """Hands and eyes at the page."""

    def __init__(self, driver, address):
        self.driver = driver
        driver.get_log("browser")
        driver.get(address)
        self.wait(lambda: self.find("body").get_attribute("data-ready"))

    def wait(self, condition):
        """Wait for what is true on the page, which may redraw a thing while it is looked at."""
        patient = WebDriverWait(
            self.driver,
            10,
            poll_frequency=0.05,
            ignored_exceptions=[NoSuchElementException, StaleElementReferenceException],
        )
        return patient.until(lambda _: condition())

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, held, key):
        ActionChains(self.driver).key_down(held).send_keys(key).key_up(held).perform()

    def sees(self, selector, words):
        self.wait(lambda: words in self.find(selector).text)

    def chosen(self):
        return self.find("#list [aria-selected=true]").get_attribute("data-claim")

    def drag(self, first, last):
        """Select from the beginning of one piece of the paragraph to the end of another."""
        start, end = self.find(first), self.find(last)
        chain = ActionChains(self.driver)
        chain.move_to_element_with_offset(start, 1 - start.size["width"] // 2, 0).click_and_hold()
        chain.move_to_element_with_offset(end, end.size["width"] // 2, 0).release().perform()

    def value(self, name):
        return self.find(f"#cells [name={name}]").get_attribute("value")


@pytest.fixture
def open_page(chromium, serve, tmp_path):
    def start(*outcomes):
        run = write_run(tmp_path / "out", *outcomes)
        process, address = serve(run)
        return Person(chromium, address), run, process

    return start


def decisions(run):
    """What the file holds, read after the server is gone."""
    connection = sqlite3.connect(run / "run.sqlite")
    rows = connection.execute("SELECT who, action, claim_id, corrected FROM decisions").fetchall()
    connection.close()
    return [(who, action, claim_id, json.loads(made)) for who, action, claim_id, made in rows]


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_page_opens_on_the_least_sure_claim_without_an_error(open_page):
    person, _, _ = open_page()

    person.wait(lambda: person.chosen() == RAISED_ID)
    assert person.value("effect") == "raised the migration"
    assert person.find(".is-effect").text == "raised the"
    assert "token" not in person.driver.current_url
    assert person.driver.get_log("browser") == []


def test_keyboard_alone_accepts_rejects_and_undoes(open_page):
    person, run, process = open_page()

    person.press("a")
    person.sees("#counts", "1 of 3 decided")
    person.wait(lambda: person.chosen() == SLOWED_ID)
    person.press("j")
    person.wait(lambda: person.chosen() == CARRIED_ID)
    person.press("r")
    person.sees("#counts", "2 of 3 decided")
    person.press("u")
    person.sees("#counts", "1 of 3 decided")
    person.wait(lambda: person.chosen() == CARRIED_ID)

    kill(process)
    assert [(who, action, claim_id) for who, action, claim_id, _ in decisions(run)] == [
        ("Ada", "accept", RAISED_ID),
        ("Ada", "reject", CARRIED_ID),
        ("Ada", "undo", CARRIED_ID),
    ]


def test_keyboard_alone_corrects_a_cell(open_page):
    person, run, process = open_page()

    person.press("e", Keys.TAB)
    person.press("decrease")
    person.chord(Keys.CONTROL, Keys.ENTER)
    person.sees("#status", "Corrected.")

    kill(process)
    ((_, action, claim_id, corrected),) = decisions(run)
    assert (action, claim_id) == ("correct", RAISED_ID)
    assert corrected["effect"] == {
        "text": "raised the migration", "process": "migration", "direction": "decrease",
        "target": "", "pathway": "",
    }  # fmt: skip


def test_keyboard_alone_takes_the_words_of_a_cell_from_the_paragraph(open_page):
    person, run, process = open_page()

    person.press("e", Keys.F2)
    person.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    person.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    person.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    person.press(Keys.ENTER)
    assert person.value("effect") == "raised the migration of"
    person.chord(Keys.CONTROL, Keys.ENTER)
    person.sees("#status", "Corrected.")

    kill(process)
    ((_, _, _, corrected),) = decisions(run)
    assert corrected["effect"]["text"] == "raised the migration of"


def test_keyboard_alone_marks_a_missed_claim(open_page):
    person, run, process = open_page()
    person.press("j")
    person.wait(lambda: person.chosen() == SLOWED_ID)
    person.sees("#passages", "missed by the run")

    # From mention to mention: growth, EVs, U87, apoptosis; the last becomes the effect.
    person.press("s", *[Keys.ARROW_DOWN] * 4, "n")
    person.wait(lambda: person.value("effect") == "apoptosis")
    person.press(Keys.F2, Keys.ARROW_UP, "3")
    person.press(Keys.ESCAPE)
    person.chord(Keys.CONTROL, Keys.ENTER)
    person.sees("#status", "Added.")

    kill(process)
    ((_, action, _, corrected),) = decisions(run)
    assert action == "add"
    assert corrected["effect"]["text"] == "apoptosis"
    assert [cell["text"] for cell in corrected["donor_cell"]] == ["U87"]
    assert corrected["evidence"][0]["text"].startswith("This was missed")


def test_mouse_marks_a_missed_claim_by_selecting_text(open_page):
    person, run, process = open_page()
    person.press("j")
    person.wait(lambda: person.chosen() == SLOWED_ID)

    start = TEXT.index("U87 cells")
    person.drag(f"[data-start='{start}']", f"[data-start='{TEXT.index('apoptosis')}']")
    person.sees("#assign", "“U87 cells did not alter apoptosis” is")
    person.find("#assign button:last-child").click()
    person.wait(lambda: person.value("effect") == "U87 cells did not alter apoptosis")
    person.find("#save").click()
    person.sees("#status", "Added.")

    kill(process)
    ((_, action, _, corrected),) = decisions(run)
    assert (action, corrected["effect"]["text"]) == ("add", "U87 cells did not alter apoptosis")


def test_mouse_fills_the_cell_that_is_typed_into(open_page):
    person, _, _ = open_page()

    person.find("#cells [data-list=donor] .item:last-child .text").click()
    mention = person.find(f"[data-start='{TEXT.index('HUVEC')}']")
    ActionChains(person.driver).double_click(mention).perform()

    donors = person.driver.find_elements(By.CSS_SELECTOR, "#cells [data-list=donor] .text")
    assert [field.get_attribute("value") for field in donors] == ["A549", "HUVEC", ""]
    assert person.find(".is-donor.is-recipient").text == "HUVEC"


def test_offsets_count_characters_beyond_the_first_plane_once(open_page):
    marked = "𝑝 < 0.05 𝛼. {Exosomes|vesicle} slowed 𝛽 {growth|effect_process} here."
    draft = Draft(effect=Effect("slowed 𝛽 growth", direction="decrease"))
    outcome = make_outcome("a.txt", marked, (draft,), (0.5,))
    person, run, process = open_page(outcome)

    person.press("e", Keys.F2, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    person.press(Keys.ENTER)
    assert person.value("effect") == "growth"
    person.chord(Keys.CONTROL, Keys.ENTER)
    person.sees("#status", "Corrected.")

    kill(process)
    ((_, _, _, corrected),) = decisions(run)
    assert corrected["effect"]["text"] == "growth"


def test_killed_server_loses_nothing(open_page, serve, chromium):
    person, run, process = open_page()
    person.press("a")
    person.sees("#counts", "1 of 3 decided")
    kill(process)
    person.press("r")
    person.sees("#status", "The review has ended")

    _, address = serve(run)
    person = Person(chromium, address)

    person.sees("#counts", "1 of 3 decided")
    person.find("#show").send_keys("accepted")
    person.wait(lambda: person.chosen() == RAISED_ID)
    person.sees("#history", "Accepted by Ada")


def test_unsaved_cells_are_not_left_by_a_key_too_many(open_page):
    person, _, _ = open_page()

    person.press("e", "x", Keys.ESCAPE, "j")
    person.sees("#status", "The cells have changed")
    person.wait(lambda: person.chosen() == RAISED_ID)
    person.press("x", "j")
    person.wait(lambda: person.chosen() == SLOWED_ID)


def test_error_of_the_server_is_told_and_the_cells_stay(open_page):
    person, _, _ = open_page()

    person.press("e", "cured", Keys.ESCAPE)
    person.chord(Keys.CONTROL, Keys.ENTER)

    person.sees("#status", "'cured' does not stand in the text")
    assert person.value("effect") == "cured"


def test_text_of_a_paper_is_never_run(open_page):
    nasty = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    marked = f"{nasty} {{Exosomes|vesicle}} slowed {{growth|effect_process}} {nasty}."
    draft = Draft(effect=Effect(f"slowed growth {nasty}", nasty, target=nasty))
    outcome = make_outcome(f"{nasty.replace('/', '')}.txt", marked, (draft,), (0.5,))
    person, _, _ = open_page(outcome)

    person.sees("#passages", nasty)
    assert person.value("process") == nasty
    assert person.driver.execute_script("return window.hacked === undefined")
    assert not person.driver.find_elements(By.CSS_SELECTOR, "main img, main script")
    person.press("a")
    person.sees("#counts", "1 of 1 decided")
    assert person.driver.execute_script("return window.hacked === undefined")


def test_page_of_the_pdf_stands_beside_the_claim(open_page, tmp_path):
    quote = "{Exosomes|vesicle} of irradiated BHY and FaDu cells promoted the survival"
    draft = Draft(effect=Effect("promoted the survival"))
    outcome = make_outcome("review_two_column.pdf", quote, (draft,), (0.5,))
    (tmp_path / "out").mkdir()
    account = {"inputs": [str(ROOT / "corpora")]}
    (tmp_path / "out" / "run.json").write_text(json.dumps(account), encoding="utf-8")
    person, _, _ = open_page(outcome)

    person.sees("#page-name", "review_two_column.pdf, page 1 of 2")
    assert person.find(".sheet img").get_property("naturalWidth") == 1000
    person.press(".")
    person.sees("#page-name", "page 2 of 2")


def test_help_lists_the_keys_and_closes(open_page):
    person, _, _ = open_page()

    person.press("?")
    person.sees("#help-keys", "undo the last decision")
    person.press(Keys.ESCAPE)
    person.wait(lambda: not person.find("#help").is_displayed())
    assert person.driver.switch_to.active_element.get_attribute("id") == "list"


def test_a_long_list_has_only_the_rows_in_sight(open_page):
    names = [f"{number:03}.txt" for number in range(100)]
    person, _, _ = open_page(*(make_outcome(name) for name in names))

    person.sees("#counts", "0 of 300 decided")
    rows = person.driver.find_elements(By.CSS_SELECTOR, "#rows .row")
    assert 10 < len(rows) <= 60
    person.driver.execute_script("document.getElementById('list').scrollTop = 1e9")
    person.wait(lambda: person.driver.find_elements(By.ID, "row-299"))


def test_interruption_ends_the_server_with_one_line(serve, tmp_path):
    process, _ = serve(write_run(tmp_path / "out"))

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)

    assert process.returncode == 0
    assert (out.splitlines()[-1], err) == (f"Stopped. Decisions kept in {tmp_path}/out: 0.", "")
