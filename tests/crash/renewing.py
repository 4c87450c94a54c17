"""A new key for every case, in a process that may be killed: python -m tests.crash.renewing fill|renew|check COUNT."""

import json
import os
import sys
from uuid import UUID

import django


def lead():
    """The made-up lead, unlocked with her passphrase as on the page, but for the time that Argon2id takes."""
    from article16.common.accounts.models import Staff
    from article16.support.keys import demo, holders
    from article16.support.keys.actions import workers

    leyla = Staff.objects.get(email="leyla@demo.invalid")
    opened = workers.open_with_passphrase(staff=leyla.pk, passphrase=demo.PASSPHRASE)
    return holders.unlocked_with(opened.pair, opened.key, leyla.pk)


def case(number: int) -> UUID:
    return UUID(int=number + 1)


def fill(count: int) -> None:
    from django.utils import timezone

    from article16.support.keys import actions

    boxes = actions.new_case_keys(cases=[case(number) for number in range(count)], at=timezone.now())
    texts = {box.case.hex: box.seal(box.case.bytes, field="notes", row=box.case, version=1).hex() for box in boxes}
    print(json.dumps(texts))


def renew(count: int) -> None:
    from django.utils import timezone

    from article16.support.keys.actions import rotating
    from article16.support.keys.rings import Ring

    held = lead()
    print("begun", flush=True)
    rotating.rotate(ring=Ring.ZONE, by=held, at=timezone.now())
    print("done", flush=True)


def check(count: int) -> None:
    """Every case opens, and reads as it was written; which generations are in use, and what the pin names."""
    from django.conf import settings

    from article16.support.keys import holders, zone
    from article16.support.keys.models import CaseKey, Generation
    from article16.wall.box.sealing import load_pin

    texts = json.loads(sys.stdin.read())
    zone.ensure()
    boxes = holders.case_boxes([UUID(one) for one in texts], lead())
    for one, blob in texts.items():
        place = UUID(one)
        assert boxes[place].open(bytes.fromhex(blob), field="notes", row=place, version=1) == place.bytes
    current = Generation.objects.get(ring="zone", ended_at=None)
    told = {
        "current": current.number,
        "of cases": sorted(set(CaseKey.objects.values_list("generation", flat=True))),
        "pin": load_pin(settings.PIN_FILE).generation,
        "opened": len(texts),
    }
    print(json.dumps(told))


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
    django.setup()
    {"fill": fill, "renew": renew, "check": check}[sys.argv[1]](int(sys.argv[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
