from django.urls import path

from . import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/return/", views.period_return, name="return"),
    path("figures/return/print/", views.return_print, name="return-print"),
    path("figures/return/sheet/", views.return_sheet, name="return-sheet"),
    path("figures/return/<str:figure>/", views.return_records, name="return-records"),
]
