from django.urls import path

from workflow import views_processes

app_name = "processes"
urlpatterns = [
    path("", views_processes.process_list, name="process_list"),
    path("<slug:code>/", views_processes.process_detail, name="process_detail"),
]
