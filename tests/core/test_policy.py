"""The company's rules as dated versions; decisions keep which one they used."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from core import clock, policy
from core.errors import Forbidden, Invalid
from core.models import AuditEntry, PolicyVersion

pytestmark = pytest.mark.django_db
NOW = "2026-11-21 10:00:00+08:00"


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    monkeypatch.setattr(policy, "_rules", {})
    policy.register(
        policy.Rule("tea.major", "重大金额", policy.MONEY, "100000", "超过 {value} 元的要领导批"),
        policy.Rule("tea.discount", "折让", policy.PERCENT, "0.15", "折让不过 {value}"),
        policy.Rule("tea.days", "有效期", policy.DAYS, 30, "{value} 天有效"),
        policy.Rule("tea.on", "开关", policy.SWITCH, True, "要不要：{value}"),
        policy.Rule("tea.name", "名称", policy.TEXT, "甲", "叫{value}"),
        policy.Rule("tea.factor", "系数", policy.NUMBER, "1.50", "乘 {value}"),
    )
    with time_machine.travel(NOW, tick=False):
        yield


def revise(actor, key="tea.major", raw="200000", valid_from=date(2026, 11, 21), clause="超过 {value} 元的要领导批"):
    return policy.revise(actor=actor, key=key, raw=raw, clause=clause, valid_from=valid_from, note="年中调整")


def test_before_anybody_revised_the_default_holds_as_version_0():
    found = policy.in_force("tea.major")
    assert (found.number, found.value, found.clause) == (0, Decimal("100000"), "超过 100,000.00 元的要领导批")


@pytest.mark.parametrize(
    ("key", "value", "clause"),
    [
        ("tea.discount", Decimal("0.15"), "折让不过 15%"),
        ("tea.days", 30, "30 天有效"),
        ("tea.on", True, "要不要：是"),
        ("tea.name", "甲", "叫甲"),
        ("tea.factor", Decimal("1.50"), "乘 1.5"),
    ],
)
def test_each_kind_of_value_reads_as_people_write_it(key, value, clause):
    found = policy.in_force(key)
    assert (found.value, found.clause) == (value, clause)


def test_a_revision_holds_from_its_day_on(cast):
    revise(cast.admin, valid_from=date(2026, 12, 1))
    assert policy.value("tea.major") == Decimal("100000")
    assert policy.value("tea.major", on=date(2026, 11, 30)) == Decimal("100000")
    assert policy.value("tea.major", on=date(2026, 12, 1)) == Decimal("200000")


def test_past_days_keep_the_rule_of_their_day(cast):
    revise(cast.admin)
    with time_machine.travel("2027-02-01 10:00:00+08:00", tick=False):
        revise(cast.admin, raw="300000", valid_from=date(2027, 2, 1))
        on = [date(2026, 11, 20), date(2026, 11, 21), date(2027, 1, 31), date(2027, 2, 1)]
        assert [policy.in_force("tea.major", on=day).number for day in on] == [0, 1, 1, 2]


def test_of_two_revisions_for_one_day_the_later_holds(cast):
    revise(cast.admin, raw="1")
    revise(cast.admin, raw="2")
    assert policy.value("tea.major") == Decimal("2")


def test_a_decision_cites_the_versions_it_used(cast):
    revise(cast.admin)
    used = policy.many(["tea.major", "tea.days"]).values()
    assert policy.cite(used) == {"tea.major": 1, "tea.days": 0}


def test_many_rules_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        policy.many(["tea.major", "tea.days", "tea.on"])


def test_an_undeclared_rule_is_a_defect():
    with pytest.raises(KeyError):
        policy.value("tea.unheard_of")


def test_a_revision_is_written_down(cast):
    version = revise(cast.admin)
    entry = AuditEntry.objects.get(code="policy.revised")
    assert (entry.actor, entry.subject_id, entry.reason) == (cast.admin, version.pk, "年中调整")


@pytest.mark.parametrize("login", ["rep", "head", "vp", "leader"])
def test_only_those_with_the_right_revise(cast, login):
    with pytest.raises(Forbidden):
        revise(getattr(cast, login))
    assert not PolicyVersion.objects.filter(key="tea.major").exists()


def test_everybody_reads_the_rules(cast):
    revise(cast.admin)
    assert all(PolicyVersion.objects.visible_to(person).filter(key="tea.major").exists() for person in cast.everyone())


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("tea.major", "一百万"),
        ("tea.major", "-1"),
        ("tea.major", "NaN"),
        ("tea.major", "Infinity"),
        ("tea.days", "1.5"),
        ("tea.days", "-1"),
        ("tea.days", ""),
        ("tea.name", "  "),
    ],
)
def test_a_value_of_another_kind_is_refused(cast, key, raw):
    with pytest.raises(Invalid) as refusal:
        revise(cast.admin, key=key, raw=raw)
    assert "value" in refusal.value.errors


def test_the_past_is_not_revised(cast):
    with pytest.raises(Invalid) as refusal:
        revise(cast.admin, valid_from=clock.today() - timedelta(days=1))
    assert "valid_from" in refusal.value.errors


def test_a_rule_needs_its_clause(cast):
    with pytest.raises(Invalid) as refusal:
        revise(cast.admin, clause=" ")
    assert "clause" in refusal.value.errors


def test_a_switch_is_switched(cast):
    revise(cast.admin, key="tea.on", raw="off")
    assert policy.value("tea.on") is False
    revise(cast.admin, key="tea.on", raw="on")
    assert policy.value("tea.on") is True


def test_rules_stand_under_their_room():
    assert policy.group(policy.Rule("quote.major", "", policy.MONEY, "1", "")) == "报价"
    assert policy.group(policy.Rule("tea.major", "", policy.MONEY, "1", "")) == "tea"


def test_what_pages_make_of_the_rules_is_made_once_and_anew_when_one_changes(cast):
    made = []

    @policy.made_of_recent
    def twice():
        made.append(1)
        return policy.recent_values(["tea.days"])["tea.days"] * 2

    assert (twice(), twice(), len(made)) == (60, 60, 1)
    policy.revise(actor=cast.admin, key="tea.days", raw="45", clause="{value} 天有效", valid_from=clock.today())
    assert (twice(), twice(), len(made)) == (90, 90, 2)


def test_what_is_old_is_made_anew(monkeypatch, cast):
    @policy.made_of_recent
    def twice():
        return policy.recent_values(["tea.days"])["tea.days"] * 2

    assert twice() == 60
    PolicyVersion.objects.create(
        key="tea.days", number=1, value=10, clause="{value} 天", valid_from=clock.today(), created_by=cast.admin
    )
    assert twice() == 60, "as long as it is kept"
    monkeypatch.setattr(policy, "RECENT_SECONDS", -1)
    assert twice() == 20
