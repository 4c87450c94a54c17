"""What an installed machine lacks: swap, core dumps, an open disk, a certificate that ends, a timer at rest."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from article16.cli import asking
from article16.common import installed
from article16.common.installed import Home, State

CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
HEEDS_LIMIT = ("systemd-coredump", "apport")  # they keep nothing of a process whose limit is 0
BLOCKS = Path("/sys/dev/block")
SOON = 14  # days
DAY = 86_400.0
TIMEOUT = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    sentence: str


def examine(state: State) -> list[Finding]:
    """Every question about the machine."""
    found = [_swap(), _core(), *_disks(state), *_pin(state)]
    for name in state.services:
        home = state.homes[name]
        found += [*(certificate(host, 443) for host in _hosts(name, home)), _backups(name, home)]
    return [*found, *_units(state)]


def _hosts(name: str, home: Home) -> list[str]:
    """Under which names the service answers; support under that of her pages too, where there is one."""
    told = asking.settings(home) if name == "support" else {}
    origins = (home.origin, told.get("ARTICLE16_SUPPORT_PAGES_ORIGIN", ""))
    return [host for origin in origins if (host := urlsplit(origin).hostname)]


def _swap() -> Finding:
    if not installed.swap_is_on():
        return Finding(True, "There is no swap.")
    return Finding(
        False,
        "Swap is on. The units forbid it to the services, but commands run by hand may still be written to the disk. "
        "Switch it off: swapoff --all, and take it out of /etc/fstab.",
    )


def _core(path: Path = CORE_PATTERN) -> Finding:
    pattern = path.read_text("utf-8", "replace").strip() if path.exists() else ""
    if not pattern.startswith("|") or any(name in pattern for name in HEEDS_LIMIT):
        return Finding(True, "No memory of a service that crashes is written to the disk.")
    return Finding(
        False,
        f"A crash would hand the memory of a service to {pattern.split()[0].lstrip('|')}, whatever the limit says. "
        "Set another: sysctl kernel.core_pattern=core",
    )


def _disks(state: State) -> Iterator[Finding]:
    """Of each service: casework's file on a man lies in clear in its database."""
    for name in state.services:
        folder = state.homes[name].folder
        sealed = encrypted(folder)
        if sealed:
            yield Finding(True, f"The disk of {folder} is encrypted.")
        elif sealed is None:
            yield Finding(False, f"Whether the disk of {folder} is encrypted cannot be seen. Ask who runs the machine.")
        else:
            yield Finding(False, f"The disk of {folder} is not encrypted: who takes the machine can read it. Use LUKS.")


def encrypted(folder: Path, *, blocks: Path = BLOCKS) -> bool | None:
    """Whether the folder lies on dm-crypt, directly or below; None where the kernel does not say."""
    try:
        device = folder.stat().st_dev
    except OSError:
        return None
    block = blocks / f"{os.major(device)}:{os.minor(device)}"
    return _crypt(block) if block.exists() else None  # btrfs, ZFS and overlays have no block of their own


def _crypt(block: Path) -> bool | None:
    uuid = block / "dm" / "uuid"
    if uuid.exists() and uuid.read_text("ascii", "replace").startswith("CRYPT-"):
        return True
    below = sorted((block / "slaves").glob("*"))
    if below:
        answers = [_crypt(one) for one in below]
        return True if all(answers) else None if None in answers else False
    # A disk of a virtual machine may be encrypted by its host, which nothing here can see.
    return None if block.resolve().name.startswith(("vd", "xvd")) else False


def _pin(state: State) -> Iterator[Finding]:
    if "casework" not in state.homes:
        return
    if state.pin.exists():
        yield Finding(True, f"Casework seals to the key in {state.pin}, which only root can change.")
        return
    step = "set up the keys" if "support" in state.homes else "bring the pin of the women's service: take-pin FILE"
    yield Finding(False, f"Casework has no key to seal to, and does not start. Next: {step}.")


def certificate(host: str, port: int, *, trust: ssl.SSLContext | None = None, at: str = "127.0.0.1") -> Finding:
    """As a browser meets it, asked of this machine; `trust`: whom to believe, where the machine's list is not meant."""
    context = trust or ssl.create_default_context()
    try:
        with (
            socket.create_connection((at, port), timeout=TIMEOUT) as line,
            context.wrap_socket(line, server_hostname=host) as secured,
        ):
            ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as no:
        return Finding(False, f"Browsers refuse the certificate of {host}: {no.verify_message}.")
    except OSError:
        return Finding(False, f"Nothing answers https for {host} on this machine. See docs/how-to/install.md, TLS.")
    days = int((ends - time.time()) // DAY)
    if days < SOON:
        return Finding(False, f"The certificate of {host} ends in {days} days. Find out why it is not renewed.")
    return Finding(True, f"The certificate of {host} holds for {days} days.")


def _backups(name: str, home: Home) -> Finding:
    """Beside their age, which the service says itself: whether anybody could open them."""
    keys = len(list((home.folder / "backup-recipients").glob("*.pub")))
    if keys == 0:
        return Finding(False, f"No backup of {name} can be made: make a key, sudo ./article16 backup-key FILE")
    if keys == 1:
        return Finding(False, f"One key opens the backups of {name}. Make a second one for a second drawer.")
    return Finding(True, f"{keys} keys open the backups of {name}, each alone.")


def _units(state: State) -> Iterator[Finding]:
    """Whether systemd runs what it should."""
    if not (shutil.which("systemctl") and Path("/run/systemd/system").is_dir()):
        yield Finding(False, "systemd does not run here, so nothing starts the services again or makes backups.")
        return
    for name in state.services:
        grades = (f"article16-{name}-backup.timer", f"article16-{name}-backup-continuous.service")
        if any(_active(unit) for unit in grades):
            yield Finding(True, f"Backups of {name} are made by themselves.")
        else:
            yield Finding(False, f"No backup of {name} is made by itself. Run: systemctl start {grades[0]}")
        failed = [unit for unit in _of(name) if not _active(unit)]
        if failed:
            yield Finding(False, f"{', '.join(failed)} of {name} does not run. Ask why: systemctl status {failed[0]}")


def _of(name: str) -> list[str]:
    own = {"casework": ("sender",), "support": ("inbox", "caller")}[name]
    return [f"article16-{name}-{process}.service" for process in ("web", "tick", "watchdog", *own)]


def _active(unit: str) -> bool:
    return subprocess.run(["systemctl", "is-active", "--quiet", unit], check=False).returncode == 0
