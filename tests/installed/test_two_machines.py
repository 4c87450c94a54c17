"""Two organisations, a machine each, a web server before each, as docs/how-to/install.md says: what crosses, what does not."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from article16.common.middleware import HEADERS
from tests.installed.conftest import CEREMONY, Machine, Program, rows, wait_until
from tests.installed.network import ADDRESSES, HOSTS, STRANGER, Cable, laid

SUPPORT = ("support-inbox", "support-web", "support-tick", "front")
CASEWORK = ("casework-web", "casework-sender", "front")


@dataclass(frozen=True)
class Two:
    casework: Machine
    support: Machine
    cable: Cable

    def on_the_desk(self) -> Counter[str]:
        """Warnings by kind and how grave they are; the hourly test is left out."""
        database = self.support.layout.folder("support") / "support.sqlite3"
        found = rows(database, "SELECT kind, severity FROM alerts_alert WHERE kind <> 'test'")
        return Counter(f"{kind} {severity}" for kind, severity in found)

    def he_speaks_of(self, concern: str, seriousness: str) -> None:
        done = self.casework.run("casework-tick", NOTE, concern, seriousness)
        assert done.returncode == 0, done.stderr

    def waiting(self) -> int:
        database = self.casework.layout.folder("casework") / "casework.sqlite3"
        return rows(database, "SELECT count(*) FROM outbox_outgoingmessage WHERE sent_at IS NULL")[0][0]

    def said(self) -> str:
        return self.casework.said() + self.support.said()

    def all_on_the_desk(self, *wanted: str) -> None:
        wait_until(lambda: self.on_the_desk() >= Counter(wanted) and not self.waiting(), said=self.said)
        assert self.on_the_desk() == Counter(wanted)


@pytest.fixture(scope="module")
def two(folder: Path, program: Program) -> Iterator[Two]:
    if not Path("/usr/bin/caddy").exists():
        pytest.skip("the web server before the services is Debian's: apt install caddy")
    with laid(folder / "authority") as cable:
        casework = Machine(folder / "c", program, cable.net("casework"))
        support = Machine(folder / "s", program, cable.net("support"))
        try:
            support_is_installed(support, cable)
            casework_is_installed(casework, support, cable)
            yield Two(casework, support, cable)
        finally:
            casework.end()
            support.end()


def done(finished) -> str:
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def certified(cable: Cable, *names: str) -> list[str]:
    """The words of install for certificates of one's own."""
    found: list[str] = []
    for name in names:
        chain, key = cable.certificate(HOSTS[name])
        found += [f"--{name}", HOSTS[name], f"--{name}-certificate", chain, f"--{name}-key", key]
    return found


def support_is_installed(support: Machine, cable: Cable) -> None:
    words = ["--root", str(support.root), *certified(cable, "support", "pages"), "--inbox-from", ADDRESSES["casework"]]
    done(support.cli("install", *words))
    done(support.run("support-prepare"))
    for name in SUPPORT:
        support.start(name)
    done(support.run("support-tick", CEREMONY))


def casework_is_installed(casework: Machine, support: Machine, cable: Cable) -> None:
    done(casework.cli("install", "--root", str(casework.root), *certified(cable, "casework")))
    with casework.layout.environment("casework")[1].open("a") as local:
        local.write(f"SSL_CERT_FILE={cable.authority}\n")
    brought = casework.root / "support.json"
    shutil.copy(support.layout.published, brought)
    assert "Ring the women's service" in done(casework.cli("take-pin", str(brought)))
    done(casework.run("casework-prepare"))
    for name in CASEWORK:
        casework.start(name)
    carried = support.root / "casework.json"
    carried.write_text(done(casework.cli("pairing", "--file")))
    done(support.cli("take-sender", str(carried)))
    # Each reads its own half aloud, and the other finds it, once support's tick has seen the file.
    own = fingerprints(done(casework.cli("pairing")))
    assert len(own) == 2
    wait_until(lambda: fingerprints(done(support.cli("pairing"))) == own, said=support.said)
    done(casework.run("casework-tick", FIRST))


def fingerprints(said: str) -> set[str]:
    return set(re.findall(r"(?:[0-9a-f]{4} ){15}[0-9a-f]{4}", said))


def test_warnings_cross_and_none_is_lost_while_the_other_side_is_down(two: Two):
    two.he_speaks_of("threat", "highest")
    two.all_on_the_desk("threat highest")
    # The inbox dies in the midst of its work, then the whole machine is down.
    two.support.latest["support-inbox"].kill()
    two.he_speaks_of("move", "high")
    two.support.end()
    two.support.running.clear()
    two.he_speaks_of("separation", "ordinary")
    assert two.waiting() >= 2
    for name in SUPPORT:
        two.support.start(name)
    two.all_on_the_desk("threat highest", "move high", "separation ordinary")
    # Sent once more, whatever has arrived is taken for what it is.
    assert "are handed over again" in done(two.casework.cli("send-again", "2026-01-01T00:00:00+00:00"))
    two.all_on_the_desk("threat highest", "move high", "separation ordinary")
    aside = "SELECT count(*) FROM inbox_receivedmessage WHERE set_aside <> ''"
    assert rows(two.support.layout.folder("support") / "support.sqlite3", aside) == [(0,)]


def test_each_host_answers_by_https_alone_with_every_header_and_cookies_of_its_own(two: Two):
    cookies = {}
    for service in ("casework", "support"):
        page = two.cable.ask(f"https://{HOSTS[service]}/sign-in/")
        assert page.status == 200
        assert {name: page.headers.get(name.lower()) for name in HEADERS} == HEADERS
        assert "server" not in page.headers
        assert page.headers["cache-control"] == "no-store"
        assert all(one.startswith(f"__Host-{service}-") and "Secure" in one for one in page.cookies)
        cookies[service] = "; ".join(one.split(";")[0] for one in page.cookies)
        moved = two.cable.ask(f"http://{HOSTS[service]}/sign-in/")
        assert (moved.status, moved.headers["location"]) == (308, f"https://{HOSTS[service]}/sign-in/")
    # Neither answers under the other's name, whatever a browser sends.
    other = two.cable.ask(f"https://{HOSTS['casework']}/sign-in/", host=HOSTS["support"], cookie=cookies["support"])
    assert "__Host-support" not in "".join(other.cookies)
    assert (other.status, other.body) in ((200, ""), (421, ""), (400, other.body))


def test_her_pages_have_a_host_of_their_own_that_says_nothing(two: Two):
    page = two.cable.ask(f"https://{HOSTS['pages']}/")
    assert (page.status, page.cookies) == (404, ())
    assert "server" not in page.headers
    for word in ("Article 16", "support", "article16"):
        assert word not in page.body + json.dumps(page.headers)
    assert two.cable.ask(f"https://{HOSTS['pages']}/sign-in/").status == 404


def test_the_way_in_is_open_to_the_other_machine_alone(two: Two):
    way = f"https://{HOSTS['support']}/inbox"
    assert two.cable.ask(way, method="POST", body=b"x", source=ADDRESSES["casework"]).status == 400
    assert two.cable.ask(way, method="POST", body=b"x", source=STRANGER).status == 404
    assert two.cable.ask(f"https://{HOSTS['pages']}/inbox", method="POST", body=b"x").status == 404


def test_what_the_web_server_writes_down_names_no_page(two: Two):
    web, front = two.support.latest["support-web"], two.support.latest["front"]
    web.terminate()
    web.wait()
    assert two.cable.ask(f"https://{HOSTS['pages']}/a-secret-way-in/").status == 502
    two.support.start("support-web")
    front.terminate()
    _, said = front.communicate(timeout=20)
    assert "serving initial configuration" in said
    assert "secret-way-in" not in said
    assert STRANGER not in said
    two.support.running.remove(front)
    two.support.start("front")
    wait_until(lambda: answers(two.cable, HOSTS["pages"]), said=two.said)


def answers(cable: Cable, host: str) -> bool:
    with suppress(OSError):
        return cable.ask(f"https://{host}/").status == 404
    return False


def test_the_doctor_sees_the_certificates_and_that_nothing_was_set_aside(two: Two):
    said = two.support.cli("doctor", SSL_CERT_FILE=str(two.cable.authority)).stdout
    for name in ("support", "pages"):
        assert f"The certificate of {HOSTS[name]} holds for 29 days." in said
    assert re.search(r"ok   \d+ messages have come; none is missing\.", said), said


FIRST = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django; django.setup()
from django.utils import timezone
from article16.casework.clients import actions
from article16.common.accounts.models import Programme, Staff
at = timezone.now()
place = Programme.objects.create(code="graz", name="Graz", created_at=at).pk
Staff.objects.create(email="ana@example.org", name="Ana Ferreira", created_at=at)
referred = actions.Referred("Lukas Brandner", None, place)
actions.open_client(referred=referred, by="", at=at, on=timezone.localdate(at))
"""
NOTE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django; django.setup()
from django.utils import timezone
from article16.casework.clients.models import Episode
from article16.casework.records.models import Note
from article16.casework.rules import actions
from article16.common.accounts.models import Staff
at = timezone.now()
Note.objects.create(
    episode=Episode.objects.get(), on=timezone.localdate(at), kind="fact", channel="meeting", with_whom="him",
    words="He said so.", concern=sys.argv[1], seriousness=sys.argv[2], written_at=at, written_by=Staff.objects.get(),
)
actions.evaluate(at=at)
"""
