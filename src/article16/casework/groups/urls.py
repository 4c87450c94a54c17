from django.urls import path

from .views import alone, groups, men, programmes, sessions

urlpatterns = [
    path("groups/", groups.groups, name="groups"),
    path("groups/add/", groups.group_add, name="group-add"),
    path("groups/<uuid:group_id>/", groups.group, name="group"),
    path("groups/<uuid:group_id>/change/", groups.group_change, name="group-change"),
    path("groups/<uuid:group_id>/end/", groups.group_end, name="group-end"),
    path("groups/<uuid:group_id>/plan/", groups.group_plan, name="group-plan"),
    path("groups/<uuid:group_id>/enrol/", men.group_enrol, name="group-enrol"),
    path("groups/<uuid:group_id>/sessions/", sessions.group_sessions, name="group-sessions"),
    path("groups/<uuid:group_id>/sessions/add/", sessions.session_add, name="session-add"),
    path("sessions/<uuid:session_id>/", sessions.session_register, name="session-register"),
    path("sessions/<uuid:session_id>/print/", sessions.session_print, name="session-print"),
    path("sessions/<uuid:session_id>/change/", sessions.session_change, name="session-change"),
    path("sessions/<uuid:session_id>/cancel/", sessions.session_cancel, name="session-cancel"),
    path("enrolments/<uuid:enrolment_id>/leave/", men.enrolment_leave, name="enrolment-leave"),
    path("clients/<uuid:client_id>/attendance/", men.attendance, name="attendance"),
    path("clients/<uuid:client_id>/attendance/<uuid:session_id>/", men.make_up, name="make-up"),
    path("episodes/<uuid:episode_id>/reviews/hold/", alone.review_hold, name="review-hold"),
    path("episodes/<uuid:episode_id>/reviews/move/", alone.review_move, name="review-move"),
    path("episodes/<uuid:episode_id>/individual/write/", alone.individual_write, name="individual-write"),
    path("merges/<uuid:merge_id>/take-back/", alone.client_unmerge, name="client-unmerge"),
    path("individual/<uuid:individual_id>/record/", alone.individual_record, name="individual-record"),
    path("programmes/<uuid:programme_id>/attendance/", programmes.attendance_rules, name="attendance-rules"),
    path("programmes/<uuid:programme_id>/holidays/", programmes.holidays, name="holidays"),
    path("holidays/<uuid:holiday_id>/remove/", programmes.holiday_remove, name="holiday-remove"),
]
