"""The harness has teeth: every planted leak is caught, and nothing else."""

import pytest

from tests.worlds import test_family, test_overview_day, test_panel, test_releases
from tests.worlds.planting import all_leaks
from tests.worlds.stage import Stage
from tests.worlds.test_worlds import DAY, SILENT, TOLD

# Where each is seen first. What is seen elsewhere too does not matter; that it is not seen at all does.
SEEN = {
    "header": "X-Served-In",
    "etag": "headers",
    "comment_on_one_page_for_one_role": "sweep, GET /clients/",
    "size": "body: +    ",
    "cookie_attribute": "cookies",
    "redirect_target": "?saved",
    "status_of_what_does_not_exist": "status: - 404 Not Found | + 410",
    "session_value": "django_session",
    "count_badge": "body",
    "order": "GET /clients/",
    "shared_sequence": "sqlite_sequence",
    "touched_timestamp": "accounts_programme",
    "column_value": "clients_episode",
    "id_made_of_the_words": "mailbox",
    "audit_row": "audit_entry",
    "log_line": "log",
    "file_in_the_data_folder": "casework/last-box",
    "cache_key": "cache",
    "mail_sent": "mail",
    "length_of_the_seal": "suite 01",
    "length_of_a_draft": "accounts_draft",
    "message_only_where_she_takes_part": "outbox_outgoingmessage",
    "receipt_that_tells": "refused",
    "doctor_that_tells": "3 cases there",
    "her_database_opened": "casework reached sqlite3.connect",
    "her_folder_listed": "casework reached os.listdir",
    "column_order_of_an_export": "export-0/tables/",
    "length_of_a_sealed_document": "family_sealedcontent",
    "search_hit": "POST /search/",
    "panel_count_badge": "GET /panel/ as miriam, body",
    "panel_order": "as miriam, body",
    "danger_as_a_task": "tasks_task",
    "danger_in_the_record": "audit_entry",
    "danger_makes_the_next_warning_graver": "warnings_raised",
    "statistics_beside_our_figures": "GET /figures/ as miriam, body",
    "statistics_in_a_file_name": "figures-released-",
    "pdf_metadata": "GET /figures/return/print/ as miriam, body",
    "mail_timing": "Date: ",
}
# What only comes about in a day of another room.
DAYS = dict.fromkeys(("column_order_of_an_export", "length_of_a_sealed_document"), test_family.SHORT)
DAYS |= dict.fromkeys(("panel_count_badge", "panel_order"), test_panel.SHORT)
_BESIDE = ("danger_as_a_task", "danger_in_the_record", "danger_makes_the_next_warning_graver", "mail_timing")
_FIGURES = ("statistics_beside_our_figures", "statistics_in_a_file_name", "pdf_metadata")
DAYS |= dict.fromkeys((*_BESIDE, *_FIGURES), (test_releases.DAY, test_releases.SILENT, test_releases.RELEASED))
DAYS |= {"search_hit": test_overview_day.SHORT}


def test_every_leak_says_where_it_is_seen() -> None:
    assert set(SEEN) == set(all_leaks())
    assert len(SEEN) >= 20


@pytest.mark.parametrize("leak", sorted(all_leaks()))
def test_a_planted_leak_is_caught(stage: Stage, leak: str) -> None:
    # The sweep takes long; it is only made where the day alone shows nothing.
    day = DAYS.get(leak, (DAY, SILENT, TOLD))
    found = stage.play(*day, leak=leak, swept=False) or stage.play(*day, leak=leak)
    assert any(SEEN[leak] in sentence for sentence in found), found


def test_without_a_leak_there_is_no_alarm_and_none_stays_planted(stage: Stage) -> None:
    stage.play(DAY, SILENT, TOLD, leak="header", swept=False)
    assert stage.play(DAY, SILENT, TOLD) == ()
    assert stage.play(DAY, TOLD, TOLD, swept=False) == ()
