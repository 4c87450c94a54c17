"""Kill -9 at any moment loses no acknowledged write, and loses and doubles no message."""

import json
import os
import random
import secrets
import threading
from collections import Counter

from tests.crash.clerk import Browser, Clerk, NoAnswer, words
from tests.crash.killer import Killer
from tests.crash.sites import Site, wait_until
from tests.worlds import canary

KILLS = int(os.environ.get("ARTICLE16_CRASH_KILLS", "15"))  # for each database
CLERKS = 3
START = 300  # seconds; a loaded machine prepares slowly


def test_after_many_kills_everything_acknowledged_is_there_exactly_once(site: Site) -> None:
    seed = os.environ.get("ARTICLE16_CRASH_SEED") or secrets.token_hex(4)
    site.prepare()
    supervisor = site.start("article16.cli", "demo", "--men", "0")
    wait_until(lambda: healthy(site), seconds=START, why="the services answer")
    stop = threading.Event()
    clerks = [Clerk(site.port, site.host, f"Man {number}", stop) for number in range(CLERKS)]
    killer = Killer(supervisor.pid, KILLS, random.Random(seed), lambda: sum(len(clerk.saved) for clerk in clerks))
    work(clerks, killer, stop)
    print(
        f"seed {seed}; kills {dict(killer.done)}; {[(len(one.saved), one.again) for one in clerks]} saved, sent again"
    )
    wait_until(lambda: all_arrived(site), seconds=START, why="every message has arrived and every audit row is chained")
    assert supervisor.poll() is None, site.log()
    site.end()
    check_clerks(clerks)
    check_casework(site, clerks)
    check_support(site)
    check_opened(site)
    for service in ("casework", "support"):
        verdict = site.run(f"article16.{service}", "verify")
        assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert canary.found("CANARY-7f3a9c", [site.folder], rows=[site.database(one) for one in site.databases]) == []


def healthy(site: Site) -> bool:
    try:
        return Browser(site.port, site.host).get("/health").status == 200
    except NoAnswer:
        return False


def work(clerks: list[Clerk], killer: Killer, stop: threading.Event) -> None:
    threads = [threading.Thread(target=clerk.work) for clerk in clerks]
    for thread in threads:
        thread.start()
    killer.work()
    stop.set()
    for thread in threads:
        thread.join()


def all_arrived(site: Site) -> bool:
    casework, support = site.database("casework"), site.database("support")
    unsent = casework.one("SELECT count(*) FROM outbox_outgoingmessage WHERE sent_at IS NULL")
    unchained = casework.one("SELECT count(*) FROM audit_unchained")
    sent = casework.one("SELECT count(*) FROM outbox_outgoingmessage")
    return unsent == unchained == 0 and support.one("SELECT count(*) FROM inbox_receivedmessage") >= sent


def check_clerks(clerks: list[Clerk]) -> None:
    assert [clerk.wrong for clerk in clerks] == [[]] * len(clerks)
    assert all(clerk.saved for clerk in clerks), "each clerk got something done"


def check_casework(site: Site, clerks: list[Clerk]) -> None:
    casework = site.database("casework")
    men = dict(casework.rows("SELECT name, id FROM clients_client"))
    acknowledged = {name: address.split("/")[2] for clerk in clerks for name, address in clerk.saved.items()}
    assert {name: plain(men.get(name)) for name in acknowledged} == {
        name: plain(pk) for name, pk in acknowledged.items()
    }
    assert set(men) <= {name for clerk in clerks for name in clerk.asked}
    ids = casework.counts("SELECT id FROM clients_client")
    assert set(ids.values()) == {1}
    assert casework.one("SELECT count(*) FROM clients_client") == len(men), "no man stands there twice"
    assert casework.counts("SELECT client_id FROM clients_episode") == ids
    opened = (
        "SELECT s.object_id FROM audit_subject s JOIN audit_entry e ON e.id = s.entry_id WHERE e.what = 'open_client'"
    )
    assert casework.counts(opened) == ids, "each man has his audit row, once"
    codes = sorted(row[0] for row in casework.rows("SELECT code FROM clients_client"))
    assert codes == sorted(f"C-{number:03d}" for number in range(1, len(men) + 1)), "no code is lost or given twice"
    sequence = [row[0] for row in casework.rows("SELECT sequence FROM outbox_outgoingmessage ORDER BY id")]
    assert sequence == list(range(1, len(sequence) + 1)), "no number is lost or given twice"
    kinds = casework.counts("SELECT type FROM outbox_outgoingmessage WHERE type <> 'Alert'")  # the hourly test warning
    study = kinds.pop("StudyRecord", 0)  # a round of its own tells them: of a man who is referred, two
    assert study <= 2 * len(men), "no study record is told twice"
    assert kinds == {"Opened": len(men), "PartnerDetails": len(men)}


def check_support(site: Site) -> None:
    sent = site.database("casework").messages("outbox_outgoingmessage")
    support = site.database("support")
    came = support.rows("SELECT epoch, sequence FROM inbox_receivedmessage")
    assert len(came) == len(sent)
    assert {(epoch, number) for epoch, number in came} == sent
    assert support.one("SELECT count(*) FROM inbox_receivedmessage WHERE set_aside <> ''") == 0


WHOLE = {"Opened", "PartnerDetails"}  # of each man one; warnings and study records come by rounds of their own


def check_opened(site: Site) -> None:
    """What her service reads about each man is what the clerk typed about him."""
    rows = site.database("casework").rows("SELECT mailbox, name FROM clients_client")
    names = {plain(mailbox): name for mailbox, name in rows}
    opened = site.run("tests.crash.opening")
    assert opened.returncode == 0, opened.stderr
    told = Counter(found for line in opened.stdout.splitlines() if (found := tuple(json.loads(line)))[0] in WHOLE)
    boxes = {("PartnerDetails", mailbox, words(name)): 1 for mailbox, name in names.items()}
    assert told == Counter(boxes | {("Opened", mailbox, ""): 1 for mailbox in names})


def plain(value: object) -> str:
    return str(value).replace("-", "")
