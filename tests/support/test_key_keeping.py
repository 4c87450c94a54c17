"""What holds the keys together: start, pin, doctor, tick; in training and installed for real data."""

from datetime import timedelta

import pytest
from django.utils import timezone

from article16.common.accounts import actions as accounts
from article16.common.accounts.models import Membership
from article16.support import commands
from article16.support.keys import doctoring, sealing, zone
from article16.support.keys.actions import ceremony, founding, new_case_key, recovering, rotating, sheets, workers
from article16.support.keys.models import Ceremony, Departure, Generation, Grant, WorkerKey
from article16.support.keys.rings import Ring
from article16.wall.box.errors import PinRefused
from article16.wall.box.opening import KEY_FILE, load_key_pair, make_key_pair
from article16.wall.box.sealing import former_path, load_pin
from tests.service import make_person, signed_in
from tests.support.holding import CHEAP, PASSPHRASE, give_key, holding, let_in, typed, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast, tmp_path, settings):
    """A service of its own, just installed."""
    settings.DATA_FOLDER, settings.PIN_FILE = tmp_path / "support", tmp_path / "pin" / "support.json"
    settings.BACKUP_FOLDER = tmp_path / "backup"
    settings.PASSPHRASE_COST = CHEAP
    zone.forget_pins()
    yield tmp_path
    zone.forget_pins()


@pytest.fixture
def installed(home, settings):
    settings.TRAINING = False
    zone.ensure()
    return home


def sentences():
    return {question.__name__: question(timezone.now()) for question in doctoring.QUESTIONS}


def set_up(staff, callbacks):
    at = timezone.now()
    opened = workers.make_key(staff=staff.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    with callbacks(execute=True):
        founding.found(key=opened.key, staff=staff.pk, at=at)
    held = holding(opened, staff)
    return opened, held, sheets.make_sheets(unlocked=held, by=staff.pk, at=at)


def test_in_training_the_key_of_the_trial_goes_on_and_its_file_is_gone(home, cast, django_capture_on_commit_callbacks):
    zone.ensure()
    before = load_pin(home / "pin" / "support.json")
    blob = sealing.seal_for_zone(b"before", context=b"here")
    _opened, held, _printed = set_up(cast.leyla, django_capture_on_commit_callbacks)
    assert not (home / "support" / KEY_FILE).exists()
    zone.ensure()
    assert load_pin(home / "pin" / "support.json") == before
    assert held.open_sealed(blob, context=b"here") == b"before"
    assert zone.problems() == []


def test_a_crash_between_the_grant_and_the_removal_leaves_the_file_to_the_next_start(home, cast):
    zone.ensure()
    opened = workers.make_key(staff=cast.leyla.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=timezone.now())
    founding.found(key=opened.key, staff=cast.leyla.pk, at=timezone.now())
    assert (home / "support" / KEY_FILE).exists()
    zone.ensure()
    assert not (home / "support" / KEY_FILE).exists()


def test_installed_nothing_real_is_taken_before_two_holders_tested_their_sheets(
    installed, cast, django_capture_on_commit_callbacks
):
    assert not (installed / "pin").exists(), "casework is given no key that has no sheets"
    record = sealing.seal_for_zone(b"the first rows of the record", context=b"here")
    opened, held, printed = set_up(cast.leyla, django_capture_on_commit_callbacks)
    assert held.zone[0].generation == 2, "the key that lay in a file is not the one that real words are sealed to"
    assert held.open_sealed(record, context=b"here")
    zone.ensure()
    assert not (installed / "pin").exists()
    with pytest.raises(accounts.NotPossible, match="not set up yet"):
        new_case_key(case=cast.graz.pk, at=timezone.now())
    page = signed_in(cast.leyla).get("/").content.decode()
    assert "strip" in page
    assert not sentences()["_set_up"].well
    for one in printed[:2]:
        with django_capture_on_commit_callbacks(execute=True):
            ceremony.try_sheet(sheet=typed(one), by=cast.sara.pk, at=timezone.now())
    assert load_pin(installed / "pin" / "support.json").public_key == held.zone[0].public_key
    assert new_case_key(case=cast.graz.pk, at=timezone.now())
    assert sentences()["_set_up"].well
    assert not sentences()["_holders"].well
    assert not sentences()["_kept"].well
    assert opened


def test_a_pin_that_was_never_ours_stops_the_start(home, cast, django_capture_on_commit_callbacks):
    zone.ensure()
    set_up(cast.leyla, django_capture_on_commit_callbacks)
    (home / "pin" / "support.json").write_text(make_key_pair("support", 1).pin("unix:/x").as_json())
    assert "never this service's" in zone.problems()[0]
    assert commands.safety()
    with pytest.raises(PinRefused, match="Find out who changed it"):
        zone.ensure()


def test_a_backup_from_before_the_present_key_is_told_apart_from_a_swapped_pin(
    home, cast, django_capture_on_commit_callbacks
):
    zone.ensure()
    _opened, held, _printed = set_up(cast.leyla, django_capture_on_commit_callbacks)
    later = make_key_pair(held.zone[0].zone, 2)
    (home / "pin" / "support.json").write_text(later.pin("unix:/x").as_json())
    assert "restored from before the key was made anew" in zone.problems()[0]
    (home / "pin" / "support.json").unlink()
    zone.ensure()
    assert zone.problems() == []


def test_without_key_and_file_it_does_not_start(home):
    assert "missing" in zone.problems()[0]


def test_a_new_key_stands_in_the_pin_and_the_former_beside_it(home, cast, django_capture_on_commit_callbacks):
    zone.ensure()
    _opened, held, _printed = set_up(cast.leyla, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        rotating.rotate(ring=Ring.ZONE, by=held, at=timezone.now())
    pin = home / "pin" / "support.json"
    assert (load_pin(pin).generation, load_pin(former_path(pin)).generation) == (2, 1)
    assert load_pin(former_path(pin)).public_key == held.zone[0].public_key


def test_a_crash_before_the_pin_is_written_is_made_good_at_the_next_start(
    home, cast, django_capture_on_commit_callbacks
):
    zone.ensure()
    _opened, held, _printed = set_up(cast.leyla, django_capture_on_commit_callbacks)
    rotating.rotate(ring=Ring.ZONE, by=held, at=timezone.now())
    pin = home / "pin" / "support.json"
    assert load_pin(pin).generation == 1
    zone.ensure()
    assert load_pin(pin).generation == 2


def test_on_a_blank_machine_the_restored_database_and_two_sheets_are_enough(
    home, cast, django_capture_on_commit_callbacks, tmp_path, settings
):
    zone.ensure()
    _opened, _held, printed = set_up(cast.leyla, django_capture_on_commit_callbacks)
    blob = sealing.seal_for_zone(b"what she said", context=b"here")
    settings.DATA_FOLDER, settings.PIN_FILE = tmp_path / "blank", tmp_path / "blank" / "pin.json"
    zone.forget_pins()
    zone.ensure()
    opened = workers.make_key(staff=cast.leyla.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=timezone.now())
    one, other = typed(printed[1]), typed(printed[2])
    at = timezone.now()
    recovering.recover(ring=Ring.ZONE, one=one, other=other, key=opened.key, by=cast.leyla.pk, at=at)
    assert holding(opened, cast.leyla).open_sealed(blob, context=b"here") == b"what she said"
    assert not (tmp_path / "blank" / KEY_FILE).exists()
    assert load_pin(settings.PIN_FILE).generation == 1


def test_who_loses_the_role_loses_the_key_with_the_next_tick_and_opens_nothing_at_once(cast, settings):
    leyla = give_key(cast.leyla, settings)
    mira = make_person("Mira Outside", "approver", cast.graz, at=timezone.now())
    let_in(cast.sara, give_key(cast.sara, settings), by=holding(leyla, cast.leyla), second=mira)
    browser = signed_in(cast.sara)
    unlock(browser)
    accounts.give_role(staff=cast.sara, grant=accounts.Grant("evaluator", cast.graz.pk), by="", at=timezone.now())
    Membership.objects.filter(staff=cast.sara, role="worker").delete()
    assert "opens nothing" in browser.get("/own-key/").content.decode()
    assert rotating.notice_departures(at=timezone.now()) == 1
    assert not Grant.objects.filter(key__staff=cast.sara).exists()
    assert WorkerKey.objects.filter(staff=cast.sara, ended_at=None).count() == 0
    assert Departure.objects.filter(staff=cast.sara, rotated_at=None).count() == 1
    assert rotating.notice_departures(at=timezone.now()) == 0
    assert "left" in sentences()["_left"].sentence
    assert not sentences()["_left"].well


def test_the_only_one_who_can_open_anything_neither_leaves_nor_makes_a_new_key(cast, settings):
    opened = give_key(cast.leyla, settings)
    with pytest.raises(accounts.NotPossible, match="Print the sheets first"):
        give_key(cast.leyla, settings)
    with pytest.raises(accounts.NotPossible, match="before this person leaves"):
        accounts.leave(staff=cast.leyla, by=str(cast.nora.pk), at=timezone.now())
    Membership.objects.filter(staff=cast.leyla).delete()
    assert rotating.notice_departures(at=timezone.now()) == 0
    sheets.make_sheets(unlocked=holding(opened, cast.leyla), by=cast.leyla.pk, at=timezone.now())
    assert rotating.notice_departures(at=timezone.now()) == 1


def test_the_doctor_says_how_long_messages_wait_to_be_opened(cast, settings):
    from article16.wall.inbox.actions import check_seals, take_over
    from article16.wall.inbox.arrivals import Found
    from tests.wall import made_up

    made_up.pair()
    keys = load_key_pair(settings.DATA_FOLDER)
    packet = made_up.packet(made_up.attendance(), to=keys, epoch="0f" * 16, sequence=1)
    at = timezone.now() - timedelta(hours=30)
    take_over([Found(("support", "0f" * 16, 1, packet.sha256), packet, at)], keys=None, at=at)
    found = sentences()["_unopened"]
    assert not found.well
    assert "30 hours ago" in found.sentence
    give_key(cast.leyla, settings)
    unlock(signed_in(cast.leyla))
    assert sentences()["_unopened"].well
    assert check_seals(keys=keys) == 0
    assert Ceremony.objects.count() == Generation.objects.count() == 1


@pytest.mark.parametrize(
    ("holders", "well", "begins"),
    [
        (0, False, "Nobody can unlock: what is sealed stays closed. Two recovery sheets let a lead back in."),
        (1, False, "One person can unlock. Let another one in"),
        (2, True, "2 people hold the key of the service."),
    ],
)
def test_the_doctor_says_in_a_plain_sentence_how_many_can_unlock(cast, settings, holders, well, begins):
    Ceremony.objects.create(begun_at=timezone.now(), done_at=timezone.now())
    held = None
    for name in ("Una Holm", "Vera Lind")[:holders]:
        person = make_person(name, "worker", cast.graz, at=timezone.now())
        opened = give_key(person, settings)
        if held:
            let_in(person, opened, by=held, second=cast.leyla)
        held = holding(opened, person)
    found = sentences()["_holders"]
    assert (found.well, found.sentence.startswith(begins)) == (well, True), found.sentence
