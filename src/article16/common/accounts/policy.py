"""What every member of staff may open in either house: signing in, the own account, people and programmes."""

from .access import EVERYONE, PASSWORD, Access, Role, staff

ADMINISTRATOR = Role("Administrator", in_programme=False)

SIGN_IN: dict[str, Access] = {
    "health": EVERYONE,
    "design": EVERYONE,
    "keys": EVERYONE,
    "account_login": EVERYONE,
    "account_logout": EVERYONE,
    "account_inactive": EVERYONE,
    "cannot-sign-in": EVERYONE,
    "demo-enter": EVERYONE,
    "invitation": EVERYONE,
    "mfa_authenticate": EVERYONE,
    "mfa_login_webauthn": EVERYONE,
    "account_reauthenticate": PASSWORD,
    "mfa_reauthenticate": PASSWORD,
    "mfa_reauthenticate_webauthn": PASSWORD,
    "mfa_index": PASSWORD,
    "mfa_activate_totp": PASSWORD,
    "mfa_add_webauthn": PASSWORD,
    "mfa_list_webauthn": PASSWORD,
    "mfa_view_recovery_codes": PASSWORD,
    "mfa_generate_recovery_codes": PASSWORD,
    "mfa_download_recovery_codes": PASSWORD,
}


def account_pages(*every_role: str) -> dict[str, Access]:
    """Rows for the own account and its removal of second factors: everybody who is fully signed in."""
    own = staff(*every_role)
    library = staff(*every_role, library=True)
    names = ["account_change_password", "mfa_deactivate_totp", "mfa_remove_webauthn", "mfa_edit_webauthn"]
    return {"account": own, "account-sign-out-everywhere": own, **dict.fromkeys(names, library)}


PEOPLE: dict[str, Access] = {
    "people": staff("administrator", thing="staff"),
    "person": staff("administrator", thing="staff"),
    "person-add": staff("administrator"),
    "person-role": staff("administrator", thing="staff"),
    "person-role-end": staff("administrator"),
    "person-link": staff("administrator", thing="staff"),
    "person-leave": staff("administrator", thing="staff"),
    "person-file-open": staff("administrator", thing="staff"),
    "programmes": staff("administrator"),
    "programme-add": staff("administrator"),
}
