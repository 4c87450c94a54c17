"""A certificate fetched as from Let's Encrypt: the Caddyfile as it is made, and an authority that asks back as that does."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.installed.conftest import Machine, Program, wait_until
from tests.installed.network import ADDRESSES, HOSTS, Cable, laid

NAME = "acme-v02.api.letsencrypt.org"  # whom Caddy asks where a host has no certificate of its own
# Let's Encrypt's own paths, answered by Caddy's: an order, a question over port 80 or 443 of the host, a certificate.
AUTHORITY = f"""\
{{
	admin off
	skip_install_trust
}}
{NAME} {{
	tls internal
	rewrite /directory /acme/local/directory
	acme_server
}}
"""


@pytest.fixture(scope="module")
def cable(folder: Path) -> Iterator[Cable]:
    if not Path("/usr/bin/caddy").exists():
        pytest.skip("the web server before the services is Debian's: apt install caddy")
    with laid(folder / "acme") as found:
        hosts = Path("/etc/netns") / found.net("casework") / "hosts"
        hosts.write_text(f"{hosts.read_text()}{ADDRESSES['support']} {NAME}\n")
        yield found


@contextmanager
def authority(folder: Path, cable: Cable) -> Iterator[Path]:
    """It runs on the other machine; whom to trust, as a file that everybody may read."""
    folder.mkdir(mode=0o755)
    (folder / "Caddyfile").write_text(AUTHORITY)
    root, trusted = (
        folder / "caddy" / "pki" / "authorities" / "local" / "root.crt",
        cable.authority.with_name("acme.pem"),
    )
    words = ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    place = ["env", f"XDG_DATA_HOME={folder}", f"XDG_CONFIG_HOME={folder}", f"HOME={folder}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["ip", "netns", "exec", cable.net("support"), *place, *words], stdout=log, stderr=log
        )
        try:
            wait_until(root.exists, said=(folder / "log").read_text)
            shutil.copyfile(root, trusted)
            trusted.chmod(0o644)
            yield trusted
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_a_host_without_a_certificate_of_its_own_gets_one_that_a_browser_takes(
    folder: Path, program: Program, cable: Cable
) -> None:
    """Nobody makes a certificate by hand: the unit as it is made, under its own user, fetches it and answers with it."""
    machine = Machine(folder / "fetches", program, cable.net("casework"))
    try:
        with authority(folder / "authority", cable) as trusted:
            done = machine.cli("install", "--root", str(machine.root), "--casework", HOSTS["casework"])
            assert done.returncode == 0, done.stderr
            machine.start("front", SSL_CERT_FILE=str(trusted))
            wait_until(lambda: _answers(cable, trusted), said=machine.said)
    finally:
        machine.end()


def _answers(cable: Cable, trusted: Path) -> bool:
    """Whether a browser that trusts this authority and no other is answered by the host of that name."""
    try:
        with cable.inside("casework"):
            line = socket.create_connection((ADDRESSES["casework"], 443), 5)
        context = ssl.create_default_context(cafile=trusted)
        with context.wrap_socket(line, server_hostname=HOSTS["casework"]) as sealed:
            names = [one[1] for one in sealed.getpeercert().get("subjectAltName", ())]
            return names == [HOSTS["casework"]]
    except OSError:
        return False
