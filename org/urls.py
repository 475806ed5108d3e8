from django.urls import path

from org import views, views_me, views_structure

app_name = "org"
urlpatterns = [
    # What concerns oneself
    path("me/", views_me.me, name="me"),
    path("me/sessions/<int:pk>/end/", views_me.session_end, name="session_end"),
    path("me/sessions/end-others/", views_me.session_end_others, name="session_end_others"),
    path("me/tokens/", views_me.token_list, name="token_list"),
    path("me/tokens/<int:pk>/revoke/", views_me.token_revoke, name="token_revoke"),
    # People
    path("people/", views.person_list, name="person_list"),
    path("people/new/", views.person_appoint, name="person_appoint"),
    path("people/<int:pk>/", views.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", views.person_edit, name="person_edit"),
    path("people/<int:pk>/move/", views.person_move, name="person_move"),
    path("people/<int:pk>/roles/", views.person_grant, name="person_grant"),
    path("people/<int:pk>/reinstate/", views.person_reinstate, name="person_reinstate"),
    path("people/<int:pk>/password/", views.person_reset_password, name="person_reset_password"),
    path("people/<int:pk>/second-factor/", views.person_reset_second_factor, name="person_reset_second_factor"),
    path("people/<int:pk>/stand-in/", views.stand_in_set, name="stand_in_set"),
    path("stand-ins/<int:pk>/cancel/", views.stand_in_cancel, name="stand_in_cancel"),
    path("handover/", views.handover, name="handover"),
    # The company's shape
    path("units/", views_structure.unit_list, name="unit_list"),
    path("units/new/", views_structure.unit_create, name="unit_create"),
    path("units/<int:pk>/edit/", views_structure.unit_edit, name="unit_edit"),
    path("units/<int:pk>/move/", views_structure.unit_move, name="unit_move"),
    path("units/<int:pk>/remove/", views_structure.unit_remove, name="unit_remove"),
    path("roles/", views_structure.role_list, name="role_list"),
    path("roles/new/", views_structure.role_create, name="role_create"),
    path("roles/<slug:code>/", views_structure.role_detail, name="role_detail"),
    path("roles/<slug:code>/edit/", views_structure.role_edit, name="role_edit"),
    path("roles/<slug:code>/remove/", views_structure.role_remove, name="role_remove"),
]
