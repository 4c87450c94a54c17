"""What belongs where on an installed machine: users, folders, ports. One place that everything else asks."""

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from article16.common.telling import telling

USERS = {"casework": "article16-casework", "support": "article16-support", "inbox": "article16-inbox"}
DOOR = "article16-door"  # the group that may knock at the inbox: the sender, and the watchdog that asks if it opens
FRONT = "article16-front"  # the user of the web server before the services
PORTS = {"casework": 1616, "support": 1617, "inbox": 1618}
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class NotPossible(Exception):
    """What was asked for cannot be installed; the text says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of one's own, in place of one that the web server fetches."""

    chain: str
    key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person decided, kept so that a later run needs no words."""

    hosts: dict[str, str]  # service to host name
    certificates: dict[str, Certificate] = field(default_factory=dict)
    inbox_from: str = ""  # the one address that may reach the inbox, where casework is another machine's
    backup_to: str = ""
    continuous: bool = False
    front: bool = True
    pages: str = ""  # host of her pages; none: no links are made

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Asked":
        certificates = {name: Certificate(**fields) for name, fields in told["certificates"].items()}
        return cls(**{**told, "certificates": certificates})


def check(asked: Asked) -> None:
    """NotPossible unless there is a host for at least one service, and the two are not one."""
    if not asked.hosts:
        raise NotPossible("Say which service this machine is for: --casework HOST, --support HOST, or both.")
    for name, host in asked.hosts.items():
        if not HOST.fullmatch(host):
            raise NotPossible(f"--{name} is “{host}”. Write a host name in small letters, like {name}.example.org.")
    if len(set(asked.hosts.values())) != len(asked.hosts):
        raise NotPossible(
            "Both services have one host name: a browser would give each the other's cookies. Take two names."
        )
    _check_pages(asked)
    for name, one in asked.certificates.items():
        if name not in {*asked.hosts, *(("pages",) if asked.pages else ())}:
            raise NotPossible(f"There is a certificate for {name}, which this machine is not for. Leave it out.")
        for path in (one.chain, one.key):
            if not path or not Path(path).is_absolute() or not Path(path).exists():
                raise NotPossible(f"“{path}” is not a file. A certificate needs its chain and its key, by whole paths.")


def _check_pages(asked: Asked) -> None:
    if not asked.pages:
        return
    if "support" not in asked.hosts:
        raise NotPossible("Her pages are the women's service's, which this machine is not for. Leave --pages out.")
    if not HOST.fullmatch(asked.pages) or asked.pages in asked.hosts.values():
        raise NotPossible(f"--pages is “{asked.pages}”. Write a host name of their own, like notes.example.org.")
    if word := telling(asked.pages):
        raise NotPossible(
            f"--pages has “{word}” in it, and would stand so in the history of her telephone. "
            "Choose a host whose name says nothing."
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """All paths, below `root`."""

    root: Path
    asked: Asked

    @property
    def etc(self) -> Path:
        return self.root / "etc" / "article16"

    @property
    def var(self) -> Path:
        return self.root / "var" / "lib" / "article16"

    @property
    def units(self) -> Path:
        return self.root / "etc" / "systemd" / "system"

    @property
    def tmpfiles(self) -> Path:
        return self.root / "etc" / "tmpfiles.d" / "article16.conf"

    @property
    def run(self) -> Path:
        """Holds the socket of the inbox, on a machine that has both services."""
        return self.root / "run" / "article16"

    @property
    def state(self) -> Path:
        return self.etc / "installed.json"

    @property
    def pin(self) -> Path:
        """What casework seals to; root's."""
        return self.etc / "pin" / "support.json"

    @property
    def sender(self) -> Path:
        """By which key support knows that a message is casework's; root's."""
        return self.etc / "pin" / "casework.json"

    @property
    def published(self) -> Path:
        """Where support says which key is its own. Apart from its data, so that no restore brings an old one back."""
        return self.var / "published" / "support.json"

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(name for name in ("casework", "support") if name in self.asked.hosts)

    @property
    def parts(self) -> tuple[str, ...]:
        """The services of this machine, and the inbox that stands before support."""
        return (*self.services, *(("inbox",) if "support" in self.services else ()))

    @property
    def both(self) -> bool:
        return len(self.services) == 2

    def folder(self, part: str) -> Path:
        return self.var / part

    def backup(self, service: str) -> Path:
        place = Path(self.asked.backup_to) if self.asked.backup_to else self.root / "var" / "backups" / "article16"
        return place / service

    def environment(self, part: str) -> tuple[Path, Path]:
        """What the installation says, and what people here add; the second is never written over."""
        return self.etc / f"{part}.env", self.etc / f"{part}.local.env"

    def listen(self) -> str:
        """Where the inbox listens: a socket that only the sender can reach, or a port behind the web server."""
        return f"unix:{self.run / 'inbox.sock'}" if self.both else f"127.0.0.1:{PORTS['inbox']}"

    def groups(self, part: str) -> tuple[str, ...]:
        """Beside its own. Support takes over what the inbox received; the inbox opens its door under another group."""
        return (USERS["inbox"],) if part in ("support", "inbox") else ()
