from django.urls import path

from workflow import views, views_routes

app_name = "workflow"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:request_id>/", views.request_detail, name="request_detail"),
    path("<int:request_id>/withdraw/", views.request_withdraw, name="request_withdraw"),
    path("<int:request_id>/remind/", views.request_remind, name="request_remind"),
    path("<int:request_id>/copy/", views.request_copy, name="request_copy"),
    path("steps/<int:step_id>/approve/", views.step_approve, name="step_approve"),
    path("steps/<int:step_id>/return/", views.step_return, name="step_return"),
    path("steps/<int:step_id>/reject/", views.step_reject, name="step_reject"),
    path("steps/<int:step_id>/transfer/", views.step_transfer, name="step_transfer"),
    path("steps/<int:step_id>/add-signer/", views.step_add_signer, name="step_add_signer"),
    path("approve/", views.steps_approve, name="steps_approve"),
    path("undo/", views.verdict_undo, name="verdict_undo"),
    path("routes/", views_routes.route_list, name="route_list"),
    path("routes/try/", views_routes.route_try, name="route_try"),
    path("routes/<str:kind>/", views_routes.route_detail, name="route_detail"),
    path("routes/<str:kind>/revise/", views_routes.route_revise, name="route_revise"),
]
