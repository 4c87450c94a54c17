"""Pages about warnings: the desk, one warning, and what the lead sets."""

from .acting import alert_acknowledge, alert_pass_on, alert_take, alert_telling
from .desk import alert, alert_board, alerts_untold, duty_desk
from .hers import survivor_warnings
from .rota import (
    alert_ladder,
    rota,
    rota_absence_add,
    rota_hours,
    rota_reach,
    rota_shift_add,
    rota_shift_end,
)

__all__ = [
    "alert",
    "alert_acknowledge",
    "alert_board",
    "alert_ladder",
    "alert_pass_on",
    "alert_take",
    "alert_telling",
    "alerts_untold",
    "duty_desk",
    "rota",
    "rota_absence_add",
    "rota_hours",
    "rota_reach",
    "rota_shift_add",
    "rota_shift_end",
    "survivor_warnings",
]
