"""Saying something about a record: who reads it, who is told, and that it stays."""

import pytest
from django.http import Http404
from django.urls import reverse

from core import comments
from core.errors import Invalid
from core.models import AuditEntry, Notification
from customers import services
from org.models import User

KIND = "customers.customer"


@pytest.fixture
def customer(cast):
    return services.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})


def say(who, customer, text):
    return comments.add_comment(actor=who, kind=KIND, subject_id=customer.pk, text=text)


def told(code):
    return {row.recipient.username for row in Notification.objects.filter(code=code)}


def test_it_stands_on_the_timeline_and_its_owner_is_told(as_, cast, customer):
    say(cast.head, customer, "交期先别写 8 周")
    page = as_("rep").get(customer.get_absolute_url()).content.decode()
    assert "交期先别写 8 周" in page
    assert told("comment.added") == {"rep"}
    assert Notification.objects.get(code="comment.added").url.endswith("?tab=timeline")


def test_whoever_is_named_is_told_once_and_by_mail(cast, customer):
    said = say(cast.rep, customer, f"@{cast.head}请看一下，@{cast.head} 急")
    assert told("comment.mentioned") == {"head"}
    assert told("comment.added") == set(), "nobody is told of their own words"
    assert said.entry.data["mentions"] == [str(cast.head)]
    [entry] = Notification.objects.filter(code="comment.mentioned")
    assert str(cast.rep) in entry.params["person"]


def test_nobody_is_told_of_what_they_do_not_see(cast, customer):
    said = say(cast.rep, customer, f"@{cast.rep_south} 你那边有熟人吗")
    assert said.blind == [str(cast.rep_south)]
    assert told("comment.mentioned") == set()
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep_south)
    say(cast.rep, customer, f"@{cast.rep_south} 现在看得到了")
    assert told("comment.mentioned") == {"rep_south"}, "control: the share alone made the difference"


def test_who_spoke_before_hears_the_answer(cast, customer):
    say(cast.head, customer, "谈到哪了")
    say(cast.rep, customer, "下周签")
    assert told("comment.added") == {"rep", "head"}


def test_whom_a_record_concerns_is_told_while_they_see_it(cast, customer):
    say(cast.head, customer, "交期谁定的")
    cast.rep.roles.clear()
    say(cast.head, customer, "那就这样报")
    assert Notification.objects.filter(code="comment.added", recipient=cast.rep).count() == 1


def test_a_longer_name_goes_before_a_shorter_one(cast, customer):
    for login, name in (("head", "王伟"), ("director", "王伟民")):
        User.objects.filter(username=login).update(display_name=name)
    say(cast.rep, customer, "@王伟民来定")
    assert told("comment.mentioned") == {"director"}


@pytest.mark.parametrize("text", ["", "  \n ", "好" * 1001])
def test_an_empty_or_endless_one_is_refused(cast, customer, text):
    with pytest.raises(Invalid) as refusal:
        say(cast.rep, customer, text)
    assert "text" in refusal.value.errors
    assert not AuditEntry.objects.filter(code=comments.CODE).exists()


@pytest.mark.parametrize("kind", ["org.user", "core.auditentry", "nothing.here"])
def test_other_kinds_take_none(cast, kind):
    with pytest.raises(Http404):
        comments.add_comment(actor=cast.rep, kind=kind, subject_id=cast.rep.pk, text="嗯")


def test_an_unseen_record_is_not_there(as_, cast, customer):
    with pytest.raises(Http404):
        say(cast.rep_south, customer, "看看")
    assert (
        as_("rep_south").post(reverse("core:comment_add", args=[KIND, customer.pk]), {"text": "嗯"}).status_code == 404
    )


def test_the_box_comes_back_with_what_was_typed(as_, customer):
    url = reverse("core:comment_add", args=[KIND, customer.pk])
    page = as_("head").post(url, {"text": "好" * 1001}).content.decode()
    assert "好" * 1000 in page


def test_it_goes_back_to_where_one_was_and_says_who_was_told(as_, cast, customer):
    url = reverse("core:comment_add", args=[KIND, customer.pk])
    here = f"{customer.get_absolute_url()}?tab=timeline"
    answer = as_("head").post(url, {"text": "交期先问工厂", "next": here}, follow=True)
    assert answer.redirect_chain[0][0] == here
    assert f"通知了 {cast.rep}" in answer.content.decode()


def test_names_are_marked_and_the_rest_is_escaped(as_, cast, customer):
    say(cast.rep, customer, f"@{cast.head}请看 <b>粗</b>")
    page = as_("rep").get(customer.get_absolute_url()).content.decode()
    assert f'<span class="at">@{cast.head}</span>请看 &lt;b&gt;' in page


@pytest.mark.parametrize("record", ["customers.visit", "customers.opportunity", "customers.lead", "quotes.quote"])
def test_every_main_record_takes_comments(record):
    assert record in comments.kinds()
