from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core.markup import markup

HOSTILE = '<b title="x">&\'</b>'


def test_values_are_escaped_as_django_does_it():
    for value in (HOSTILE, 5, None, gettext_lazy("客户"), SafeString("<i></i>")):
        assert markup("<a title='{}'>{}</a>", value, value) == format_html("<a title='{}'>{}</a>", value, value)


def test_the_result_is_markup_and_is_not_escaped_again():
    once = markup("<b>{}</b>", "<")
    assert markup("{}", once) == once == "<b>&lt;</b>"
