"""Signing in and the own account."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from article16.common import forms as common

from . import actions, forms, queries
from .adapter import AccountAdapter
from .pages import AccountPage, FormPage, SignInPage


def house():
    """What differs between the two houses on pages they share; see `policy.HOUSE` of each service."""
    return import_string(f"article16.{settings.SERVICE}.policy.HOUSE")


class SignIn(LoginView):
    def get_context_data(self, **kwargs) -> dict:
        page = SignInPage(
            about=house().about,
            demo_roles=house().demo_roles if settings.DEMO else (),
            other_house=house().other_origin if settings.TRAINING else "",
            idle_minutes=int(settings.IDLE_LIMIT.total_seconds() // 60),
        )
        return super().get_context_data(**kwargs) | {"page": page}


sign_in = SignIn.as_view()


@require_POST
def demo_enter(request: HttpRequest) -> HttpResponse:
    """Sign in without a password, in the demonstration only, as one of its made-up people."""
    offered = {role.email for role in house().demo_roles} if settings.DEMO else set()
    staff = queries.demo_people(offered).get(request.POST.get("email", ""))
    if staff is None:
        raise Http404
    AccountAdapter(request).login(request, staff)
    request.session["demo"] = True
    return HttpResponseRedirect(reverse("today"))


@require_safe
def cannot_sign_in(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/cannot_sign_in.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a one-time link: sets the password, or makes the first account of the service."""
    at = timezone.now()
    found = queries.open_invitation(actions.hash_of(token), at=at)
    if found is None or (found.staff is None and queries.anybody()):
        return render(request, "accounts/link_ended.html", status=404)
    form_class = forms.NewPassword if found.staff else forms.FirstAccount
    form = form_class(request.POST or None, staff=found.staff)
    done = common.save(request, form, lambda: _accept(form, found, at))
    if done:
        messages.success(request, _("Your password is set. Sign in with it now."))
        return done
    intro = _("Choose a password. After signing in you set up a second way to prove that it is you.")
    heading = _("Welcome, %(name)s") % {"name": found.staff.name} if found.staff else _("The first account")
    page = FormPage(heading=heading, intro=intro, form=form, button=_("Set the password"))
    return render(request, "accounts/form_page.html", {"page": page})


def _accept(form, found, at) -> str:
    data = form.cleaned_data
    if found.staff:
        actions.accept(invitation=found, password=data["password1"], at=at)
    else:
        actions.accept_first(
            invitation=found,
            name=data["name"],
            email=data["email"],
            programme=data["programme"],
            password=data["password1"],
            lead=house().lead,
            at=at,
        )
    return reverse("account_login")


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    row = queries.person_signed_in(request.user, at=timezone.now())
    labels = import_string(settings.ROLES)
    roles = tuple((labels[one.role].label, one.programme) for one in row.grants if one.role in labels)
    return render(request, "accounts/account.html", {"page": AccountPage(row.name, row.email, roles)})


@require_POST
def account_sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    actions.sign_out_everywhere(staff=request.user, at=timezone.now())
    messages.success(request, _("You are signed out on every device. Sign in again here."))
    return HttpResponseRedirect(reverse("account_login"))
