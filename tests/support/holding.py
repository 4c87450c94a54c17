"""Keys for tests: workers with a key, a zone they hold, browsers that are unlocked."""

from typing import Any

from django.utils import timezone

from article16.wall.box.wrapping import Cost

PASSPHRASE = "five words that nobody meant"
CHEAP = Cost(passes=1, memory=8 * 1024)  # a test is no thief


def give_key(staff: Any, settings: Any) -> Any:
    """A worker's own key. The first one in a test also gets the zone."""
    from article16.support.keys.actions import founding, workers
    from article16.support.keys.models import Generation

    settings.PASSPHRASE_COST = CHEAP
    at = timezone.now()
    opened = workers.make_key(staff=staff.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    if not Generation.objects.exists():
        founding.found(key=opened.key, staff=staff.pk, at=at)
    return opened


def unlock(browser: Any) -> Any:
    """Unlock this signed-in browser as a person does, and give back the answer."""
    from tests.service import once

    answer = browser.post("/unlock/", {"once": once(browser, "/unlock/"), "password": PASSPHRASE})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def holding(opened: Any, staff: Any) -> Any:
    """What this worker's open key opens."""
    from article16.support.keys import holders

    return holders.unlocked_with(opened.pair, opened.key, staff.pk)


def typed(printed: Any) -> Any:
    """The sheet as its holder types it from paper."""
    from article16.support.keys.actions import sheets

    return sheets.typed(printed.name, list(printed.lines))


def let_in(staff: Any, opened: Any, *, by: Any, second: Any, ring: str = "zone") -> None:
    """Admit this worker's key: asked by one who holds the key, approved by another."""
    from article16.support.keys.actions import admitting
    from article16.support.keys.rings import Ring

    at = timezone.now()
    asked = admitting.ask(ring=Ring(ring), key=opened.key, by=by, at=at)
    admitting.approve(admission=asked.pk, by=second.pk, at=at)
    admitting.hand_over(admission=asked.pk, by=by, at=at)
