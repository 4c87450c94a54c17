"""What a list can say of a man: the fields of a mapping file, with the words that people use for such columns."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from article16.casework.clients.kinds import Asked, Mandate, Path, Reading, Sender
from article16.casework.clients.names import plain
from article16.casework.endings.kinds import EndingKind
from article16.casework.groups.words import MARKS

from .values import words_of


class Kind(StrEnum):
    TEXT = "text"
    NAME = "name"
    DAY = "day"
    BIRTH = "birth"  # a day on which a man was born
    NUMBER = "number"
    CHOICE = "choice"
    BOX = "box"  # sealed for her service, kept nowhere here


@dataclass(frozen=True)
class Field:
    """One field of a list."""

    name: str
    kind: Kind
    meaning: str
    words: str = ""  # how columns are called, in several languages
    required: bool = False
    longest: int = 160  # characters, or the largest number
    choices: tuple[tuple[str, object], ...] = ()

    @cached_property
    def allowed(self) -> dict[str, str]:
        return words_of(list(self.choices))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(code) for code, _label in self.choices))

    @cached_property
    def called(self) -> frozenset[str]:
        return frozenset(plain(word.replace("_", " ")) for word in [self.name, *self.words.split()])


def _closed(choices) -> tuple[tuple[str, object], ...]:
    return tuple((str(code), label) for code, label in choices)


REFERRALS = (
    Field("name", Kind.NAME, "his name; several columns are put one behind the other", required=True,
          words="name klient client man family_name surname last_name first_name given_name nachname familienname "
          "vorname apellido apellidos nombre cognome nome nom prenom mann klientenname"),
    Field("birth_date", Kind.BIRTH, "his date of birth",
          words="born dob birth date_of_birth birthday geb geboren geburtsdatum geb_datum nacimiento "
          "fecha_de_nacimiento data_di_nascita nascita naissance date_de_naissance"),
    Field("received_on", Kind.DAY, "the day the referral came", required=True,
          words="referred received date date_of_referral referral_date referral zugewiesen zuweisung zuweisungsdatum "
          "eingang eingangsdatum datum fecha fecha_de_derivacion data data_invio aufnahme"),
    Field("sender", Kind.CHOICE, "who sends him", choices=_closed(Sender.choices),
          words="sender referrer referred_by_whom source zuweiser zuweisende_stelle zuweisung_durch "
          "derivado_por inviante invio_da quelle"),
    Field("agency", Kind.TEXT, "the office, by name; one that is not there yet is made",
          words="agency office authority behorde behoerde stelle gericht court institucion ente servizio"),
    Field("agency_reference", Kind.TEXT, "their number for him", longest=60,
          words="reference ref file_number case_number az aktenzeichen geschaftszahl gz expediente pratica"),
    Field("referred_by", Kind.TEXT, "the person there",
          words="contact_person officer probation_officer sachbearbeiter ansprechperson bewahrungshelfer"),
    Field("referrer_contact", Kind.TEXT, "how that person is reached", longest=300,
          words="officer_phone officer_email kontakt_zuweiser"),
    Field("path", Kind.CHOICE, "the path of entry", choices=_closed(Path.choices), words="path zugangsweg pfad"),
    Field("mandate", Kind.CHOICE, "on what he comes", choices=_closed(Mandate.choices),
          words="mandate order auflage weisung mandato"),
    Field("mandate_text", Kind.TEXT, "the words of the mandate", longest=3000,
          words="wording text_der_weisung auflagentext"),
    Field("sessions_ordered", Kind.NUMBER, "sessions ordered", longest=500,
          words="sessions sessions_ordered einheiten sitzungen sesiones"),
    Field("hours_ordered", Kind.NUMBER, "hours ordered", longest=2000, words="hours hours_ordered stunden horas ore"),
    Field("language", Kind.TEXT, "his language", longest=60,
          words="language sprache muttersprache idioma lingua langue"),
    Field("interpreter", Kind.CHOICE, "whether an interpreter is needed", choices=_closed(Asked.choices),
          words="interpreter dolmetsch dolmetscher interprete"),
    Field("reading", Kind.CHOICE, "whether he reads and writes", choices=_closed(Reading.choices),
          words="literacy reading lesen alphabetisierung"),
    Field("next_hearing", Kind.DAY, "the next hearing", words="hearing next_hearing verhandlung audiencia udienza"),
    Field("answer_by", Kind.DAY, "the day by which the sender wants an answer",
          words="answer_by deadline frist ruckmeldung_bis antwort_bis plazo"),
    Field("for_her_service", Kind.BOX, "who she or a child is, or where they are; sealed, kept nowhere here",
          longest=3000,
          words="partner partnerin ex_partner expartnerin wife ehefrau gattin victim opfer geschadigte frau pareja "
          "compagna moglie vittima children kinder hijos figli school schule kindergarten"),
)  # fmt: skip
ATTENDANCE = (
    Field("code", Kind.TEXT, "his code here, such as C-014; or else his name", words="code client_code klientennummer"),
    Field("name", Kind.NAME, "his name", words=REFERRALS[0].words),
    Field("birth_date", Kind.BIRTH, "his date of birth, where names are alike", words=REFERRALS[1].words),
    Field("day", Kind.DAY, "the day of the session", required=True,
          words="session session_date date datum termin fecha data sitzung"),
    Field("mark", Kind.CHOICE, "present, late and so on", required=True,
          choices=_closed((one.mark.value, word) for one in MARKS for word in (one.words, one.short, one.letter)),
          words="attendance attended status anwesend anwesenheit teilnahme asistencia presenza mark"),
    Field("minutes", Kind.NUMBER, "minutes he was there", longest=1440, words="minutes minuten minutos minuti"),
    Field("note", Kind.TEXT, "a note", longest=1000, words="note comment bemerkung anmerkung nota"),
)  # fmt: skip
ENDINGS = (
    *ATTENDANCE[:3],
    Field("kind", Kind.CHOICE, "how it ended", required=True, choices=_closed(EndingKind.choices),
          words="ending outcome status result abschluss ende beendigung ergebnis resultado esito final"),
    Field("decided_on", Kind.DAY, "the day on which it ended", required=True,
          words="ended end_date date_of_ending date ended_on ende_am beendet_am abschlussdatum datum fecha_final data"),
    Field("last_attended_on", Kind.DAY, "the last day on which he was there",
          words="last_session last_attended letzte_sitzung letzter_termin ultima_sesion"),
    Field("reasons", Kind.TEXT, "why", longest=3000, words="reason reasons grund begrundung motivo bemerkung notes"),
    Field("elsewhere", Kind.TEXT, "of a transfer: to which programme", words="transferred_to wohin verlegt_nach"),
)  # fmt: skip
LISTS = {"referrals": REFERRALS, "attendance": ATTENDANCE, "endings": ENDINGS}
