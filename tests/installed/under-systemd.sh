#!/usr/bin/env bash
# Installs into a copy of this machine that a real systemd runs, and looks: sudo just under-systemd. Debian 12, root, Caddy.
# The copy is an overlay in memory with namespaces of its own: no process, file or network of this machine is touched.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d /tmp/a16-systemd-XXXX)
group=/sys/fs/cgroup/$([ -d /sys/fs/cgroup/unified ] && echo unified/)a16-systemd-$$
inside=/opt/article16

say() { printf '%s\n' "== $*"; }

boot() {
    mount -t tmpfs -o size=8g tmpfs "$copy"
    mkdir "$copy/upper" "$copy/work" "$copy/root"
    mount -t overlay overlay -o "lowerdir=/,upperdir=$copy/upper,workdir=$copy/work" "$copy/root"
    mkdir -p "$copy/root$inside" "$group"
    cp -r "$root/src" "$root/requirements" "$root/CHANGELOG.md" "$copy/root$inside"
    chown -R root: "$copy/root$inside" && chmod -R go-w "$copy/root$inside"
    printf '[Unit]\nRequires=basic.target\nAfter=basic.target\n' >"$copy/root/etc/systemd/system/a16base.target"
    (echo "$BASHPID" >"$group/cgroup.procs" && R=$copy/root exec unshare --fork --pid --mount --net --ipc --uts --cgroup \
        --propagation private bash -euc '
        mount -t proc proc "$R/proc"
        mount -t sysfs -o ro sysfs "$R/sys"
        mount -t cgroup2 cgroup2 "$R/sys/fs/cgroup"
        for one in run dev; do mount -t tmpfs -o mode=755 tmpfs "$R/$one"; done
        for one in null zero full random urandom tty; do touch "$R/dev/$one"; mount --bind "/dev/$one" "$R/dev/$one"; done
        mkdir "$R/dev/pts" "$R/dev/shm"
        mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$R/dev/pts"
        ln -s pts/ptmx "$R/dev/ptmx"
        mount -t tmpfs tmpfs "$R/dev/shm"
        mount --bind "$R/proc/sys" "$R/proc/sys" && mount -o remount,ro,bind "$R/proc/sys"
        ip link set lo up
        cd "$R"
        exec env -i PATH=/usr/sbin:/usr/bin container=ours chroot . /lib/systemd/systemd --unit=a16base.target --show-status=0
    ') >"$copy/boot.log" 2>&1 &
    for _ in $(seq 100); do [ -s "$group/init.scope/cgroup.procs" ] && [ -n "$(first)" ] && break; sleep 0.2; done
    until there systemctl is-active --quiet a16base.target; do sleep 0.5; done
}

first() { for one in $(cat "$group/init.scope/cgroup.procs"); do grep -lx systemd "/proc/$one/comm"; done | cut -d/ -f3 | head -1; }

there() { nsenter -t "$(first)" -m -p -n -i -u -C -r -w env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 "$@"; }

a16() { there "$inside/.venv/bin/python" -m article16.cli "$@"; }

active() { for one in "$@"; do there systemctl is-active --quiet "article16-$one" || { there systemctl status --no-pager "article16-$one"; return 1; }; done; }

wait_for() { for _ in $(seq 300); do active "$@" >/dev/null 2>&1 && return; sleep 1; done; active "$@"; }

end() {
    [ -d "$group" ] && echo 1 >"$group/cgroup.kill" || true
    sleep 1
    umount -l "$copy/root" "$copy" && rmdir "$copy" || true
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
}
trap end EXIT

say "systemd $(systemctl --version | awk 'NR == 1 {print $2}') begins"
boot
there /usr/bin/python3 -m venv --without-pip "$inside/.venv"
there sh -c "printf '%s\n' $inside/src $root/.venv/lib/python3.*/site-packages >$inside/.venv/lib/\$(ls $inside/.venv/lib)/site-packages/a16.pth"

say "install"
a16 install --casework casework.example.org --support support.example.org --pages notes.example.org --continuous | tail -7
wait_for support-web support-tick support-inbox support-caller support-watchdog support-backup-continuous front
! active casework-web >/dev/null 2>&1 || { say "casework runs without a key to seal to"; exit 1; }

say "the keys are set up: casework begins by itself, and is known to support"
sed -n '/^CEREMONY = """/,/^"""/{//!p}' "$root/tests/installed/conftest.py" >"$copy/root$inside/ceremony.py"
there systemd-run --quiet --wait --pipe -p User=article16-support -p SupplementaryGroups=article16-inbox \
    -p EnvironmentFile=/etc/article16/support.env "$inside/.venv/bin/python" -P "$inside/ceremony.py"
wait_for casework-web casework-sender casework-tick casework-watchdog introduced
there test -s /etc/article16/pin/casework.json

say "no unit may use swap"
for one in casework-web casework-tick support-web support-tick support-inbox front; do
    [ "$(there systemctl show -p MemorySwapMax --value "article16-$one")" = 0 ]
done

say "a process that is killed is there again"
there systemctl kill -s KILL article16-casework-web article16-support-inbox
sleep 6
wait_for casework-web support-inbox

say "what needs nobody outside reaches nobody outside"
there ip address add 10.9.9.9/32 dev lo
ask="curl --silent --max-time 5 --output /dev/null http://10.9.9.9/"
there systemd-run --quiet --wait --pipe $ask
there systemd-run --quiet --wait --pipe -p IPAddressDeny=any -p IPAddressAllow=localhost $ask && exit 1
there grep -q 'IPAddressDeny=any' /etc/systemd/system/article16-casework-web.service

say "a backup, and the drill"
a16 backup-key /root/stick.key | tail -1
for one in casework support; do
    there systemctl start "article16-$one-backup"
    a16 restore-drill "$(there sh -c "ls -t /var/backups/article16/$one/*.a16backup | head -1")" --key /root/stick.key
done

say "the server died: docs/how-to/server-died.md, with two files and a stick"
there sh -c 'for one in casework support; do cp "$(ls -t /var/backups/article16/$one/*.a16backup | head -1)" /root/; done'
there systemctl stop article16-casework.target article16-support.target
there sh -c 'rm -rf /var/lib/article16/*/* /etc/article16/pin/*'
a16 restore "$(there sh -c 'ls /root/support-*')" --key /root/stick.key --reason "the server died" | tee "$copy/said" | tail -2
there systemctl start article16-support.target
wait_for support-web support-inbox
a16 take-pin
! active casework-prepare >/dev/null 2>&1 || { say "casework began before it was restored"; exit 1; }
a16 restore "$(there sh -c 'ls /root/casework-*')" --key /root/stick.key --reason "the server died" | tail -2
a16 send-again "$(sed -n 's/.*send-again \(.*\)$/\1/p' "$copy/said")"
there systemctl start article16-casework.target
wait_for casework-web casework-sender casework-tick introduced

say "a second run changes nothing"
a16 install | grep -x "Nothing had to be changed."

say "the doctor (what it asks of people stays open here)"
a16 doctor || true

say "uninstall"
a16 uninstall | tail -5
[ -z "$(there systemctl list-units --no-legend 'article16-*.service')" ]
there test -s /var/lib/article16/support/support.sqlite3
say "all of it held"
