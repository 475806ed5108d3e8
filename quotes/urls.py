from django.urls import path

from quotes.views import analysis, editor, products, record

app_name = "quotes"

urlpatterns = [
    path("", record.quote_list, name="quote_list"),
    path("board/", record.quote_board, name="quote_board"),
    path("analysis/", analysis.quote_analysis, name="quote_analysis"),
    path("new/", editor.quote_create, name="quote_create"),
    path("<int:pk>/edit/", editor.quote_edit, name="quote_edit"),
    path("<int:pk>/", record.quote_detail, name="quote_detail"),
    path("<int:pk>/pdf/", record.quote_pdf, name="quote_pdf"),
    path("<int:pk>/submit/", record.quote_submit, name="quote_submit"),
    path("<int:pk>/withdraw/", record.quote_withdraw, name="quote_withdraw"),
    path("<int:pk>/revise/", record.quote_revise, name="quote_revise"),
    path("<int:pk>/duplicate/", record.quote_duplicate, name="quote_duplicate"),
    path("<int:pk>/void/", record.quote_void, name="quote_void"),
    path("<int:pk>/stamp/", record.quote_stamp, name="quote_stamp"),
    path("<int:pk>/send/", record.quote_send, name="quote_send"),
    path("<int:pk>/feedback/", record.quote_feedback, name="quote_feedback"),
    path("products/", products.product_list, name="product_list"),
    path("products/new/", products.product_create, name="product_create"),
    path("products/<int:pk>/", products.product_detail, name="product_detail"),
    path("products/<int:pk>/edit/", products.product_edit, name="product_edit"),
    path("price-lists/", products.price_list_list, name="price_list_list"),
    path("price-lists/new/", products.price_list_create, name="price_list_create"),
    path("price-lists/<int:pk>/", products.price_list_detail, name="price_list_detail"),
]
