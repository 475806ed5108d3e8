"""The inbox in a real browser: keys, two clicks, undo, the phone, nothing the content policy forbids."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests import cast as casting
from tests.browser import Site
from tests.workflow import memos
from workflow.models import ApprovalRequest

pytestmark = pytest.mark.browser


@pytest.fixture
def site(browser_site: Site) -> Site:
    """Three requests wait for the head: plain, plain, risky. The most urgent is number one."""
    memos.create_table()
    memos.lay_route()
    rep = casting.find().rep
    for text, risks in (("年度备件框架", []), ("机械密封更换", []), ("二期循环水泵站", ["低于底价 1.9%"])):
        memos.submit(memos.write(rep, text=text, amount="64000.00"), rep, risks=risks)
    return browser_site


@pytest.fixture
def problems(page: Page) -> list[str]:
    """What the browser complained of."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: found.append(said.text) if "Content Security Policy" in said.text else None)
    return found


def sign_in(page: Page, site: Site) -> None:
    client = Client()
    client.force_login(casting.find().head)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])
    page.goto(site.url + "/inbox/")


def open_title(page: Page):
    return page.locator(".pv h1")


def states() -> list[str]:
    return list(ApprovalRequest.objects.order_by("pk").values_list("state", flat=True))


def test_keys_walk_and_approve_and_the_toast_takes_back(page: Page, site: Site, problems: list[str]) -> None:
    sign_in(page, site)
    expect(open_title(page)).to_have_text("年度备件框架")
    page.keyboard.press("j")
    expect(open_title(page)).to_have_text("机械密封更换")
    assert "id=" in page.url
    page.keyboard.press("k")
    expect(open_title(page)).to_have_text("年度备件框架")
    page.keyboard.press("a")
    expect(open_title(page)).to_have_text("机械密封更换")
    assert states() == ["approved", "open", "open"]
    page.locator(".tst button", has_text="撤销").click()
    expect(page.locator(".tst")).to_contain_text("已撤销")
    assert states() == ["open", "open", "open"]
    assert problems == []


def test_a_return_asks_for_its_reason_first(page: Page, site: Site) -> None:
    sign_in(page, site)
    page.keyboard.press("t")
    comment = page.locator(".verdict [name=comment]")
    expect(comment).to_be_focused()
    page.keyboard.type("art")
    page.keyboard.press("Enter")
    assert states() == ["open", "open", "open"]
    page.locator(".verdict button", has_text="退回").click()
    expect(open_title(page)).to_have_text("机械密封更换")
    assert states() == ["returned", "open", "open"]


def test_letters_of_a_word_being_composed_decide_nothing(page: Page, site: Site) -> None:
    sign_in(page, site)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true, isComposing: true}))"
    )
    page.wait_for_timeout(300)
    assert states() == ["open", "open", "open"]


def test_a_selection_in_two_clicks_without_the_risky_one(page: Page, site: Site) -> None:
    sign_in(page, site)
    assert page.locator("input[name=item]").nth(2).is_disabled()
    page.locator("[data-tick-all] input").check()
    expect(page.locator("[data-ticked]")).to_have_text("已选 2 份，共 12.8 万")
    page.locator("button", has_text="批量同意").click()
    expect(page.locator(".tst").first).to_contain_text("已同意 2 份")
    assert states() == ["approved", "approved", "open"]


def test_a_verdict_given_meanwhile_is_told_beside_the_approval(page: Page, site: Site) -> None:
    from workflow import services

    sign_in(page, site)
    request = ApprovalRequest.objects.order_by("pk").first()
    services.approve_step(actor=casting.find().head, step_id=request.steps.get().pk, digest=request.digest)
    page.keyboard.press("a")
    expect(page.locator("[role=alert]")).to_contain_text("周敏 已在")


def test_small_forms_come_up_over_the_page(page: Page, site: Site, problems: list[str]) -> None:
    sign_in(page, site)
    page.locator(".verdict summary").click()
    page.locator(".verdict .drop-m a", has_text="加签").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("h2")).to_have_text("加签")
    dialog.locator(".pk input").first.fill("qj")
    page.locator("dialog[open] [role=option]", has_text="钱佳怡").click()
    dialog.locator("button", has_text="加签").click()
    expect(page.locator(".route")).to_contain_text("钱佳怡 加签")
    assert problems == []


def test_a_choice_closes_the_picker_though_a_search_is_still_to_come(
    page: Page, site: Site, problems: list[str]
) -> None:
    sign_in(page, site)
    page.locator(".verdict summary").click()
    page.locator(".verdict .drop-m a", has_text="加签").click()
    box = page.locator("dialog[open] .pk input").first
    box.focus()
    expect(page.locator("dialog[open] [role=option]").first).to_be_visible()
    box.evaluate(
        """(input) => {
            input.value = "q";
            input.dispatchEvent(new InputEvent("input"));
            const option = input.parentElement.querySelector("[role=option]");
            option.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true }));
        }"""
    )
    page.wait_for_timeout(400)
    expect(page.locator("dialog[open] .pk-l").first).to_be_hidden()
    assert box.input_value() != "q"
    assert problems == []


def test_on_the_phone_the_list_leads_to_a_page(page: Page, site: Site, problems: list[str]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, site)
    expect(open_title(page)).to_be_hidden()
    page.locator(".inb .ttl").nth(1).click()
    expect(open_title(page)).to_have_text("机械密封更换")
    expect(page.locator(".inb").first).to_be_hidden()
    expect(page.locator(".s-tabbar")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".verdict button", has_text="退回").click()
    expect(page.locator(".verdict [name=comment]")).to_be_visible()
    page.locator(".verdict button", has_text="同意").click()
    expect(open_title(page)).to_have_text("二期循环水泵站")
    assert states() == ["open", "approved", "open"]
    assert problems == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_axe(page: Page, site: Site, width: int, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site)
    number = ApprovalRequest.objects.order_by("pk").last().pk
    for path in ("/inbox/", f"/inbox/?id={number}", "/inbox/?tab=done", f"/inbox/{number}/"):
        page.goto(site.url + path)
        found = Axe().run(page).response["violations"]
        grave = [(v["id"], [n["target"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]
        assert grave == [], (path, grave)
