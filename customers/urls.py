from django.urls import path

from customers.views import analysis, customers, pool, visits

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
    path("<int:pk>/release/", customers.customer_release, name="customer_release"),
    path("<int:pk>/confirm/", customers.customer_confirm, name="customer_confirm"),
    path("<int:pk>/credit/", customers.customer_credit, name="customer_credit"),
    path("<int:pk>/addresses/new/", customers.address_create, name="address_create"),
    path("addresses/<int:pk>/edit/", customers.address_edit, name="address_edit"),
    path("addresses/<int:pk>/remove/", customers.address_remove, name="address_remove"),
    path("<int:pk>/extend/", customers.customer_extend, name="customer_extend"),
    path("pool/", pool.pool_list, name="pool_list"),
    path("pool/<int:pk>/", pool.pool_detail, name="pool_detail"),
    path("pool/<int:pk>/claim/", pool.customer_claim, name="customer_claim"),
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
