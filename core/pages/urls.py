from django.urls import path

from core.pages import views

app_name = "pages"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("pick/<str:code>/", views.pick, name="pick"),
    path("counts/", views.counts, name="counts"),
    path("preferences/", views.set_preferences, name="preferences"),
    path("new/", views.create, name="create"),
    path("me/", views.me, name="me"),
]
