"""The administrators' windows: no back door, and every change leaves its entry."""

import pytest
from django.contrib import admin
from django.urls import reverse

from core import clock
from core.admin import HouseAdmin
from core.models import AuditEntry, CompanyBot, Holiday, NumberPattern, TaxRate

pytestmark = pytest.mark.django_db


def test_every_window_is_one_of_ours():
    assert admin.site._registry
    assert [m for m, window in admin.site._registry.items() if not isinstance(window, HouseAdmin)] == []


def test_facts_and_machinery_have_no_window_to_change_them():
    changeable = {model._meta.label_lower for model, window in admin.site._registry.items() if not window.is_closed()}
    assert not changeable & {"core.auditentry", "core.auditseal", "core.policyversion", "core.notification", "org.user"}


@pytest.mark.parametrize("login", ["rep", "head", "vp", "leader", "finance", "hr"])
@pytest.mark.parametrize("model", ["holiday", "taxrate", "numberpattern", "companybot"])
def test_only_administrators_look(as_, login, model):
    assert as_(login).get(reverse(f"admin:core_{model}_changelist")).status_code in (302, 403)


@pytest.mark.parametrize("model", ["holiday", "taxrate", "numberpattern", "companybot"])
def test_administrators_do(as_, model):
    assert as_("admin").get(reverse(f"admin:core_{model}_changelist")).status_code == 200
    assert as_("admin").get(reverse(f"admin:core_{model}_add")).status_code == 200


def test_the_settings_are_found_from_the_app_and_lead_back(as_):
    settings = f'href="{reverse("admin:index")}"'
    assert settings in as_("admin").get(reverse("core:policy_list")).content.decode()
    assert settings not in as_("head").get(reverse("core:policy_list")).content.decode()
    sidebar = as_("admin").get(reverse("admin:index")).content.decode()
    for place in ("core:policy_list", "workflow:route_list", "core:notice_rules", "core:job_list", "org:role_list"):
        assert f'href="{reverse(place)}"' in sidebar


def test_a_holiday_counts_at_once_and_is_written_down(as_, cast):
    as_("admin").post(reverse("admin:core_holiday_add"), {"date": "2027-03-01", "name": "公司年会"})
    clock.forget_overrides()
    assert clock.is_workday(Holiday.objects.get().date) is False
    entry = AuditEntry.objects.get(code="holiday.edited")
    assert (entry.actor, entry.source) == (cast.admin, "admin")
    as_("admin").post(reverse("admin:core_holiday_delete", args=[Holiday.objects.get().pk]), {"post": "yes"})
    assert not Holiday.objects.exists()
    assert AuditEntry.objects.filter(code="holiday.removed").exists()
    clock.forget_overrides()


def test_a_change_keeps_before_and_after(as_):
    row = Holiday.objects.create(date="2027-03-01", name="年会")
    as_("admin").post(reverse("admin:core_holiday_change", args=[row.pk]), {"date": "2027-03-01", "name": "团建"})
    assert AuditEntry.objects.get(code="holiday.edited").data == {"name": ["年会", "团建"]}


def test_saving_without_a_change_is_no_event(as_):
    row = Holiday.objects.create(date="2027-03-01", name="年会")
    as_("admin").post(reverse("admin:core_holiday_change", args=[row.pk]), {"date": "2027-03-01", "name": "年会"})
    assert not AuditEntry.objects.filter(code="holiday.edited").exists()


def test_nothing_is_deleted_by_the_dozen(as_):
    row = Holiday.objects.create(date="2027-03-01", name="年会")
    as_("admin").post(
        reverse("admin:core_holiday_changelist"),
        {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"},
    )
    assert Holiday.objects.exists()


def test_a_rate_in_use_is_ended_not_rewritten(as_):
    row = TaxRate.objects.get(code="13")
    as_("admin").post(
        reverse("admin:core_taxrate_change", args=[row.pk]), {"rate": "0.16", "valid_until": "2027-12-31"}
    )
    row.refresh_from_db()
    assert (str(row.rate), str(row.valid_until)) == ("0.1300", "2027-12-31")
    assert as_("admin").post(reverse("admin:core_taxrate_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_a_number_pattern_goes_through_its_service(as_):
    row = NumberPattern.objects.create(kind="test.paper", prefix="CS")
    data = {"prefix": "CS", "date_format": "%Y%m", "separator": "-", "width": 5, "reset": "month"}
    as_("admin").post(reverse("admin:core_numberpattern_change", args=[row.pk]), data)
    row.refresh_from_db()
    assert (row.reset, row.width) == ("month", 5)
    assert AuditEntry.objects.filter(code="numbering.revised").count() == 1
    bad = as_("admin").post(reverse("admin:core_numberpattern_change", args=[row.pk]), data | {"date_format": "%Y"})
    row.refresh_from_db()
    assert (bad.status_code, row.date_format) == (200, "%Y%m")


def test_a_bots_address_is_a_secret(as_):
    as_("admin").post(
        reverse("admin:core_companybot_add"), {"channel": "wecom", "url": "wecombot://secret", "active": "on"}
    )
    assert CompanyBot.objects.get().active
    assert "secret" not in str(AuditEntry.objects.get(code="bot.edited").data)


def test_the_script_policy_holds_in_the_admin(as_):
    policy = as_("admin").get(reverse("admin:index"))["Content-Security-Policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in scripts
