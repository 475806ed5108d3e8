from django.urls import path

from performance.views import reports, reviews

app_name = "performance"
urlpatterns = [
    path("", reports.report_list, name="report_list"),
    path("write/", reports.report_write, name="report_write"),
    path("team/", reports.report_team, name="report_team"),
    path("review/", reviews.review_week, name="review_week"),
    path("review/issue/", reviews.issue_raise, name="issue_raise"),
    path("<int:pk>/", reports.report_detail, name="report_detail"),
    path("<int:pk>/withdraw/", reports.report_withdraw, name="report_withdraw"),
    path("<int:pk>/read/", reports.report_read, name="report_read"),
]
