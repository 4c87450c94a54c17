"""What casework's tick does about warnings, and what a manager sets. Loaded with `steps`."""

from typing import Any

from hypothesis import strategies as st

from tests.worlds.steps import WHO, step


@step()
def the_rules_are_asked(world: Any) -> None:
    """Of what was written, of what is missing, and of everything."""
    from article16.casework.rules import actions

    actions.evaluate(at=world.fate.now)
    actions.notice(at=world.fate.now)
    actions.reconcile(at=world.fate.now)


@step()
def a_test_warning_leaves(world: Any) -> None:
    from article16.casework.warnings import actions

    actions.send_test(zone="support", at=world.fate.now)


@step(who=WHO)
def look_at_warnings(world: Any, who: str) -> None:
    world.get(who, "/warnings/")


@step(opens=st.sampled_from(["", "9:00", "nonsense"]))
def set_hours_of_the_womens_service(world: Any, opens: str) -> None:
    address = f"/programmes/{world.programme('graz')}/hours/"
    data = {"once": world.once("miriam", address), "opens-0": opens, "closes-0": "17:00" if opens else ""}
    world.post("miriam", address, data)


@step()
def the_way_out_is_worried_about(world: Any) -> None:
    """The watchdog calls managers by mail, as when nothing leaves any more."""
    from django.test import override_settings

    from article16.casework.rules import calling

    with override_settings(ALERT_MAIL=True):
        calling.call_about_the_way_out(world.fate.now)
