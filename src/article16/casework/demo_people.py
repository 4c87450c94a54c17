"""The made-up people of casework's demonstration. Nobody of these names is meant."""

from article16.common.accounts.demo import DemoPerson, DemoProgramme

PROGRAMMES = (
    DemoProgramme("graz", "Graz programme"),
    DemoProgramme("probation", "Probation programme"),
    DemoProgramme("prison", "Prison programme"),
)

PEOPLE = (
    DemoPerson(
        "ana@demo.invalid",
        "Ana Ferreira",
        "facilitator",
        ("graz",),
        "Ana Ferreira. Works with the men of one programme.",
    ),
    DemoPerson(
        "peter@demo.invalid",
        "Peter Sand",
        "intake",
        ("graz", "probation"),
        "Peter Sand. Takes referrals for two programmes.",
    ),
    DemoPerson(
        "miriam@demo.invalid",
        "Miriam Vogel",
        "manager",
        ("graz", "probation"),
        "Miriam Vogel. All men of two programmes, and who opened which file.",
    ),
    DemoPerson("ida@demo.invalid", "Ida Berg", "administrator", (), "Ida Berg. People and settings; no case content."),
    DemoPerson(
        "tom@demo.invalid",
        "Tom Reuter",
        "auditor",
        ("graz", "probation", "prison"),
        "Tom Reuter. Reads for 14 days, everything recorded.",
    ),
    DemoPerson("ben@demo.invalid", "Ben Okoro", "facilitator", ("prison",), ""),
    DemoPerson("jonas@demo.invalid", "Jonas Adler", "facilitator", ("graz",), ""),
    DemoPerson("lena@demo.invalid", "Lena Moser", "facilitator", ("graz",), ""),
    DemoPerson("eva@demo.invalid", "Eva Lindner", "facilitator", ("probation",), ""),
    DemoPerson("murat@demo.invalid", "Murat Aydın", "facilitator", ("probation",), ""),
    DemoPerson("daniel@demo.invalid", "Daniel Roth", "facilitator", ("probation",), ""),
    DemoPerson("nina@demo.invalid", "Nina Kraus", "facilitator", ("prison",), ""),
    DemoPerson("olaf@demo.invalid", "Olaf Brand", "facilitator", ("prison",), ""),
    DemoPerson("vera@demo.invalid", "Vera Stein", "manager", ("prison",), ""),
    DemoPerson("paul@demo.invalid", "Paul Hofer", "intake", ("prison",), ""),
)
