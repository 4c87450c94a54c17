from django.urls import path

from . import box_views, child_views, due_views, support_views, to_do_views, views, writing_views

CASE = "cases/<uuid:survivor_id>/"
CHILD = f"{CASE}children/<uuid:child_id>/"
BOX = "from-casework/<uuid:message_id>/"
urlpatterns = [
    path("due/", due_views.survivors_due, name="survivors-due"),
    path("due/terms/", due_views.survivors_terms, name="survivors-terms"),
    path("from-casework/", box_views.survivor_boxes, name="survivor-boxes"),
    path(BOX, box_views.survivor_box, name="survivor-box"),
    path(f"{BOX}<int:place>/open/", box_views.survivor_box_open, name="survivor-box-open"),
    path(f"{BOX}<int:place>/join/", box_views.survivor_box_join, name="survivor-box-join"),
    path(f"{BOX}<int:place>/aside/", box_views.survivor_box_aside, name="survivor-box-aside"),
    path(f"{BOX}close/", box_views.survivor_box_close, name="survivor-box-close"),
    path("cases/", views.survivors, name="survivors"),
    path("cases/add/", views.survivor_add, name="survivor-add"),
    path("cases/<uuid:survivor_id>/", views.survivor, name="survivor"),
    path("cases/<uuid:survivor_id>/contact/", writing_views.survivor_contact, name="survivor-contact"),
    path("cases/<uuid:survivor_id>/attempts/add/", writing_views.survivor_attempt, name="survivor-attempt"),
    path("cases/<uuid:survivor_id>/first/", writing_views.survivor_first, name="survivor-first"),
    path("cases/<uuid:survivor_id>/danger/", writing_views.survivor_danger, name="survivor-danger"),
    path("cases/<uuid:survivor_id>/told/add/", writing_views.survivor_duty, name="survivor-duty"),
    path("cases/<uuid:survivor_id>/consents/add/", writing_views.survivor_consent, name="survivor-consent"),
    path(
        "cases/<uuid:survivor_id>/consents/<uuid:consent_id>/end/",
        writing_views.survivor_consent_end,
        name="survivor-consent-end",
    ),
    path(
        "cases/<uuid:survivor_id>/consents/<uuid:consent_id>/told/",
        writing_views.survivor_disclosure,
        name="survivor-disclosure",
    ),
    path("cases/<uuid:survivor_id>/write/", writing_views.survivor_write, name="survivor-write"),
    path("cases/<uuid:survivor_id>/to-do/add/", to_do_views.survivor_to_do, name="survivor-to-do"),
    path("cases/<uuid:survivor_id>/to-do/<uuid:entry_id>/", to_do_views.survivor_done, name="survivor-done"),
    path("cases/<uuid:survivor_id>/plan/", writing_views.survivor_plan, name="survivor-plan"),
    path(f"{CASE}plan/print/", support_views.survivor_plan_print, name="survivor-plan-print"),
    path(f"{CASE}plan/print/<uuid:entry_id>/", support_views.survivor_plan_paper, name="survivor-plan-paper"),
    path(f"{CASE}referrals/add/", support_views.survivor_referral, name="survivor-referral"),
    path(
        f"{CASE}referrals/<uuid:entry_id>/", support_views.survivor_referral_outcome, name="survivor-referral-outcome"
    ),
    path(f"{CASE}children/add/", child_views.survivor_child_add, name="survivor-child-add"),
    path(CHILD, child_views.survivor_child, name="survivor-child"),
    path(f"{CHILD}record/", child_views.survivor_child_record, name="survivor-child-record"),
    path(f"{CHILD}protection/", child_views.survivor_child_status, name="survivor-child-status"),
    path(f"{CHILD}plan/", child_views.survivor_child_plan, name="survivor-child-plan"),
    path(f"{CHILD}notes/add/", child_views.survivor_child_note, name="survivor-child-note"),
    path("cases/<uuid:survivor_id>/close/", views.survivor_close, name="survivor-close"),
]
