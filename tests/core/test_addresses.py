import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from core.addresses import address_of


def test_an_address_is_what_reverse_says():
    assert address_of("customers:customer_list") == reverse("customers:customer_list")
    assert address_of("customers:customer_detail", 7) == reverse("customers:customer_detail", args=[7])


def test_it_follows_the_place_the_site_is_served_from():
    address_of("customers:customer_detail", 7)
    try:
        set_script_prefix("/crm/")
        assert address_of("customers:customer_detail", 8) == "/crm/customers/8/"
    finally:
        set_script_prefix("/")


def test_an_unknown_route_is_an_error():
    with pytest.raises(NoReverseMatch):
        address_of("customers:nothing")
