"""Makes a woman's case with a link to T2, and prints the address as JSON.

Run as a process with support's settings: `python -m tests.browser.her_link LANGUAGE`. Renews the link when asked for
the case and link that it printed before: `… LANGUAGE CASE LINK`.
"""

import json
import os
import sys
from uuid import UUID


def main(language: str, *again: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
    import django

    django.setup()
    from django.utils import timezone

    from article16.support.demo_people import PEOPLE
    from article16.support.keys import demo
    from article16.support.portal.actions import making
    from article16.support.portal.models import Page
    from tests.support.her_links import open_hers

    by = demo.opened(PEOPLE)
    if again:
        case, link = (UUID(one) for one in again)
        made = making.renew_link(case=case, link=link, by=by, at=timezone.now())
        print(json.dumps({"address": made.address, "rows": Page.objects.count()}))
        return
    hers = open_hers(by, name="Yara Demo (made up)", half=timezone.localdate())
    made = hers.link(language=language, wave="T2")
    print(json.dumps({"address": made.address, "case": str(hers.case), "link": str(hers.link_id())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
