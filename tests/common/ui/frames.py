"""The frame of the smallest service."""

from django.http import HttpRequest
from django.urls import reverse

from article16.common.ui.shell import House, Shell


def frame(request: HttpRequest) -> Shell:
    return Shell(house=House.CASEWORK, service="Casework", synthetic=True, keys=reverse("keys"))
