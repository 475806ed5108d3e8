"""The week of plans by mouse and thumb, and the Saturday meeting by keys."""

from datetime import timedelta

import pytest

from core import clock
from customers import services
from customers.models import FocusList, VisitPlan
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def monday():
    """Of the week after next: its lists are open whenever the tests run."""
    today = clock.today()
    return today + timedelta(14 - today.weekday())


@pytest.fixture
def plan(trade, cast, monday):
    return services.create_plan(
        actor=cast.rep, customer_id=trade.customer.pk, day=monday, focus=True, purpose="谈付款节点"
    )


def test_a_plan_is_dragged_to_another_day(sit, plan, monday):
    rep = sit("rep")
    rep.go(f"/customers/plan/?on={monday}")
    rep.page.locator("[data-card][draggable=true]").wait_for()
    assert rep.axe() == []
    tuesday = monday + timedelta(1)
    rep.page.drag_and_drop("[data-card] > a", f"section[data-column='{tuesday}']")
    rep.page.locator(f"section[data-column='{tuesday}'] [data-card]").wait_for()
    assert VisitPlan.objects.get().day == tuesday
    rep.page.reload()
    rep.page.locator(f"section[data-column='{tuesday}'] [data-card]").wait_for()


def test_on_the_phone_its_menu_leads_to_another_day(sit, plan, monday):
    rep = sit("rep", PHONE)
    rep.go(f"/customers/plan/?on={monday}")
    assert rep.sideways() == 0
    rep.tap("[data-card] summary")
    rep.tap("[data-card] .drop-m a:has-text('改日期')")
    rep.page.fill("[name=day]", str(monday + timedelta(2)))
    rep.send(".s-act button.btn-primary:visible")
    rep.page.locator(f"section[data-column='{monday + timedelta(2)}'] [data-card]").wait_for()
    assert VisitPlan.objects.get().day == monday + timedelta(2)


def test_the_arrows_walk_through_the_meeting_and_enter_confirms(sit, plan, cast, monday):
    services.submit_focus(actor=cast.rep, week=monday)
    year, week, _day = monday.isocalendar()
    vp = sit("vp")
    vp.go(f"/customers/focus/meeting/?week={year}-W{week:02}")
    who = vp.page.locator(".s-meet .who")
    assert "林晓峰" in who.inner_text()
    assert vp.axe() == []
    vp.page.keyboard.press("ArrowRight")
    vp.page.wait_for_function("() => !document.querySelector('.s-meet .who').textContent.includes('林晓峰')")
    vp.page.keyboard.press("ArrowLeft")
    vp.page.wait_for_function("() => document.querySelector('.s-meet .who').textContent.includes('林晓峰')")
    vp.page.keyboard.press("Enter")
    vp.toast("确认")
    assert FocusList.objects.get().state == "confirmed"
    vp.page.go_back()
    who.wait_for()
