"""Addresses that both houses share. Only what is wanted of django-allauth is mounted."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from . import people_views, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/demo/", views.demo_enter, name="demo-enter"),
    path("sign-in/help/", views.cannot_sign_in, name="cannot-sign-in"),
    path("sign-in/second/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/ended/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("account/", views.account, name="account"),
    path("account/sign-out-everywhere/", views.account_sign_out_everywhere, name="account-sign-out-everywhere"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second/", mfa.index, name="mfa_index"),
    path("account/second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second/code-app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second/code-app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/second/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("account/second/passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("account/second/passkeys/again/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second/passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/second/passkeys/<int:pk>/edit/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("people/", people_views.people, name="people"),
    path("people/add/", people_views.person_add, name="person-add"),
    path("people/<uuid:person_id>/", people_views.person, name="person"),
    path("people/<uuid:person_id>/role/", people_views.person_role, name="person-role"),
    path("people/<uuid:person_id>/role/<int:membership>/end/", people_views.person_role_end, name="person-role-end"),
    path("people/<uuid:person_id>/link/", people_views.person_link, name="person-link"),
    path("people/<uuid:person_id>/leave/", people_views.person_leave, name="person-leave"),
    path(
        "people/<uuid:person_id>/closed/<uuid:closed_id>/open/", people_views.person_file_open, name="person-file-open"
    ),
    path("programmes/", people_views.programmes, name="programmes"),
    path("programmes/add/", people_views.programme_add, name="programme-add"),
]
