from django.urls import path

from quotes.views import record

app_name = "quotes"

urlpatterns = [
    path("<int:pk>/", record.quote_detail, name="quote_detail"),
    path("<int:pk>/pdf/", record.quote_pdf, name="quote_pdf"),
    path("<int:pk>/submit/", record.quote_submit, name="quote_submit"),
    path("<int:pk>/withdraw/", record.quote_withdraw, name="quote_withdraw"),
    path("<int:pk>/revise/", record.quote_revise, name="quote_revise"),
    path("<int:pk>/duplicate/", record.quote_duplicate, name="quote_duplicate"),
    path("<int:pk>/void/", record.quote_void, name="quote_void"),
    path("<int:pk>/stamp/", record.quote_stamp, name="quote_stamp"),
    path("<int:pk>/send/", record.quote_send, name="quote_send"),
]
