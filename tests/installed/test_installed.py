"""An installed machine: two users and a third for the inbox, outside training mode, and what each cannot do."""

import shutil
import subprocess
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import SimpleNamespace

import pytest

from article16.cli.installing.layout import USERS
from tests.installed.conftest import HOSTS, Machine, rows, wait_until

READING = """
import os, sys
for path in sys.argv[1:]:
    try:
        os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1)
    except PermissionError:
        continue
    print(path)
"""


def opened(machine: Machine, unit: str, paths: list[Path]) -> list[str]:
    """Which of these the user of the unit, with its groups, can read."""
    done = machine.run(unit, READING, *(str(path) for path in paths))
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def of(machine: Machine, part: str) -> list[Path]:
    folder = machine.layout.folder(part)
    return [folder, *sorted(folder.rglob("*")), *machine.layout.environment(part)]


def test_a_message_crosses_from_one_user_to_the_other_outside_training_mode(serving: Machine):
    database = serving.layout.folder("support") / "support.sqlite3"
    # The hourly test warning, by the way that real ones go.
    wait_until(lambda: rows(database, "SELECT count(*) FROM inbox_receivedmessage") > [(0,)], said=serving.said)
    for service in HOSTS:
        status, _ = serving.get(service, "/sign-in/")
        assert status == 200
        done = serving.run(f"{service}-web", CHECKED, service)
        assert "Installed for real data." in done.stdout, done.stderr


CHECKED = """
import sys
from article16.common.service import main
sys.exit(main(sys.argv[1], ["check"]))
"""


@pytest.mark.parametrize("unit", ["casework-web", "casework-sender", "casework-tick"])
def test_caseworks_user_cannot_open_one_file_of_support(serving: Machine, unit: str):
    paths = [*of(serving, "support"), *of(serving, "inbox"), serving.layout.backup("support")]
    assert {"support.sqlite3", "secret-key", "inbox.sqlite3"} <= {path.name for path in paths}
    assert opened(serving, unit, paths) == []
    # The same question finds what it may read.
    assert opened(serving, unit, [serving.layout.pin]) == [str(serving.layout.pin)]


def test_supports_user_cannot_open_one_file_of_casework(serving: Machine):
    paths = of(serving, "casework")
    assert {"casework.sqlite3", "secret-key"} <= {path.name for path in paths}
    assert opened(serving, "support-web", paths) == []


INSERTING = """
import os, sqlite3
from article16.wall.inbox.slots import slot_at
slot = slot_at(os.environ["ARTICLE16_SUPPORT_INBOX_DATABASE"])
for statement in (
    "SELECT sealed FROM inbox_arrival",
    "DELETE FROM inbox_arrival",
    "UPDATE inbox_arrival SET sealed = ''",
    "DROP TABLE inbox_arrival",
    "ATTACH 'other' AS other",
):
    try:
        slot._connection.execute(statement)
        print(statement)
    except sqlite3.DatabaseError:
        pass
slot.insert([])
"""


def test_the_inboxs_user_can_only_insert(serving: Machine):
    everything = [*of(serving, "support"), *of(serving, "casework"), serving.layout.backup("support")]
    assert opened(serving, "support-inbox", everything) == []
    done = serving.run("support-inbox", INSERTING)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    slot = serving.layout.folder("inbox") / "inbox.sqlite3"
    assert slot.stat().st_mode & 0o777 == 0o660


def test_only_the_sender_and_the_watchdog_may_knock_at_the_inbox(serving: Machine):
    knock = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    door = str(serving.layout.run / "inbox.sock")
    for unit in ("casework-sender", "support-watchdog"):
        assert serving.run(unit, knock, door).returncode == 0
    for unit in ("casework-web", "support-web"):
        assert "PermissionError" in serving.run(unit, knock, door).stderr


WRITING = """
import os, sys
for path in sys.argv[1:]:
    try:
        open(path, "ab").close()
        print(path)
    except OSError:
        pass
    if os.access(os.path.dirname(path), os.W_OK):
        print(os.path.dirname(path))
"""


def test_what_casework_seals_to_and_what_says_that_it_is_installed_are_outside_its_reach(serving: Machine):
    layout = serving.layout
    paths = [layout.pin, layout.sender, layout.state, layout.published, *layout.environment("casework")]
    for unit in ("casework-web", "casework-tick"):
        assert serving.run(unit, WRITING, *map(str, paths)).stdout == ""
    for path in (layout.pin, layout.sender, layout.state):
        assert path.stat().st_uid == 0


def test_casework_never_receives_supports_cookie(serving: Machine):
    for service in HOSTS:
        _, cookies = serving.get(service, "/sign-in/")
        assert cookies
        for cookie in cookies:
            name, *attributes = [word.strip() for word in cookie.split(";")]
            assert name.startswith(f"__Host-{service}-")
            assert {"Path=/", "Secure"} <= set(attributes)
            assert not any(word.lower().startswith("domain") for word in attributes)
    # As a browser keeps them: what support set goes back to support's host alone.
    jar = CookieJar(DefaultCookiePolicy())
    jar.extract_cookies(answer(serving.get("support", "/sign-in/")[1]), asked("support"))
    assert len(jar) > 0
    sent = {service: asked(service) for service in HOSTS}
    for request in sent.values():
        jar.add_cookie_header(request)
    assert sent["support"].has_header("Cookie")
    assert not sent["casework"].has_header("Cookie")
    # And neither answers under the other's name.
    assert serving.get("casework", "/health", host=HOSTS["support"])[0] == 400


def asked(service: str):
    import urllib.request

    return urllib.request.Request(f"https://{HOSTS[service]}/")


def answer(cookies: list[str]):
    from email.message import Message

    headers = Message()
    for cookie in cookies:
        headers["Set-Cookie"] = cookie
    return SimpleNamespace(info=lambda: headers)


def test_no_process_leaves_a_core_dump_or_gains_rights(serving: Machine):
    living = [process for process in serving.running if process.poll() is None]
    assert len(living) == 6
    for process in living:
        for pid in [process.pid, *children(process.pid)]:
            limits = Path(f"/proc/{pid}/limits").read_text()
            core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
            assert core.split()[4:6] == ["0", "0"]
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            assert status["NoNewPrivs"] == "1"
            assert int(status["CapEff"], 16) == 0
            assert status["VmSwap"].split() == ["0", "kB"]
            assert "0" not in status["Uid"].split()


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if "python" in Path(f"/proc/{child}/comm").read_text()]


@pytest.mark.parametrize(
    ("spoil", "unit", "sentence"),
    [
        ("chmod 755 {support}", "casework-web", "casework can read {support}, which belongs to support"),
        ("chmod 666 {pin}", "casework-tick", "may change the pin {pin}"),
        ("chmod 777 {state}", "support-tick", "Others than root can change {state}"),
        ("chmod 644 {support_env}", "casework-sender", "which is for support only"),
        ("chmod 711 {casework}", "support-inbox", "inbox can read {casework}, which belongs to casework"),
        ("chmod 757 {casework}", "casework-tick", "Everybody can look into {casework}"),
    ],
)
def test_where_the_installation_does_not_hold_nothing_starts(serving: Machine, spoil: str, unit: str, sentence: str):
    layout = serving.layout
    names = {
        "support": layout.folder("support"),
        "casework": layout.folder("casework"),
        "pin": layout.pin,
        "state": layout.state,
        "support_env": layout.environment("support")[0],
    }
    command = spoil.format(**names).split()
    path = Path(command[-1])
    before = path.stat().st_mode & 0o7777
    subprocess.run(command, check=True)
    try:
        done = serving.run(unit)
    finally:
        path.chmod(before)
    assert done.returncode == 2, done.stdout
    assert sentence.format(**names) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_wrong_user_and_root_are_refused(serving: Machine):
    for user, sentence in ((USERS["support"], "runs as another user than"), ("root", "would run as root")):
        words = serving.unit("casework-tick")["ExecStart"][0].split()
        environment = {"ARTICLE16_INSTALLED": str(serving.layout.state), "PYTHONPATH": serving.program.path}
        environment |= {"ARTICLE16_DATA": f"/tmp/a16-{user}", "ARTICLE16_CASEWORK_ORIGIN": "https://c.example.org"}
        done = subprocess.run(
            words, env=environment, user=user, group=user, extra_groups=[], capture_output=True, text=True, check=False
        )
        shutil.rmtree(f"/tmp/a16-{user}")
        assert done.returncode == 2
        assert sentence in done.stderr


def test_swap_is_refused_where_nothing_bars_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from article16.common import installed

    monkeypatch.setattr(installed, "SWAPS", tmp_path / "swaps")
    monkeypatch.setattr(installed, "CGROUPS", tmp_path)
    installed.SWAPS.write_text("Filename Type\n/dev/vda2 partition\n")
    assert "has swap" in installed._swap()[0]
    own = next(line[4:] for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::/"))
    (tmp_path / own).mkdir(parents=True, exist_ok=True)
    (tmp_path / own / "memory.swap.max").write_text("0\n")
    assert installed._swap() == []
    installed.SWAPS.write_text("Filename Type\n")
    assert not installed.swap_is_on()


def test_an_installed_service_without_a_backup_is_told_so(serving: Machine):
    done = serving.run("support-web", CHECKED, "support")
    assert "LOOK There is no backup" in done.stdout


def test_a_backup_is_made_and_the_drill_brings_it_back_with_owners(serving: Machine):
    key = serving.root / "stick.key"
    done = serving.cli("backup-key", str(key))
    assert done.returncode == 0, done.stderr
    for service in HOSTS:
        done = serving.run(f"{service}-backup")
        assert done.returncode == 0, done.stderr
        file = Path(done.stdout.strip())
        assert file.parent == serving.layout.backup(service)
        assert file.owner() == USERS[service]
    # The last is support's: its inbox lies apart, and its pin must not come back with it.
    drill = serving.cli("restore-drill", str(file), "--key", str(key))
    assert drill.returncode == 0, drill.stderr
    assert "0 problems found" in drill.stdout
    assert "Back after" in drill.stdout
    refused = serving.cli("restore", str(file), "--key", str(key), "--reason", "a try")
    assert "systemctl stop article16-support.target" in refused.stderr


def test_the_doctor_asks_each_service_as_its_user_and_looks_at_the_machine(serving: Machine):
    done = serving.cli("doctor")
    assert "Traceback" not in done.stderr
    assert f"ok   It answers at https://{HOSTS['casework']}." in done.stdout
    for words in ("Casework seals to the key in", "the disk of", "https for", "systemd"):
        assert words.lower() in done.stdout.lower()
    # Whoever looks as root leaves no file of root's behind.
    for part, user in USERS.items():
        owners = {path.owner() for path in serving.layout.folder(part).rglob("*")}
        assert owners <= {user, USERS["support"] if part == "inbox" else user}


def test_a_second_run_changes_nothing_and_says_so(serving: Machine):
    serving.cli("install", "--root", str(serving.root))  # takes up what somebody changed in the source meanwhile
    before = snapshot(serving.layout.etc) | snapshot(serving.layout.units)
    done = serving.cli("install", "--root", str(serving.root))
    assert done.stdout.strip() == "Nothing had to be changed."
    assert snapshot(serving.layout.etc) | snapshot(serving.layout.units) == before


def snapshot(folder: Path) -> dict[Path, tuple]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_mode, path.owner()) for path in folder.rglob("*")}
