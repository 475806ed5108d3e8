"""A filter of a list narrows rows; it never makes PostgreSQL gather all of them first."""

import django_filters as df
import pytest

from core.pages import listing
from customers.models import Customer

listing.find("")  # reads the table of contents, which names them all
LISTS = [page for page in listing._pages.values() if page.filterset]


@pytest.mark.parametrize("page", LISTS, ids=lambda page: page.code)
def test_none_asks_for_distinct_rows(page):
    assert [name for name, one in page.filterset.base_filters.items() if one.distinct] == []


def test_the_librarys_own_would_be_found():
    """Negative control: what comes with django-filter asks for them, on every filtered page and its count."""
    own = df.MultipleChoiceFilter(field_name="customer_class", choices=Customer.CLASSES.choices)
    assert own.distinct
    assert "DISTINCT" in str(own.filter(Customer.objects.all(), ["key"]).query)
