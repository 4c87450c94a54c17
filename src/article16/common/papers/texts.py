"""What the declarations cannot say: purposes, risks, and the hours after a breach. No law of one country stands "
"here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    purpose: tuple[str, ...]
    people: tuple[str, ...]
    recipients: tuple[str, ...]
    can_tell: tuple[str, ...]


OF_SERVICE = {
    "casework": About(
        purpose=(
            "Working with men who used violence, so that women and children are safer: referral, intake, groups, "
            "reviews, "
            "endings, questionnaires, and the figures that a programme owes its funders.",
            "Warnings go to the women's service, sealed, alike for every man. Nothing comes back but a receipt, and "
            "one "
            "code from each panel for every man alike.",
        ),
        people=(
            "Men in the programme: identity, offences and allegations, health where it bears on the work, attendance, "
            "answers.",
            "People he, a court or the police name: name, relation, a child's birth date. Never where she or a child "
            "lives, "
            "works, learns or can be reached.",
            "Staff: name, e-mail, what they opened and wrote.",
        ),
        recipients=(
            "The women's service of the programme: sealed messages.",
            "Courts, probation, police and child protection: as the staff decide, each time on record.",
            "The man himself: a copy on request, looked through by a second person.",
        ),
        can_tell=(
            "Who opened which file, in which minute, for any span of time: the export of the record below, and the "
            "page "
            "“who opened this file” of each man.",
            "Whether the record itself was changed: article16 audit verify.",
            "The database of casework is in clear: whoever has the file or the disk without its encryption has read "
            "it. "
            "What left sealed for the women's service cannot be opened with anything that casework holds.",
        ),
    ),
    "support": About(
        purpose=(
            "Supporting women and children who were harmed: safe contact, safety planning, support, and acting on "
            "warnings.",
            "Evaluation with her consent: rows without names, sealed to a key that no worker holds.",
        ),
        people=(
            "Women: identity, safe contact, what they said, plans, answers. Sealed under a key of each case.",
            "Children: as she says and as far as their safety needs it. Sealed with the case.",
            "Men: what came through the wall, sealed to the service.",
            "Staff: name, e-mail, duty, what they opened and wrote.",
        ),
        recipients=(
            "Whoever she agreed to, for what she agreed to, as long as she agrees: the register of disclosures.",
            "In danger to life: spoken, with one approver, on record.",
            "Funders and the public: figures under the rule for small numbers, at most once a year.",
        ),
        can_tell=(
            "Who signed in and when; what was opened stands sealed in the record, and opens for a lead who is "
            "unlocked.",
            "The database alone opens nothing of hers: without a worker's passphrase, passkey or code, or two recovery "
            "sheets, it is ciphertext. If one of these may be lost too, take it as read.",
            "A browser that was unlocked on a lost device: end the sessions of its worker, then make the key anew.",
        ),
    ),
}
ALIKE = (
    "The greatest risk is not to the organisation: a safe address, a name or one sentence of hers that reaches the "
    "man can "
    "cost her life. Each measure below is judged by that first.",
)
# What can go wrong, for whom, what the program does, what is left to people.
RISKS = (
    (
        "Something she said reaches him: a letter, a copy of his file, a slip of staff",
        "Women, children",
        "Two services with a wall; casework holds nothing she says; his copy is looked through by a second person; "
        "tests "
        "compare two worlds that differ only in what women said",
        "Talk about no woman in the team of casework; read each copy as he would",
    ),
    (
        "Somebody on the staff looks up a person they know",
        "Men, women",
        "Every page opened is on record and shown to the manager; a person says so, and the file closes to them",
        "Look at the record each month; speak about it when people start",
    ),
    (
        "A disk, a laptop or a backup is stolen",
        "Everybody",
        "Support is sealed by case; backups are sealed; casework is not encrypted by the program",
        "Encrypt the disk of casework; lock the drawer with the recovery sheets",
    ),
    (
        "A warning is lost or comes too late",
        "Women, children",
        "A ladder that climbs until a person acted, watched from outside",
        "A rota without gaps; phones that are answered",
    ),
    (
        "Data are kept although nobody needs them",
        "Everybody",
        "Periods by class and country, tasks when they end, erasing with a second person",
        "Set the periods of your country; erase when the task comes",
    ),
    (
        "He is judged by a figure",
        "Men",
        "No score decides by itself; what is not known is shown as not known",
        "A person decides, and says why",
    ),
)
TO_FILL = (
    "Controller, address, and who answers for it",
    "Data protection officer",
    "Legal basis for each purpose (Articles 6, 9 and 10 of the GDPR, and your national law)",
    "Who was asked: men, women's organisations, staff",
    "Where the servers stand, and who runs them",
    "The periods of your country, with where they stand",
    "What remains, and who accepts it, with date and signature",
)
SOURCES = (
    "GDPR: Articles 6, 9, 10, 12(3), 15, 17, 30, 33, 35. Istanbul Convention: Articles 16(3) and 65. Your own law goes "
    "before what stands here: ask your data protection officer.",
)
HOURS = (
    (
        "Hour 0 to 1: people first",
        (
            "Could a safe address, a name or a word of hers be where he, his family or his friends can see it? Then "
            "call her "
            "worker now: she is warned inside her safe contact, or as in danger to life, before anything else on "
            "this page.",
            "Write the time down: the 72 hours begin when somebody here became aware.",
            "Do not switch machines off. Take the network cable out, or end sessions: People, the person, “sign out "
            "everywhere”.",
            "One person leads, one writes the log at the end of this kit.",
        ),
    ),
    (
        "Hour 1 to 4: what happened",
        (
            "Save the record of the span in question: administrator, Papers on data protection, “Export the record”. "
            "Save it "
            "on a stick, not on the machine in question.",
            "Run: article16 audit verify. Say in the log what it answered.",
            "Keep a copy of the data folder before anything is repaired.",
            "Which people, which kinds of data, how many, since when? The tables below say what was sealed and what "
            "was not.",
        ),
    ),
    (
        "Hour 4 to 24: stop it",
        (
            "A worker's key or device is in doubt: end the sessions, let the lead make the key of the service anew.",
            "Passwords and second factors of those concerned anew. The pin of the women's service: ring, compare, "
            "then accept.",
            "Tell the data protection officer and the management. Tell the other service: by telephone, to a person.",
            "Decide for each person concerned what it means for her or him. Ask those who know: her worker, his "
            "facilitator.",
        ),
    ),
    (
        "Hour 24 to 48: whom to tell",
        (
            "The authority: within 72 hours, unless a risk to people is unlikely; write down why if you do not. What "
            "is not "
            "known yet follows later.",
            "The people concerned: without delay where the risk is high. Women: never by post or mail; only inside "
            "their safe "
            "contact, in words agreed with their worker.",
            "Men: by the ordinary way; nothing in it says whether any woman is in contact with anybody.",
        ),
    ),
    (
        "Hour 48 to 72: in writing",
        (
            "To the authority: what happened, whose data and about how many, whom to ask, what it can lead to, what "
            "was done "
            "and will be done.",
            "Check each sentence: does it tell him something about her?",
            "Keep this log. What was learned becomes a task with a name and a day.",
        ),
    ),
)
