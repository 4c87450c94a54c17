"""The made-up people of support's demonstration. Nobody of these names is meant."""

from article16.common.accounts.demo import DemoPerson, DemoProgramme

PROGRAMMES = (DemoProgramme("graz", "Women’s service Graz"),)

PEOPLE = (
    DemoPerson(
        "sara@demo.invalid", "Sara Lindqvist", "worker", ("graz",), "Sara Lindqvist. Support worker on night duty."
    ),
    DemoPerson("leyla@demo.invalid", "Leyla Haddad", "lead", ("graz",), "Leyla Haddad. Duty lead of the service."),
    # Colleagues of theirs, without keys: nobody signs in as them; the rota and the team need more than one worker.
    DemoPerson("amal@demo.invalid", "Amal Kerim", "worker", ("graz",), ""),
    DemoPerson("ruth@demo.invalid", "Ruth Novak", "worker", ("graz",), ""),
    DemoPerson(
        "eva@demo.invalid", "Eva Lindgren", "evaluator", ("graz",), "Eva Lindgren. Counts who answered; names nobody."
    ),
    DemoPerson(
        "nora@demo.invalid", "Nora Weiss", "administrator", (), "Nora Weiss. People and settings; no case content."
    ),
)
