"""The texts of all files that an installation writes, with the owner and the mode of each."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from article16.cli.installing.layout import DOOR, FRONT, PORTS, USERS, Layout
from article16.cli.installing.units import units

PROGRAM = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Folder:
    path: Path
    owner: str
    group: str
    mode: int


@dataclass(frozen=True, slots=True)
class File:
    """`once`: it is made where there is none, and then belongs to the people here."""

    path: Path
    text: str
    owner: str = "root"
    group: str = "root"
    mode: int = 0o644
    once: bool = False


def folders(layout: Layout) -> Iterator[Folder]:
    """Parents first."""
    for path in (layout.etc, layout.pin.parent, layout.units, layout.tmpfiles.parent, layout.var):
        yield Folder(path, "root", "root", 0o755)
    for name in layout.services:
        user = USERS[name]
        yield Folder(layout.folder(name), user, user, 0o700)
        yield Folder(layout.backup(name).parent, "root", "root", 0o755)
        yield Folder(layout.backup(name), user, user, 0o700)
    if "support" in layout.services:
        # Two users meet in the folder of the inbox: one puts in, the other takes over. The group stays the folder's.
        yield Folder(layout.folder("inbox"), USERS["inbox"], USERS["inbox"], 0o2770)
        yield Folder(layout.published.parent, USERS["support"], USERS["support"], 0o755)
    if layout.both:
        yield Folder(layout.run, USERS["inbox"], DOOR, 0o2750)


def files(layout: Layout) -> Iterator[File]:
    """Units last, so that nothing starts before what it needs is there."""
    for part in layout.parts:
        own, local = layout.environment(part)
        text = "".join(f"{name}={value}\n" for name, value in environment(part, layout).items())
        yield File(own, MADE + text, group=USERS[part], mode=0o640)
        yield File(local, LOCAL.format(part=part), group=USERS[part], mode=0o640, once=True)
    if layout.both:
        line = f"d {layout.run} 2750 {USERS['inbox']} {DOOR} -\n"
        yield File(layout.tmpfiles, MADE + line)
    if layout.asked.front:
        yield File(layout.etc / "Caddyfile", caddyfile(layout), group=FRONT, mode=0o640)
    yield File(layout.state, state(layout))
    for name, text in units(layout):
        yield File(layout.units / name, MADE + text)


def environment(part: str, layout: Layout) -> dict[str, str]:
    """The settings of one part: docs/reference/settings.md."""
    owner = "support" if part == "inbox" else part
    prefix, host = f"ARTICLE16_{owner.upper()}", layout.asked.hosts[owner]
    found = {
        "ARTICLE16_INSTALLED": str(layout.state),
        "ARTICLE16_RUN": str(layout.run),
        f"{prefix}_DATA": str(layout.folder(part)),
        f"{prefix}_ORIGIN": f"https://{host}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if part != "inbox":
        found[f"{prefix}_PORT"] = str(PORTS[part])
        found[f"{prefix}_BACKUP"] = str(layout.backup(part))
        if layout.asked.continuous:
            found[f"{prefix}_BACKUP_CONTINUOUS"] = "yes"
        found["ARTICLE16_PIN"] = str(layout.pin if part == "casework" else layout.published)
        if layout.asked.front:
            found["ARTICLE16_TRUSTED_PROXIES"] = "1"
    if part == "support":
        found["ARTICLE16_SENDER"] = str(layout.sender)
        if layout.asked.pages:
            found["ARTICLE16_SUPPORT_PAGES_ORIGIN"] = f"https://{layout.asked.pages}"
    if owner == "support":
        found["ARTICLE16_SUPPORT_INBOX"] = layout.listen()
        found["ARTICLE16_SUPPORT_INBOX_DATABASE"] = f"sqlite:{layout.folder('inbox') / 'inbox.sqlite3'}"
        if not layout.both:
            found["ARTICLE16_SUPPORT_INBOX_ADDRESS"] = f"https://{host}/inbox"
    return found


def state(layout: Layout) -> str:
    """What every process asks at its start, and every later installation."""
    homes = {
        part: {
            "user": USERS[part],
            "groups": list(layout.groups(part)),
            "folder": str(layout.folder(part)),
            "environment": [str(path) for path in layout.environment(part)],
            "origin": "" if part == "inbox" else f"https://{layout.asked.hosts[part]}",
            "port": 0 if part == "inbox" else PORTS[part],
        }
        for part in layout.parts
    }
    told = {
        "program": program(),
        "pin": str(layout.pin),
        "published": str(layout.published),
        "sender": str(layout.sender),
        "homes": homes,
        "asked": layout.asked.as_dict(),
    }
    return json.dumps(told, indent=1) + "\n"


def program() -> str:
    """A digest of the source and of what it needs: when it differs, the services are started anew."""
    digest = hashlib.sha256()
    for path in [*sorted((PROGRAM / "src").rglob("*.py")), PROGRAM / "requirements" / "run.txt"]:
        digest.update(str(path.relative_to(PROGRAM)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def caddyfile(layout: Layout) -> str:
    """A site for each host. No address of a page is logged, and nobody on this machine may change it by network."""
    sites = [_site(name, host, layout) for name, host in sorted(layout.asked.hosts.items())]
    if layout.asked.pages:
        sites.append(_site("pages", layout.asked.pages, layout))
    return MADE + CADDY + "".join(sites)


def _site(name: str, host: str, layout: Layout) -> str:
    own = layout.asked.certificates.get(name)
    credentials = "{$CREDENTIALS_DIRECTORY}"
    tls = f"\ttls {credentials}/{name}.chain {credentials}/{name}.key\n" if own else ""
    inbox = _inbox(layout) if name == "support" and not layout.both else ""
    limit = "\trequest_body {\n\t\tmax_size 30MB\n\t}\n"
    # Caddy keeps the Host, and writes the address of the browser and https into headers of its own.
    port = PORTS["support" if name == "pages" else name]
    return f"\n{host} {{\n{tls}{limit}\theader -Server\n{inbox}\treverse_proxy 127.0.0.1:{port}\n}}\n"


def _inbox(layout: Layout) -> str:
    """The way in from the other organisation's machine, and from no other where its address is known."""
    allowed = layout.asked.inbox_from
    only = f"\t@stranger {{\n\t\tpath /inbox\n\t\tnot remote_ip {allowed}\n\t}}\n\trespond @stranger 404\n"
    return f"{only if allowed else ''}\treverse_proxy /inbox 127.0.0.1:{PORTS['inbox']}\n"


# Errors of the two named loggers carry the address of the page that was asked for, which for her pages opens them.
CADDY = """\
{
	admin off
	servers {
		protocols h1 h2
	}
	log {
		exclude http.log.error http.handlers.reverse_proxy
	}
}
"""
MADE = "# Made by article16 install, which writes it anew.\n"
LOCAL = """\
# Settings of {part} that are this house's own: a mail server, PostgreSQL, a switch outside.
# See docs/reference/settings.md. article16 install never changes this file. After a change:
#   systemctl restart 'article16-*'
"""
