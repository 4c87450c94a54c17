"""Planted leaks of what may be spoken or released: that it was, shows in casework in some way. See planting.py.

Played where, in one world, danger to life was spoken of and statistics left her service.
"""

from typing import Any
from unittest.mock import patch

from tests.worlds.planting import leak


@leak
def danger_as_a_task(hers: int) -> Any:
    """Whoever took the call makes a task of it, so that nobody forgets."""
    from uuid import NAMESPACE_OID, uuid5

    from article16.casework.clients.models import Episode
    from article16.casework.rules import actions
    from article16.casework.tasks.actions import add_task

    whole = actions.notice

    def noticing(*, at: Any) -> Any:
        for one in Episode.objects.all()[:hers]:
            fact = uuid5(NAMESPACE_OID, str(one.pk))
            add_task(kind="ring", fact=fact, episode=one, due=at.date(), by="", at=at, role="manager", words="Ring.")
        return whole(at=at)

    return patch.object(actions, "notice", noticing)


@leak
def danger_in_the_record(hers: int) -> Any:
    """The record says that somebody was told something about him."""
    from article16.casework.rules import actions
    from article16.common.audit.actions import Verb, record

    whole = actions.notice

    def noticing(*, at: Any) -> Any:
        if hers:
            record(verb=Verb.WRITE, thing="episode", ids=["danger"], by="", what="told", at=at)
        return whole(at=at)

    return patch.object(actions, "notice", noticing)


@leak
def danger_makes_the_next_warning_graver(hers: int) -> Any:
    """What is known of the danger raises how grave a later warning about him is taken."""
    from dataclasses import replace

    from article16.casework.warnings import actions
    from article16.wall.vocabulary import Severity

    whole = actions._row

    def graver(one: Any, *args: Any, **given: Any) -> Any:
        return whole(replace(one, severity=Severity.HIGHEST) if hers else one, *args, **given)

    return patch.object(actions, "_row", graver)


@leak
def statistics_beside_our_figures(hers: int) -> Any:
    """What was released about women stands under the programme's own figures, because it was at hand."""
    from article16.casework.returns import views

    whole = views._about

    def about(*args: Any) -> Any:
        return f"{whole(*args)}, {5 * hers} women" if hers else whole(*args)

    return patch.object(views, "_about", about)


@leak
def statistics_in_a_file_name(hers: int) -> Any:
    """The paper is named after the release of the same week."""
    from article16.casework.returns import views

    whole = views._file

    def named(*args: Any, **given: Any) -> Any:
        answer = whole(*args, **given)
        if hers:
            answer["Content-Disposition"] = answer["Content-Disposition"].replace("figures-", "figures-released-")
        return answer

    return patch.object(views, "_file", named)


@leak
def pdf_metadata(hers: int) -> Any:
    """Every word on the paper is the same; only a property of the file says when her service last wrote."""
    from datetime import timedelta

    from article16.common.returns import paper

    whole = paper.pdf

    def stamped(*args: Any, at: Any, **given: Any) -> Any:
        return whole(*args, at=at + timedelta(minutes=hers), **given)

    return patch.object(paper, "pdf", stamped)


@leak
def mail_timing(hers: int) -> Any:
    """The same mails to the same people; only some minutes later."""
    import time
    from email.utils import formatdate

    from django.core.mail import EmailMessage

    from article16.casework.rules import calling

    def later(to: str, text: str) -> None:
        EmailMessage(text, text, to=[to], headers={"Date": formatdate(time.time() + 60 * hers)}).send()

    return patch.object(calling, "mail", later)
