"""What happens on her side: the ways in which worlds differ, beside the words. A later issue adds its event here."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

EVENTS: dict[str, Callable[[Any], None]] = {}

# What may be typed into the box for her service: nothing, a place, markup, control characters, as much as fits.
WORDS = st.one_of(
    st.just(""),
    st.sampled_from(
        ["Works at the school in Lend.", "</textarea><script>x</script>", "x" * 3000, "🦉" * 3000, "a\x0bb\x07"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300),
)


def event(happen: Callable[[Any], None]) -> Callable[[Any], None]:
    EVENTS[happen.__name__] = happen
    return happen


@event
def messages_are_taken_over(support: Any) -> None:
    from article16.support import commands

    _unless_away(support, commands.drain)


@event
def messages_are_read(support: Any) -> None:
    """Every message that came is opened."""
    from article16.support.keys import zone
    from article16.wall.inbox import seals
    from article16.wall.inbox.models import ReceivedMessage
    from article16.wall.wire import Packet

    def read() -> None:
        keys = zone.keys() if zone.in_file() else hers_links.worker().zone[0]
        for one in ReceivedMessage.objects.filter(set_aside=""):
            seals.open_packet(Packet(bytes(one.header), bytes(one.sealed)), keys=keys)

    _unless_away(support, read)


@event
def her_worker_looks(support: Any) -> None:
    from article16.common.accounts.models import Staff
    from tests import service

    def look() -> None:
        browser = service.signed_in(Staff.objects.get(email="sara@example.org"))
        assert [browser.get(page).status_code for page in ("/", "/account/", "/log/")] == [200, 200, 404]

    _unless_away(support, look)


@event
def a_worker_joins(support: Any) -> None:
    from django.utils import timezone

    from article16.common.accounts.models import Programme, Staff
    from tests import service

    def join() -> None:
        name = f"Worker{Staff.objects.count()} New"
        service.make_person(name, "worker", Programme.objects.get(), at=timezone.now())

    _unless_away(support, join)


@event
def the_record_is_sealed(support: Any) -> None:
    from django.utils import timezone

    from article16.common.audit import sealer

    _unless_away(support, lambda: sealer.seal_once(at=timezone.now()))


@event
def her_service_is_down(support: Any) -> None:
    """Its pages, its tick and its database are away; only the inbox, a process and a file of its own, is left."""
    from django.db import connections

    connections.close_all()
    for path in support.database().parent.glob("support.sqlite3*"):
        path.rename(path.with_name(f"away-{path.name}"))


@event
def her_service_is_back(support: Any) -> None:
    for path in support.database().parent.glob("away-support.sqlite3*"):
        path.rename(path.with_name(path.name.removeprefix("away-")))


def _unless_away(support: Any, act: Callable[[], object]) -> None:
    if support.database().exists():
        act()


from tests.worlds import (  # noqa: E402, F401  because they use what stands above
    hers_alerts,
    hers_asked,
    hers_case,
    hers_links,
    hers_releases,
    hers_team,
)
