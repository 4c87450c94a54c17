"""Forged forms are refused, also under a policy that sends no referrer."""

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class FormsFromHere(CsrfViewMiddleware):
    """Django's check, with the one case that it cannot know.

    Under `Referrer-Policy: no-referrer` a browser writes `Origin: null` on our own forms. Such a form counts as ours
    when the browser says so itself (`Sec-Fetch-Site: same-origin`), or is too old to say anything; the token in the
    form is asked for all the same, and the cookies do not travel with forms of other sites.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null":
            return request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
        return super()._origin_verified(request)
