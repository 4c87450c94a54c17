"""What install writes, looked at below a folder; with real users in tests/installed."""

import json
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from article16.cli import machine_doctor
from article16.cli.installing import files, units
from article16.cli.installing.layout import Asked, Certificate, Layout, NotPossible, check
from article16.cli.machine_doctor import certificate, encrypted

HOSTS = {"casework": "casework.example.org", "support": "support.example.org"}
CLI = "article16.cli"


def installed(house, *words: str):
    return house.run(CLI, "install", "--root", str(house.folder / "m"), *words)


def below(house, path: str) -> Path:
    return house.folder / "m" / path


def test_looking_first_changes_nothing(house):
    done = installed(house, "--casework", HOSTS["casework"], "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "article16-casework-sender.service is written." in done.stdout
    assert "Nothing was changed." in done.stdout
    assert not (house.folder / "m").exists()


def test_a_service_alone_has_only_its_own_and_uninstall_leaves_what_people_entered(house):
    """Support on a machine of another organisation: its inbox answers behind the web server, to one address."""
    done = installed(house, "--support", HOSTS["support"], "--inbox-from", "192.0.2.7", "--continuous")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in below(house, "etc/systemd/system").iterdir()}
    assert not any("casework" in name or "pin" in name for name in names)
    assert not below(house, "var/lib/article16/casework").exists()
    environment = below(house, "etc/article16/support.env").read_text()
    assert f"ARTICLE16_SUPPORT_INBOX_ADDRESS=https://{HOSTS['support']}/inbox\n" in environment
    caddy = below(house, "etc/article16/Caddyfile").read_text()
    assert "not remote_ip 192.0.2.7" in caddy
    assert "reverse_proxy /inbox 127.0.0.1:1618" in caddy
    assert "admin off" in caddy
    target = below(house, "etc/systemd/system/article16-support.target").read_text()
    assert "support-backup-continuous.service" in target
    entered = below(house, "var/lib/article16/support/support.sqlite3")
    entered.write_text("hers")
    own = below(house, "etc/article16/support.local.env")
    own.write_text("ARTICLE16_SUPPORT_MAIL_HOST=mail.example.org\n")
    gone = house.run(CLI, "uninstall", "--root", str(house.folder / "m"))
    assert gone.returncode == 0, gone.stderr
    assert str(entered.parent) in gone.stdout
    assert not list(below(house, "etc/systemd/system").iterdir())
    # What was asked for is known the next time, and what people wrote is never written over.
    again = installed(house)
    assert again.returncode == 0, again.stderr
    assert (entered.read_text(), own.read_text()) == ("hers", "ARTICLE16_SUPPORT_MAIL_HOST=mail.example.org\n")
    assert installed(house).stdout.splitlines()[-1] == "Nothing had to be changed."


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked({}), "Say which service this machine is for"),
        (Asked({"casework": "Casework"}), "Write a host name in small letters"),
        (Asked({"casework": "one.example.org", "support": "one.example.org"}), "Take two names"),
        (Asked(HOSTS, {"casework": Certificate("/nowhere", "/nowhere")}), "is not a file"),
        (Asked({"casework": HOSTS["casework"]}, {"support": Certificate("/", "/")}), "not for"),
        (Asked({"casework": HOSTS["casework"]}, pages="notes.example.org"), "Leave --pages out"),
        (Asked(HOSTS, pages=HOSTS["support"]), "a host name of their own"),
        (Asked(HOSTS, pages="frauenhaus.example.org"), "has “frau” in it"),
    ],
)
def test_what_cannot_be_installed_is_answered_with_what_to_write(asked, sentence):
    with pytest.raises(NotPossible, match=sentence):
        check(asked)


@pytest.mark.parametrize("hosts", [HOSTS, {"casework": HOSTS["casework"]}, {"support": HOSTS["support"]}])
def test_systemd_understands_every_unit_and_each_is_boxed_in(tmp_path, hosts):
    layout = Layout(tmp_path, Asked(hosts, continuous=True))
    texts = dict(units.units(layout))
    for name, text in texts.items():
        (tmp_path / name).write_text(text.replace("/usr/bin/caddy", "/usr/bin/env"))
    for one in units.processes(layout):
        lines = texts[one.unit].splitlines()
        assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "MemorySwapMax=0"} <= set(lines)
        assert {"LimitCORE=0", "UMask=0077", "MemoryDenyWriteExecute=yes", "CapabilityBoundingSet="} <= set(lines)
        written = next(line for line in lines if line.startswith("ReadWritePaths=")).partition("=")[2].split()
        other = {"casework": "support", "support": "casework", "inbox": "casework"}[one.part]
        assert not any(Path(path).is_relative_to(layout.folder(other)) for path in written)
        # What needs nobody outside can reach nobody outside.
        assert one.outside or "IPAddressDeny=any" in lines
    # What waits for a key stops with casework: a restored key must not begin it before it is restored itself.
    assert not layout.both or "PartOf=article16-casework.target" in texts["article16-pin.path"]
    if shutil.which("systemd-analyze"):
        paths = [str(tmp_path / name) for name in texts]
        done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_secrets_are_for_one_user_and_what_decides_is_roots():
    layout = Layout(Path("/"), Asked(HOSTS))
    for file in files.files(layout):
        assert file.owner == "root"
        if file.path.suffix == ".env":
            assert file.mode == 0o640
            assert file.group in {"article16-casework", "article16-support", "article16-inbox"}
    found = {folder.path: folder for folder in files.folders(layout)}
    for part in ("casework", "support"):
        assert found[layout.folder(part)].mode == 0o700
    assert found[layout.pin.parent].owner == "root"
    told = json.loads(files.state(layout))
    assert len({home["user"] for home in told["homes"].values()}) == 3


def test_certificates_of_ones_own_reach_the_web_server_and_nobody_else(tmp_path):
    for name in ("chain", "key"):
        (tmp_path / name).write_text("")
    layout = Layout(tmp_path, Asked(HOSTS, {"support": Certificate(str(tmp_path / "chain"), str(tmp_path / "key"))}))
    check(layout.asked)
    unit = dict(units.units(layout))["article16-front.service"]
    assert f"LoadCredential=support.key:{tmp_path / 'key'}" in unit
    assert "tls {$CREDENTIALS_DIRECTORY}/support.chain {$CREDENTIALS_DIRECTORY}/support.key" in files.caddyfile(layout)


def test_the_doctor_says_how_long_a_certificate_holds(tmp_path):
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    names = ["-subj", "/CN=casework.example.org", "-addext", "subjectAltName=DNS:casework.example.org"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "10"]
    subprocess.run([*made, *names, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    trust = ssl.create_default_context(cafile=str(chain))
    with served(chain, key) as port:
        assert "ends in 9 days" in certificate("casework.example.org", port, trust=trust).sentence
    with served(chain, key) as port:
        assert "Browsers refuse" in certificate("casework.example.org", port).sentence
    with served(chain, key) as port:
        assert "Hostname mismatch" in certificate("support.example.org", port, trust=trust).sentence
    assert "Nothing answers https" in certificate("casework.example.org", 1, trust=trust).sentence


def served(chain: Path, key: Path):
    """One TLS greeting, as a web server answers it."""
    import socket
    import threading
    from contextlib import contextmanager, suppress

    @contextmanager
    def one():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def greet() -> None:
                line, _ = listening.accept()
                with suppress(OSError), line, context.wrap_socket(line, server_side=True) as secured:
                    secured.recv(1)

            thread = threading.Thread(target=greet)
            thread.start()
            yield listening.getsockname()[1]
            thread.join()

    return one()


def test_the_doctor_knows_an_encrypted_disk_when_the_kernel_says_so(tmp_path):
    import os

    device = tmp_path.stat().st_dev
    block = tmp_path / f"{os.major(device)}:{os.minor(device)}"
    assert encrypted(tmp_path, blocks=tmp_path) is None
    (block / "dm").mkdir(parents=True)
    (block / "dm" / "uuid").write_text("LVM-abc")
    assert encrypted(tmp_path, blocks=tmp_path) is False
    below = block / "slaves" / "dm-0" / "dm"
    below.mkdir(parents=True)
    (below / "uuid").write_text("CRYPT-LUKS2-abc")
    assert encrypted(tmp_path, blocks=tmp_path) is True


def test_a_core_handed_to_an_unknown_program_needs_a_look(tmp_path):
    pattern = tmp_path / "core_pattern"
    for text, well in (("core", True), ("|/usr/lib/systemd/systemd-coredump %P", True), ("|/opt/collect %p", False)):
        pattern.write_text(text)
        assert machine_doctor._core(pattern).well is well
