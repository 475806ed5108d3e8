"""Where a written rule decides, the page can say which one, as it holds today."""

import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client

from core import clock, policy, process
from customers import services as customers
from customers.models import Customer
from quotes import policy as quote_rules
from quotes.forms import QuoteForm
from tests.architecture.sources import ROOT

KEY = quote_rules.VALID_DAYS
USED = re.compile(r"{% rules ([^%]+)%}")


def drawn(*keys):
    named = " ".join(f'"{key}"' for key in keys)
    return Template(f"{{% load rules %}}{{% rules {named} %}}").render(Context())


@pytest.fixture(autouse=True)
def _fresh():
    policy._forget()
    yield
    policy._forget()


def revise(cast, value="45"):
    return policy.revise(
        actor=cast.admin, key=KEY, raw=value, clause="报价 {value} 天内有效。", valid_from=clock.today()
    )


def test_it_says_the_clause_with_todays_value_and_leads_on(cast):
    html = drawn(KEY)
    assert "报价自报价日起 30 天内有效" in html
    assert "默认" in html
    assert f'href="/policies/{KEY}/"' in html
    assert 'href="/processes/quotes-quote/"' in html


def test_a_revision_shows_at_once_with_its_number_and_day(cast):
    drawn(KEY)
    revise(cast)
    html = drawn(KEY)
    assert "报价 45 天内有效。" in html
    assert "第 1 版" in html
    assert clock.today().isoformat() in html


def test_it_is_closed_until_asked_and_needs_no_script(cast):
    html = drawn(KEY)
    assert '<details class="rule"><summary>' in html
    assert "依据：报价有效期" in html
    assert "依据 2 条制度" in drawn(KEY, quote_rules.MAJOR_AMOUNT)
    assert drawn().strip() == ""


def test_every_rule_that_a_template_names_is_declared():
    named = {
        key
        for page in ROOT.glob("templates/**/*.html")
        for keys in USED.findall(page.read_text(encoding="utf-8"))
        for key in re.findall(r'"([^"]+)"', keys)
    }
    assert "visits.positions" in named
    assert not [key for key in named if policy.find(key) is None]


def test_a_rule_nobody_declared_is_noticed(cast):
    """Negative control."""
    with pytest.raises(KeyError):
        drawn("quotes.no_such_rule")


def test_fields_show_theirs(cast):
    browser = Client()
    browser.force_login(cast.rep)
    page = browser.get("/customers/visits/new/").content.decode()
    assert "依据：拜访补录期限" in page
    assert "依据 4 条制度" in browser.get("/customers/new/").content.decode()
    assert getattr(QuoteForm.base_fields["valid_until"], "rules", ()) == (KEY,)
    assert getattr(QuoteForm.base_fields["title"], "rules", ()) == ()


@pytest.mark.parametrize(
    ("login", "address", "told"),
    [
        ("rep", "/quotes/?filters=1", ["重大报价金额", "报价有效期", "报价到期提醒"]),
        ("rep", "/customers/visits/?filters=1", ["拜访补录期限"]),
        ("director", "/quotes/analysis/", ["报价有效期"]),
    ],
)
def test_filters_and_charts_say_the_rule_they_count_by(cast, login, address, told):
    browser = Client()
    browser.force_login(getattr(cast, login))
    page = browser.get(address).content.decode()
    assert [name for name in told if f"依据：{name}" not in page] == []


def test_today_says_by_which_rules_a_customer_is_due(cast):
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    browser = Client()
    browser.force_login(cast.rep)
    assert 'class="rule"' not in browser.get("/").content.decode(), "nothing is due, so no rule speaks"
    Customer.objects.filter(pk=customer.pk).update(created_at=clock.now() - timedelta(days=90))
    page = browser.get("/").content.decode()
    assert "依据 4 条制度" in page
    assert page.count('class="rule"') == 1


def test_a_filter_by_several_rules_says_all(cast):
    browser = Client()
    browser.force_login(cast.rep)
    page = browser.get("/customers/?filters=1").content.decode()
    assert "依据 4 条制度" in page
    assert page.count('class="rule"') == 4, "four filters go by rules, the others by none"


@pytest.mark.parametrize(("language", "words"), [("en", "Rule: "), ("zh-hant", "依據：")])
def test_what_was_kept_for_one_reader_is_said_to_the_next_in_theirs(cast, language, words):
    from django.utils import translation

    drawn(KEY)
    with translation.override(language):
        html = drawn(KEY)
    assert words in html
    assert "报价自报价日起" not in html


def test_it_tells_no_process_where_none_asks():
    assert process.pages_using("visits.position_days") == []
