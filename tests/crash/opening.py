"""What her service reads when it opens what came: python -m tests.crash.opening, in support's environment."""

import json
import os

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
    django.setup()
    from article16.common.accounts.models import Staff
    from article16.support.keys import demo, holders
    from article16.support.keys.actions import workers
    from article16.wall.inbox.models import ReceivedMessage

    leyla = Staff.objects.get(email="leyla@demo.invalid")
    opened = workers.open_with_passphrase(staff=leyla.pk, passphrase=demo.PASSPHRASE)
    unlocked = holders.unlocked_with(opened.pair, opened.key, leyla.pk)
    for one in ReceivedMessage.objects.order_by("epoch", "sequence"):
        message = unlocked.open_message(one.header, one.sealed)
        print(json.dumps([one.type, message.mailbox.hex, getattr(message, "words", "")]))


if __name__ == "__main__":
    main()
