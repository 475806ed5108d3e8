from django.urls import path

from core.pages import design, offline, views

app_name = "pages"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("pick/<str:code>/", views.pick, name="pick"),
    path("counts/", views.counts, name="counts"),
    path("preferences/", views.set_preferences, name="preferences"),
    path("new/", views.create, name="create"),
    path("worker/", offline.worker, name="worker"),
    path("offline/", offline.apart, name="apart"),
    path("design/", design.page, name="design"),
    path("design/list/", design.listing_page, name="design_list"),
    path("design/record/", design.record_page, name="design_record"),
    path("design/form/", design.form_page, name="design_form"),
]
