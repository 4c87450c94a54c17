"""`article16 demo` from nothing, and what it starts."""

import os
import signal
import time
import urllib.request
from urllib.parse import urlsplit

from article16.cli.demo import MEN, told
from article16.cli.processes import in_use
from tests.cli.conftest import printed_by, wait_until


def get(origin: str, path: str) -> tuple[int, str]:
    parts = urlsplit(origin)
    request = urllib.request.Request(f"http://127.0.0.1:{parts.port}{path}", headers={"Host": parts.netloc})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.read().decode()


def senders(parent: int) -> list[str]:
    return [one for one in printed_by("pgrep", "-P", str(parent), "-f", "casework sender") if one]


def members(group: str) -> list[str]:
    """Processes of ours in this group; the shell that ends them stays a little longer."""
    return [one for one in printed_by("pgrep", "-g", group, "-f", "article16") if one]


def test_the_demonstration_starts_from_nothing_and_prints_one_sign_in_for_each_role(demo):
    house, process = demo
    said = []
    for line in process.stdout:
        said.append(line)
        if "choose a role" in line:
            break
    text = "".join(said)
    for role in ("Facilitator", "Intake worker", "Manager", "Administrator", "Auditor", "Support worker", "Lead"):
        assert role in text, text
    for service in ("CASEWORK", "SUPPORT"):
        origin = house.environment[f"ARTICLE16_{service}_ORIGIN"]
        assert origin in text
        assert get(origin, "/health") == (200, '{"status": "ok"}')
        assert "Nobody on this page exists." in get(origin, "/sign-in/")[1]
    # What three made-up years have to tell crosses in the first seconds.
    limit = time.monotonic() + 60
    while "All is well." not in (said := house.run("article16.cli", "doctor").stdout):
        assert time.monotonic() < limit, said
        time.sleep(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert [line for line in printed_by("ps", "-eo", "ppid,args") if line.split()[:1] == [str(process.pid)]] == []


def test_a_process_that_is_killed_is_started_again_and_none_outlives_a_keeper_that_is(demo):
    house, process = demo
    for line in process.stdout:
        if "choose a role" in line:
            break
    children = senders(process.pid)
    assert len(children) == 1
    os.kill(int(children[0]), signal.SIGKILL)
    limit = time.monotonic() + 20
    again = children
    while again in (children, []) and time.monotonic() < limit:
        time.sleep(0.2)
        again = senders(process.pid)
    assert len(again) == 1
    assert again != children
    # All are of one group, which ends when the keeper does, even so that it can do nothing more about it.
    group = printed_by("ps", "-o", "pgid=", "-p", again[0])[0].strip()
    assert len(members(group)) > 9
    process.kill()
    process.wait()
    ports = [urlsplit(house.environment[f"ARTICLE16_{one}_ORIGIN"]).port for one in ("CASEWORK", "SUPPORT")]
    wait_until(lambda: not (members(group) or any(map(in_use, ports))), patience=60)


def test_the_passphrase_that_unlocks_stands_below_the_sign_ins_of_support():
    person = {"role": "Lead", "email": "leyla@demo.invalid", "password": "p", "code_secret": "s"}
    lines = told({"http://support.localhost:1617": [person | {"passphrase": "made-up words"}]}).splitlines()
    assert "  passphrase that unlocks: made-up words" in lines
    assert not [line for line in told({"http://casework.localhost:1616": [person]}).splitlines() if "unlocks" in line]


def test_when_nobody_says_how_many_there_are_about_300_men():
    assert MEN == 300


def test_made_up_people_are_refused_outside_the_demonstration(house):
    house.prepared()
    done = house.service("casework", "demo-fill")
    assert done.returncode != 0
    assert "for the demonstration only" in done.stderr
