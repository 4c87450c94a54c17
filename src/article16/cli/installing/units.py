"""The systemd units: what runs, as whom, and what it may not do."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from article16.cli.installing.layout import DOOR, FRONT, USERS, Layout

TARGET = "article16-{}.target"
INTRODUCED = "article16-introduced.service"
# Nobody but the named may be reached from inside: what a break-in reads cannot be sent anywhere.
INSIDE = ("IPAddressDeny=any", "IPAddressAllow=localhost")
SANDBOX = """\
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
LimitCORE=0
MemorySwapMax=0"""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a part: its command, and whom it must reach outside this machine."""

    part: str
    name: str
    words: str
    outside: bool = False
    groups: tuple[str, ...] = ()
    kind: str = "exec"
    restart: str = "always"
    more: tuple[str, ...] = field(default=())  # further lines of [Unit]

    @property
    def unit(self) -> str:
        return f"article16-{self.name}.service"


def processes(layout: Layout) -> list[Process]:
    """Everything that runs on this machine under a user of ours, timers' work included."""
    found: list[Process] = []
    door = (DOOR,) if layout.both else ()  # the sender hands over, and the watchdog asks whether somebody opens
    if "casework" in layout.services:
        waits = (f"ConditionPathExists={layout.pin}",)  # before the keys are set up there is nothing to seal to
        found += [
            Process("casework", "casework-prepare", "prepare", kind="oneshot", restart="on-failure", more=waits),
            Process("casework", "casework-web", "web", more=waits),
            Process("casework", "casework-sender", "sender", outside=not layout.both, groups=door, more=waits),
            Process("casework", "casework-tick", "tick", more=waits),
            Process("casework", "casework-watchdog", "watchdog", outside=True, more=waits),
        ]
    if "support" in layout.services:
        found += [
            Process("support", "support-prepare", "prepare", kind="oneshot", restart="on-failure"),
            Process("inbox", "support-inbox", "inbox"),
            Process("support", "support-web", "web"),
            Process("support", "support-tick", "tick"),
            Process("support", "support-caller", "caller", outside=True),
            Process("support", "support-watchdog", "watchdog", outside=True, groups=door),
        ]
    for name in layout.services:
        found += [
            Process(name, f"{name}-backup", "backup", kind="oneshot", restart="no"),
            Process(name, f"{name}-backup-continuous", "backup --every 60", restart="always"),
        ]
    return found


def units(layout: Layout) -> Iterator[tuple[str, str]]:
    """Names and texts."""
    for one in processes(layout):
        yield one.unit, service(one, layout)
    for name in layout.services:
        yield TARGET.format(name), target(name, layout)
        yield f"article16-{name}-backup.timer", TIMER.format(name=name)
    if layout.both:
        known = {"python": sys.executable, "etc": layout.etc, "state": layout.state, "pin": layout.pin}
        known["sandbox"] = SANDBOX
        yield "article16-pin.service", PIN.format(waiting=" ".join(wanted("casework", layout)), **known)
        yield INTRODUCED, INTRODUCE.format(**known)
        yield "article16-pin.path", PIN_PATH.format(published=layout.published)
    if layout.asked.front:
        loaded = [
            f"LoadCredential={name}.{half}:{path}"
            for name, own in sorted(layout.asked.certificates.items())
            for half, path in (("chain", own.chain), ("key", own.key))
        ]
        more = {"config": layout.etc / "Caddyfile", "credentials": "\n".join(["", *loaded])}
        yield "article16-front.service", FRONT_UNIT.format(user=FRONT, sandbox=SANDBOX, **more)


def wanted(name: str, layout: Layout) -> list[str]:
    """What starts with a service; of the two grades of backup, the one that was asked for."""
    idle = {f"article16-{name}-backup.service", f"article16-{name}-backup-continuous.service"}
    running = [one.unit for one in processes(layout) if one.name.startswith(f"{name}-") and one.unit not in idle]
    grade = "backup-continuous.service" if layout.asked.continuous else "backup.timer"
    if name == "casework" and layout.both:
        running.append(INTRODUCED)
    return [*running, f"article16-{name}-{grade}"]


def target(name: str, layout: Layout) -> str:
    # Casework also asks, at each start of the machine, whether there is a key by now.
    pin = ["article16-pin.service", "article16-pin.path"] if name == "casework" and layout.both else []
    return f"""\
[Unit]
Description=Article 16, {name}
Wants={" ".join([*pin, *wanted(name, layout)])}

[Install]
WantedBy=multi-user.target
"""


def service(one: Process, layout: Layout) -> str:
    """One unit. Whatever the administrator adds stands in a drop-in of its own: systemctl edit."""
    owner = "support" if one.part == "inbox" else one.part
    prepare = f"article16-{owner}-prepare.service"
    after = "network.target" if one.unit == prepare else f"network.target {prepare}"
    module = f"article16.{owner}"
    groups = (*layout.groups(one.part), *one.groups)
    lines = [
        "[Unit]",
        f"Description=Article 16, {one.name.replace('-', ' ')}",
        f"After={after}",
        f"PartOf={TARGET.format(owner)}",
        *one.more,
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        f"Type={one.kind}",
        *(["RemainAfterExit=yes"] if one.words == "prepare" else []),
        f"ExecStart={sys.executable} -P -m {module} {one.words}",
        f"Restart={one.restart}",
        *(["RestartSec=5"] if one.restart != "no" else []),
        f"User={USERS[one.part]}",
        f"Group={DOOR if one.part == 'inbox' and layout.both else USERS[one.part]}",
        *([f"SupplementaryGroups={' '.join(groups)}"] if groups else []),
        f"EnvironmentFile={layout.environment(one.part)[0]}",
        f"EnvironmentFile=-{layout.environment(one.part)[1]}",
        f"WorkingDirectory={layout.folder(one.part)}",
        f"ReadWritePaths={' '.join(written(one, layout))}",
        *[f"InaccessiblePaths=-{path}" for path in barred(one.part, layout)],
        *(INSIDE if not one.outside else ()),
        SANDBOX,
        "",
    ]
    return "\n".join(lines)


def written(one: Process, layout: Layout) -> list[str]:
    """The folders that a process may write to, and no other."""
    found = [layout.folder(one.part)]
    if one.part == "support":
        found += [layout.folder("inbox"), layout.published.parent]
    if one.part == "inbox" and layout.both:
        found.append(layout.run)
    if one.words.startswith("backup"):
        found.append(layout.backup(one.part))
    return [str(path) for path in found]


def barred(part: str, layout: Layout) -> list[str]:
    """What is not even there for a part, beside what its user may not open."""
    own = {"support": {"support", "inbox"}}.get(part, {part})
    return [str(layout.folder(name)) for name in ("casework", "support", "inbox") if name not in own]


TIMER = """\
[Unit]
Description=Article 16, {name}, the backup of each day
PartOf=article16-{name}.target

[Timer]
OnCalendar=*-*-* 01:30:00
RandomizedDelaySec=30min
Persistent=yes

[Install]
WantedBy=timers.target
"""

PIN = """\
[Unit]
Description=Article 16, the key of the women's service is shown to casework

[Service]
Type=oneshot
ExecStart={python} -P -m article16.cli take-pin
Environment=ARTICLE16_INSTALLED={state}
ReadWritePaths={etc}/pin
{sandbox}
# After the lines above, which leave it nothing: to read what support shows and to ask casework as casework's user.
CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_SETUID CAP_SETGID CAP_CHOWN
SystemCallFilter=@setuid @chown
RestrictAddressFamilies=AF_UNIX
IPAddressDeny=any
ExecStartPost=-systemctl --no-block start {waiting}
"""

INTRODUCE = """\
[Unit]
Description=Article 16, the women's service is shown by which key casework signs
After=article16-casework-prepare.service
PartOf=article16-casework.target
ConditionPathExists={pin}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart={python} -P -m article16.cli take-sender
Environment=ARTICLE16_INSTALLED={state}
Restart=on-failure
RestartSec=5
ReadWritePaths={etc}/pin
{sandbox}
# After the lines above, which leave it nothing: to read what support shows and to ask casework as casework's user.
CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_SETUID CAP_SETGID CAP_CHOWN
SystemCallFilter=@setuid @chown
RestrictAddressFamilies=AF_UNIX
IPAddressDeny=any
"""

PIN_PATH = """\
[Unit]
Description=Article 16, waits for a key of the women's service
# Stopped with casework, or a restored key of support's would start casework before it is restored itself.
PartOf=article16-casework.target

[Path]
PathChanged={published}

[Install]
WantedBy=multi-user.target
"""

FRONT_UNIT = """\
[Unit]
Description=Article 16, the web server before the services
After=network-online.target
Wants=network-online.target

[Service]
Type=notify
ExecStart=/usr/bin/caddy run --config {config} --adapter caddyfile
Restart=always
RestartSec=5
User={user}
Group={user}
StateDirectory=article16-front
StateDirectoryMode=0700{credentials}
Environment=XDG_DATA_HOME=%S/article16-front XDG_CONFIG_HOME=%S/article16-front
{sandbox}
# After the lines above, which leave it nothing: the two ports of the web.
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
AmbientCapabilities=CAP_NET_BIND_SERVICE

[Install]
WantedBy=multi-user.target
"""
