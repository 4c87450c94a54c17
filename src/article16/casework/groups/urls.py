from django.urls import path

from . import group_views, man_views, programme_views, session_views

urlpatterns = [
    path("groups/", group_views.groups, name="groups"),
    path("groups/add/", group_views.group_add, name="group-add"),
    path("groups/<uuid:group_id>/", group_views.group, name="group"),
    path("groups/<uuid:group_id>/change/", group_views.group_change, name="group-change"),
    path("groups/<uuid:group_id>/end/", group_views.group_end, name="group-end"),
    path("groups/<uuid:group_id>/plan/", group_views.group_plan, name="group-plan"),
    path("groups/<uuid:group_id>/enrol/", man_views.group_enrol, name="group-enrol"),
    path("groups/<uuid:group_id>/sessions/", session_views.group_sessions, name="group-sessions"),
    path("groups/<uuid:group_id>/sessions/add/", session_views.session_add, name="session-add"),
    path("sessions/<uuid:session_id>/", session_views.session_register, name="session-register"),
    path("sessions/<uuid:session_id>/print/", session_views.session_print, name="session-print"),
    path("sessions/<uuid:session_id>/change/", session_views.session_change, name="session-change"),
    path("sessions/<uuid:session_id>/cancel/", session_views.session_cancel, name="session-cancel"),
    path("enrolments/<uuid:enrolment_id>/leave/", man_views.enrolment_leave, name="enrolment-leave"),
    path("clients/<uuid:client_id>/attendance/", man_views.attendance, name="attendance"),
    path("clients/<uuid:client_id>/attendance/<uuid:session_id>/", man_views.make_up, name="make-up"),
    path("programmes/<uuid:programme_id>/attendance/", programme_views.attendance_rules, name="attendance-rules"),
    path("programmes/<uuid:programme_id>/holidays/", programme_views.holidays, name="holidays"),
    path("holidays/<uuid:holiday_id>/remove/", programme_views.holiday_remove, name="holiday-remove"),
]
