"""Makes one man with a questionnaire open on a tablet and another by a link, and prints the secrets of both as JSON.

Run as a process with casework's settings: `python -m tests.browser.sitting LANGUAGE`. With `end SECRET` the worker takes
a tablet back.
"""

import json
import os
import sys


def main(language: str) -> None:
    from django.conf import settings
    from django.utils import timezone

    from article16.casework.clients.actions import Referred, open_client
    from article16.casework.clients.models import Episode
    from article16.casework.questionnaires.actions import planning, sittings
    from article16.casework.questionnaires.models import Asking
    from article16.common.accounts import actions
    from article16.common.accounts.models import Programme, Staff

    at = timezone.now()
    programme = Programme.objects.first() or actions.add_programme(name="Graz programme", code="graz", by="", at=at)
    staff = Staff.objects.first() or actions.add_person(name="Ana Ferreira", email="ana@example.org", by="", at=at)
    found = []
    for name in ("Lukas Brandner", "Emre Yildiz"):
        referred = Referred(name, None, programme.pk, "")
        client = open_client(referred=referred, by=str(staff.pk), at=at, on=timezone.localdate(at))
        episode = Episode.objects.get(client=client)
        planning.replan(episodes=[episode.pk], by="", at=at)
        found.append(Asking.objects.get(episode=episode, wave="T0", instrument="five_points"))
    tablet = sittings.hand_over(asking=found[0], language=language, by=str(staff.pk), at=at)
    link = sittings.make_link(asking=found[1], language=language, by=str(staff.pk), at=at)
    cookie = settings.SESSION_COOKIE_NAME.replace("session", "answers")
    print(json.dumps({"cookie": cookie, "secret": tablet.secret, "link": f"/a/{link}/"}))


def end(secret: str) -> None:
    from django.utils import timezone

    from article16.casework.questionnaires.actions import sittings
    from article16.casework.questionnaires.models import Sitting
    from article16.common.accounts.actions import hash_of

    sitting = Sitting.objects.get(claim_hash=hash_of(secret))
    assert sittings.take_back(asking=sitting.asking, by=str(sitting.made_by_id), at=timezone.now())


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
    django.setup()
    end(sys.argv[2]) if sys.argv[1] == "end" else main(sys.argv[1])
