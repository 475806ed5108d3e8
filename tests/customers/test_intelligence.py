"""Intelligence is recorded, corrected, raised and lowered, and withdrawn (M02, M03); who may, and what is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core import attachments, clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Notification
from customers import services
from customers.choices import Secrecy
from customers.models import Customer, Intelligence
from tests.customers.conftest import enter
from tests.customers.deals import make_competitor
from tests.customers.intel import FACTS, TEXT, fresh, record

pytestmark = pytest.mark.django_db


def edit(actor, entry, **facts):
    version = facts.pop("version", None)
    return services.edit_intelligence(actor=actor, intelligence_id=entry.pk, facts=facts, version=version)


def regrade(actor, entry, level, **more):
    return services.regrade_intelligence(actor=actor, intelligence_id=entry.pk, level=level, **more)


def withdraw(actor, entry, reason="记错了客户", **more):
    return services.withdraw_intelligence(actor=actor, intelligence_id=entry.pk, reason=reason, **more)


def test_record_intelligence_says_who_learned_what_and_when(cast, customer):
    entry = record(cast.rep, customer)
    assert (entry.author, entry.text, entry.level, entry.learned_on) == (
        cast.rep,
        TEXT,
        Secrecy.INTERNAL,
        clock.today(),
    )
    event = AuditEntry.objects.get(code="intelligence.recorded")
    assert (event.subject_id, event.to_state) == (entry.pk, "internal")
    assert TEXT not in f"{event.subject_label}{event.reason}{event.data}", "the log never says what it says"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": "  "}, "text"),
        ({"kind": ""}, "kind"),
        ({"kind": "rumour"}, "kind"),
        ({"source": ""}, "source"),
        ({"reliability": "surely"}, "reliability"),
        ({"learned_on": clock.today() + timedelta(days=2)}, "learned_on"),
        ({"learned_on": None}, "learned_on"),
    ],
)
def test_what_cannot_be_right_is_refused(cast, customer, facts, field):
    with pytest.raises(Invalid) as told:
        record(cast.rep, customer, **facts)
    assert field in told.value.errors
    assert not Intelligence.objects.exists()


def test_it_is_about_somebody_and_at_a_known_level(cast, customer):
    with pytest.raises(Invalid, match="至少一个"):
        record(cast.rep)
    with pytest.raises(Invalid):
        record(cast.rep, customer, level="top")
    with pytest.raises(Invalid, match="level"):
        services.record_intelligence(actor=cast.rep, customer_id=customer.pk, facts={**FACTS, "level": "open"})


def test_the_database_holds_it_too(cast, customer):
    """The control: past the service, a row about nobody, and one withdrawn without a reason, do not stand."""
    entry = record(cast.rep, customer)
    for broken in ({"customer": None}, {"withdrawn_at": clock.now()}, {"text": ""}, {"level": "top"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Intelligence.objects.filter(pk=entry.pk).update(**broken)


def test_who_may_record_and_only_of_what_they_see(cast, customer):
    for login in ("rep", "head", "region", "director", "vp", "inside", "service"):
        record(getattr(cast, login), customer)
    for login in ("leader", "finance", "admin"):
        with pytest.raises(Forbidden):
            record(getattr(cast, login), customer)
    for login in ("rep2", "rep_south", "head_south", "account", "marketing"):
        with pytest.raises(Http404):
            record(getattr(cast, login), customer)
    with pytest.raises(Http404):
        record(cast.service, competitor=make_competitor(cast.rep))


def test_its_owner_is_told_where_the_level_lets_them_see_it(cast, customer):
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    record(cast.rep2, customer, level=Secrecy.SECRET)
    record(cast.rep, customer)
    assert not Notification.objects.filter(code="intelligence.recorded").exists()
    entry = record(cast.rep2, customer)
    notice = Notification.objects.get(code="intelligence.recorded")
    assert (notice.recipient_id, notice.subject_id) == (cast.ids["rep"], entry.pk)
    assert TEXT not in str(notice.params)


def test_edit_intelligence_corrects_it_for_author_and_superior(cast, customer):
    entry = record(cast.rep, customer)
    changed = edit(cast.rep, entry, text="预算 500 万", reliability="confirmed", version=1)
    assert (changed.text, changed.version) == ("预算 500 万", 2)
    with pytest.raises(Stale):
        edit(cast.head, entry, text="别的", version=1)
    assert edit(cast.head, entry, kind="budget").kind == "budget"
    assert edit(cast.head, entry, kind="budget").version == 3, "nothing changed"
    data = AuditEntry.objects.filter(code="intelligence.edited").earliest("pk").data
    assert data == {"text": "", "reliability": ["likely", "confirmed"]}
    with pytest.raises(Invalid):
        edit(cast.rep, entry, level="open")
    with pytest.raises(Invalid):
        edit(cast.rep, entry, learned_on=clock.today() + timedelta(days=2))


def test_colleagues_who_see_it_do_not_change_it(cast, customer):
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    entry = record(cast.rep2, customer)
    for act in (lambda: edit(cast.rep, entry, text="别的"), lambda: withdraw(cast.rep, entry)):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        regrade(cast.rep, entry, Secrecy.SECRET)
    for act in (lambda: edit(cast.rep_south, entry, text="别的"), lambda: withdraw(cast.rep_south, entry)):
        with pytest.raises(Http404):
            act()
    with pytest.raises(Http404):
        regrade(cast.rep_south, entry, Secrecy.SECRET)


def test_regrade_intelligence_up_is_the_authors_and_their_superiors(cast, customer):
    entry = record(cast.rep, customer, level=Secrecy.OPEN)
    raised = regrade(cast.rep, entry, Secrecy.INTERNAL, version=1)
    assert (raised.level, raised.version) == (Secrecy.INTERNAL, 2)
    regrade(cast.head, entry, Secrecy.SECRET)
    event = AuditEntry.objects.filter(code="intelligence.regraded").latest("pk")
    assert (event.from_state, event.to_state, event.actor) == ("internal", "secret", cast.head)
    with pytest.raises(Http404):
        regrade(cast.inside, entry, Secrecy.OPEN, reason="大家都知道了")


def test_regrade_intelligence_down_takes_a_right_and_a_reason(cast, customer):
    entry = record(cast.rep, customer, level=Secrecy.SECRET)
    with pytest.raises(Forbidden, match="降低密级"):
        regrade(cast.rep, entry, Secrecy.INTERNAL, reason="大家都知道了")
    with pytest.raises(Invalid, match="原因"):
        regrade(cast.head, entry, Secrecy.INTERNAL)
    with pytest.raises(Stale):
        regrade(cast.head, entry, Secrecy.INTERNAL, reason="已经公布", version=7)
    with pytest.raises(Invalid):
        regrade(cast.head, entry, "none")
    assert regrade(cast.head, entry, Secrecy.OPEN, reason="已经公布").level == Secrecy.OPEN
    assert AuditEntry.objects.get(code="intelligence.regraded").reason == "已经公布"
    assert regrade(cast.head, entry, Secrecy.OPEN).version == 2, "nothing changed"


def test_who_sees_it_no_longer_loses_what_the_bell_said(cast, customer):
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    entry = record(cast.rep2, customer)
    edit(cast.head, entry, kind="budget")
    bell = Notification.objects.filter(subject_kind="customers.intelligence", retracted_at=None)
    assert bell.visible_to(cast.rep).count() == 1
    regrade(cast.head, entry, Secrecy.INTERNAL)
    assert bell.visible_to(cast.rep).count() == 1, "the control: it still may be known"
    regrade(cast.head, entry, Secrecy.SECRET)
    assert not bell.visible_to(cast.rep).exists()


def test_withdraw_intelligence_keeps_it_with_the_reason(cast, customer):
    entry = record(cast.rep, customer)
    with pytest.raises(Invalid, match="原因"):
        withdraw(cast.rep, entry, reason=" ")
    with pytest.raises(Stale):
        withdraw(cast.rep, entry, version=9)
    withdrawn = withdraw(cast.head, entry, version=1)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_why, withdrawn.version) == (cast.head, "记错了客户", 2)
    assert not Intelligence.objects.standing().exists()
    assert Notification.objects.get(code="intelligence.withdrawn").recipient_id == cast.ids["rep"]


def test_what_was_withdrawn_stays_as_it_is(cast, customer):
    entry = withdraw(cast.rep, record(cast.rep, customer))
    assert not Notification.objects.filter(code="intelligence.withdrawn").exists(), "one's own act is no news"
    late = (
        lambda: edit(cast.rep, entry, text="别的"),
        lambda: withdraw(cast.rep, entry),
        lambda: regrade(cast.rep, entry, Secrecy.SECRET),
    )
    for act in late:
        with pytest.raises(Conflict, match="已经撤回"):
            act()
    assert not attachments.may_change(cast.rep, entry)
    assert attachments.may_change(cast.rep, record(cast.rep, customer))


def test_a_merge_takes_it_along_and_back(cast, customer):
    other = enter(cast.rep2, "锐恒自动化（成都）公司")
    entry = record(cast.rep2, other)
    assert not Intelligence.objects.visible_to(cast.rep).exists()
    merge = services.merge_customers(actor=cast.head, survivor_id=customer.pk, merged_id=other.pk)
    assert fresh(entry).customer_id == customer.pk
    assert Intelligence.objects.visible_to(cast.rep).get() == entry
    services.undo_merge(actor=cast.head, merge_id=merge.pk)
    assert fresh(entry).customer_id == other.pk
    assert not Intelligence.objects.visible_to(cast.rep).exists()


def test_with_the_customer_goes_what_its_people_may_know(cast, customer):
    inner, secret = (record(cast.rep, customer, level=level) for level in (Secrecy.INTERNAL, Secrecy.SECRET))
    services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep2, reason="换人跟")
    assert list(Intelligence.objects.visible_to(cast.rep2)) == [inner]
    assert set(Intelligence.objects.visible_to(cast.rep)) == {inner, secret}, "what one wrote oneself"
    assert Customer.objects.get(pk=customer.pk).owner_id == cast.ids["rep2"]
