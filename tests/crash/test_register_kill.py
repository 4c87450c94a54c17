"""Kill -9 while registers are saved: every acknowledged register is there whole, once, with its record and messages."""

import os
import random
import re
import secrets
import signal
import threading
import time
from dataclasses import dataclass, field

from tests.crash.clerk import Answer, Browser, NoAnswer
from tests.crash.sites import Site, wait_until

KILLS = max(int(os.environ.get("ARTICLE16_CRASH_KILLS", "15")) // 3, 3)  # for each database
MEN = 12
MARKS = ("present", "absent")


@dataclass
class Facilitator:
    """Saves one register again and again, each time with other marks, until told to stop."""

    site: Site
    register: str
    stop: threading.Event
    saved: list[int] = field(default_factory=list)  # rounds that were acknowledged
    sent_again: int = 0
    wrong: list[str] = field(default_factory=list)
    browser: Browser | None = None

    def work(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            try:
                form = self._form(number)
            except NoAnswer:
                number -= 1
                time.sleep(0.05)
                continue
            self._save(number, form)

    def _form(self, number: int) -> dict[str, str]:
        if self.browser is None:
            browser = Browser(self.site.port, self.site.host)
            browser.enter("ana@demo.invalid")
            self.browser = browser
        page = self.browser.get(self.register)
        if page.status != 200:
            raise NoAnswer(f"{page.status}")
        form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        men = [name.removeprefix("shown-") for name in form if name.startswith("shown-")]
        form |= {f"mark-{man}": MARKS[number % 2] for man in men} | {f"note-{man}": f"round {number}" for man in men}
        return form | {"homework_due": "", "homework": "", "debrief": f"round {number}"}

    def _save(self, number: int, form: dict[str, str]) -> None:
        while not self.stop.is_set():
            try:
                done: Answer = self.browser.post(self.register, form)
            except NoAnswer:
                self.sent_again += 1
                time.sleep(0.05)
                continue
            if done.status == 302 and done.location == self.register:
                self.saved.append(number)
                return
            if done.status != 503:
                self.wrong.append(f"round {number}: {done.status} {done.location}")
                return
            time.sleep(0.05)


def test_no_acknowledged_register_is_lost_or_halved(site: Site) -> None:
    seed = os.environ.get("ARTICLE16_CRASH_SEED") or secrets.token_hex(4)
    site.set_up()
    filled = site.run("tests.browser.register_cast")
    assert filled.returncode == 0, filled.stderr
    before = messages(site)
    stop = threading.Event()
    clerk = Facilitator(site, filled.stdout, stop)
    site.start("article16.casework", "web")
    wait_until(lambda: healthy(site), seconds=60, why="casework answers")
    thread = threading.Thread(target=clerk.work)
    thread.start()
    kill(site, clerk, random.Random(seed))
    wait_until(lambda: len(clerk.saved) > KILLS, seconds=60, why="it goes on after the last kill")
    stop.set()
    thread.join()
    site.end()
    print(f"seed {seed}; {KILLS} kills, {len(clerk.saved)} registers acknowledged, {clerk.sent_again} sent again")
    assert clerk.wrong == []
    check(site, clerk, before)


def kill(site: Site, clerk: Facilitator, chance: random.Random) -> None:
    """Everything of the web server dies in the middle of its work, and is started again."""
    for _number in range(KILLS):
        had = len(clerk.saved)
        wait_until(lambda had=had: len(clerk.saved) > had, seconds=60, why="a register is saved between two kills")
        time.sleep(chance.random() * 0.4)
        for pid in site.processes():
            os.kill(pid, signal.SIGKILL)
        for process in site.started:
            process.wait(20)
        site.start("article16.casework", "web")
        wait_until(lambda: healthy(site), seconds=60, why="casework answers again")


def healthy(site: Site) -> bool:
    try:
        return Browser(site.port, site.host).get("/health").status == 200
    except NoAnswer:
        return False


def messages(site: Site) -> int:
    return site.database("casework").one("SELECT count(*) FROM outbox_outgoingmessage WHERE type = 'Course'")


def check(site: Site, clerk: Facilitator, before: int) -> None:
    casework = site.database("casework")
    rounds = casework.counts("SELECT note FROM groups_attendance")
    assert set(rounds.values()) == {MEN}, "no register is there in part, and none twice"
    assert {f"round {number}" for number in clerk.saved} <= set(rounds)
    chains = casework.one("SELECT count(*) FROM groups_attendance WHERE corrects_id IS NULL")
    assert chains == MEN, "each man has one chain of corrections"
    written = casework.one("SELECT count(*) FROM audit_entry WHERE what = 'save_register' AND verb = 'write'")
    assert written == len(rounds), "each register has its row in the record"
    debriefs = casework.one("SELECT count(*) FROM groups_debrief")
    assert debriefs == len(rounds)
    # The first tells of twelve men; each correction says what was wrong and what is right.
    assert messages(site) - before == MEN + 2 * MEN * (len(rounds) - 1)
    sequence = [row[0] for row in casework.rows("SELECT sequence FROM outbox_outgoingmessage ORDER BY id")]
    assert sequence == list(range(1, len(sequence) + 1)), "no number is lost or given twice"
    left = casework.one("SELECT count(*) FROM groups_session WHERE taken_at IS NOT NULL")
    assert left == 1
