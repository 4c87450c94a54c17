"""What her service reads when it opens what came: python -m tests.crash.opening, in support's environment."""

import json
import os

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
    django.setup()
    from article16.support.keys import zone
    from article16.wall.inbox.models import ReceivedMessage
    from article16.wall.inbox.seals import open_packet
    from article16.wall.wire import Packet

    keys = zone.keys()
    for one in ReceivedMessage.objects.order_by("epoch", "sequence"):
        message = open_packet(Packet(bytes(one.header), bytes(one.sealed)), keys=keys)
        print(json.dumps([one.type, message.mailbox.hex, getattr(message, "words", "")]))


if __name__ == "__main__":
    main()
