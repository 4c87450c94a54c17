"""Machines with a network each: namespaces joined by one cable, with names and certificates that nobody else knows."""

import ctypes
import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADDRESSES = {"casework": "10.16.0.1", "support": "10.16.0.2"}
STRANGER = "10.16.0.9"  # a third machine on the cable
HOSTS = {"casework": "casework.example.org", "support": "support.example.org", "pages": "notes.example.org"}
AT = {HOSTS["casework"]: "casework", HOSTS["support"]: "support", HOSTS["pages"]: "support"}
CLONE_NEWNET = 0x40000000


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class Cable:
    """Two network namespaces, `a16-N-casework` and `a16-N-support`; inside, ports are as an installation sets them."""

    number: int
    authority: Path  # whom to trust

    def net(self, machine: str) -> str:
        return f"a16-{self.number}-{machine}"

    def certificate(self, host: str) -> tuple[str, str]:
        """Chain and key."""
        return str(self.authority.with_name(f"{host}.chain")), str(self.authority.with_name(f"{host}.key"))

    @contextmanager
    def inside(self, machine: str) -> Iterator[None]:
        """What this thread opens now, it opens on that machine."""
        kernel = ctypes.CDLL(None, use_errno=True)
        here, there = Path("/proc/thread-self/ns/net"), Path("/run/netns") / self.net(machine)
        with here.open() as own, there.open() as other:
            assert kernel.setns(other.fileno(), CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
            try:
                yield
            finally:
                assert kernel.setns(own.fileno(), CLONE_NEWNET) == 0

    def ask(
        self,
        url: str,
        *,
        method: str = "GET",
        cookie: str = "",
        source: str = "",
        host: str = "",
        body: bytes | None = None,
    ) -> Answer:
        """As a browser on casework's machine asks, believing this authority alone."""
        scheme, _, rest = url.partition("://")
        name, slash, path = rest.partition("/")
        with self.inside("casework"):
            line = socket.create_connection(
                (ADDRESSES[AT[name]], 443 if scheme == "https" else 80), 90, (source, 0) if source else None
            )
        if scheme == "https":
            trust = ssl.create_default_context(cafile=self.authority)
            line = trust.wrap_socket(line, server_hostname=name)
        asked = http.client.HTTPConnection(name)
        asked.sock = line
        try:
            headers = {"Host": host or name} | ({"Cookie": cookie} if cookie else {})
            asked.request(method, slash + path, headers=headers, body=body)
            answer = asked.getresponse()
            found = {key.lower(): value for key, value in answer.getheaders()}
            cookies = tuple(answer.headers.get_all("Set-Cookie") or ())
            return Answer(answer.status, found, cookies, answer.read().decode("utf-8", "replace"))
        finally:
            asked.close()


@contextmanager
def laid(folder: Path) -> Iterator[Cable]:
    """The cable, its two ends, the names in their hosts files, and an authority with a certificate for each host."""
    cable = Cable(os.getpid(), authority(folder))
    nets = [cable.net(machine) for machine in ADDRESSES]
    try:
        for net in nets:
            run("ip", "netns", "add", net)
            places = Path("/etc/netns") / net
            places.mkdir(parents=True)
            lines = [f"{ADDRESSES[machine]} {host}" for host, machine in AT.items()]
            (places / "hosts").write_text("\n".join(["127.0.0.1 localhost", *lines, ""]))
        ends = [f"a16c{cable.number}", f"a16s{cable.number}"]
        run("ip", "link", "add", ends[0], "netns", nets[0], "type", "veth", "peer", "name", ends[1], "netns", nets[1])
        for net, end, address in zip(nets, ends, ADDRESSES.values(), strict=True):
            run("ip", "-n", net, "address", "add", f"{address}/24", "dev", end)
            run("ip", "-n", net, "link", "set", end, "up")
            run("ip", "-n", net, "link", "set", "lo", "up")
        run("ip", "-n", nets[0], "address", "add", f"{STRANGER}/24", "dev", ends[0])
        yield cable
    finally:
        for net in nets:
            subprocess.run(["ip", "netns", "del", net], capture_output=True, check=False)
            (Path("/etc/netns") / net / "hosts").unlink(missing_ok=True)
            (Path("/etc/netns") / net).rmdir()


def authority(folder: Path) -> Path:
    """An authority, and a certificate for each host beside it, as `HOST.chain` and `HOST.key`."""
    folder.mkdir(mode=0o755)
    root = folder / "authority.pem"
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
    own = ["-keyout", str(folder / "authority.key"), "-out", str(root), "-subj", "/CN=Only for a test"]
    run("openssl", "req", "-x509", *new, *own)
    signing = ["-CA", str(root), "-CAkey", str(folder / "authority.key")]
    for host in AT:
        out = ["-keyout", str(folder / f"{host}.key"), "-out", str(folder / f"{host}.chain"), "-subj", f"/CN={host}"]
        more = ["-addext", f"subjectAltName=DNS:{host}", "-addext", "basicConstraints=critical,CA:FALSE"]
        run("openssl", "req", "-x509", *new, *signing, *out, *more)
    return root
