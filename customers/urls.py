from django.urls import path

from customers.views import analysis, customers, visits

app_name = "customers"
urlpatterns = [
    path("", customers.customer_list, name="customer_list"),
    path("analysis/", analysis.customer_analysis, name="customer_analysis"),
    path("new/", customers.customer_create, name="customer_create"),
    path("duplicates/", customers.customer_duplicates, name="customer_duplicates"),
    path("places/", customers.place_suggest, name="place_suggest"),
    path("<int:pk>/", customers.customer_detail, name="customer_detail"),
    path("<int:pk>/edit/", customers.customer_edit, name="customer_edit"),
    path("<int:pk>/classify/", customers.customer_classify, name="customer_classify"),
    path("<int:pk>/transfer/", customers.customer_transfer, name="customer_transfer"),
    path("<int:pk>/share/", customers.customer_share, name="customer_share"),
    path("<int:pk>/share/<int:user_id>/remove/", customers.customer_unshare, name="customer_unshare"),
    path("<int:pk>/contacts/new/", customers.contact_create, name="contact_create"),
    path("contacts/<int:pk>/edit/", customers.contact_edit, name="contact_edit"),
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/new/", visits.visit_log, name="visit_log"),
    path("visits/consent/", visits.consent_give, name="consent_give"),
    path("visits/consent/withdraw/", visits.consent_withdraw, name="consent_withdraw"),
    path("visits/<int:pk>/", visits.visit_detail, name="visit_detail"),
    path("visits/<int:pk>/amend/", visits.visit_amend, name="visit_amend"),
]
