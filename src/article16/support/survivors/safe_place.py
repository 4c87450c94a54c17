"""Whether the place that she named for a paper still holds. Pure."""

from .writings import CaseFile, Kind, Opened


def still_safe(file: CaseFile, printed: Opened) -> bool:
    """Not once she said anything new about contact since: who has moved is asked again. And the plan is still there."""
    said = file.of(Kind.CONTACT)
    return any(one.id == printed.value.plan for one in file.plans) and not (said and said[0].at > printed.at)
