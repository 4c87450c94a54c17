"""The made-up people of support's demonstration. Nobody of these names is meant."""

from article16.common.accounts.demo import DemoPerson, DemoProgramme

PROGRAMMES = (DemoProgramme("graz", "Women’s service Graz"),)

PEOPLE = (
    DemoPerson(
        "sara@demo.invalid", "Sara Lindqvist", "worker", ("graz",), "Sara Lindqvist. Support worker on night duty."
    ),
    DemoPerson("leyla@demo.invalid", "Leyla Haddad", "lead", ("graz",), "Leyla Haddad. Duty lead of the service."),
    DemoPerson(
        "nora@demo.invalid", "Nora Weiss", "administrator", (), "Nora Weiss. People and settings; no case content."
    ),
)
