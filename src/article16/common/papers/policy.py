"""Who reads the papers; they hold nothing about any person. The record of a span of time is the administrator's."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

TITLES = {
    "data-papers": _("papers on data protection"),
    "data-paper": _("a paper on data protection"),
    "data-paper-print": _("a paper on data protection"),
    "record-export": _("the record of a span of time"),
    "export_record": _("the record of a span of time"),
}


def access(*readers: str) -> dict[str, Access]:
    """The rows of a service whose papers these roles read."""
    return {
        **dict.fromkeys(["data-papers", "data-paper", "data-paper-print"], staff(*readers)),
        "record-export": staff("administrator", thing="log"),
    }
