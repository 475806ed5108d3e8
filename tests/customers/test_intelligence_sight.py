"""Who sees which level, the same on every channel: `visible_to` is the only door (M03)."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import attachments, comments, timeline
from core.models import AuditEntry, Notification
from core.pages import finders
from customers import intel_lists, services
from customers.choices import Secrecy
from customers.models import Customer, Intelligence
from tests.api.client import Api
from tests.cast import LOGINS
from tests.customers.deals import make_competitor
from tests.customers.intel import record, trust

pytestmark = pytest.mark.django_db

LED = {"head", "region", "director", "vp", "leader"}
WORD = "金丝雀招标"


def seeing(cast, entry):
    return {login for login in LOGINS if Intelligence.objects.visible_to(getattr(cast, login)).filter(pk=entry.pk)}


@pytest.fixture
def shared(cast, customer):
    """Rep's customer, on which rep2 works too."""
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    return customer


@pytest.mark.parametrize(
    ("level", "besides"),
    [
        (Secrecy.OPEN, {"rep", "rep2", "inside", "finance", "service"}),
        (Secrecy.INTERNAL, {"rep", "rep2"}),
        (Secrecy.SECRET, {"rep2"}),
    ],
)
def test_about_a_customer(cast, shared, level, besides):
    """The author is a collaborator: the owner himself does not know what is 机密."""
    assert seeing(cast, record(cast.rep2, shared, level=level)) == LED | besides


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        (Secrecy.OPEN, {*LED, "rep", "rep2", "rep_south", "account", "head_south", "inside", "finance", "marketing"}),
        (Secrecy.INTERNAL, {*LED, "rep", "rep2", "rep_south", "account", "head_south", "marketing"}),
        (Secrecy.SECRET, {"director", "vp", "leader", "marketing"}),
    ],
)
def test_about_a_competitor_alone(cast, level, seen):
    entry = record(cast.marketing, competitor=make_competitor(cast.rep), level=level)
    assert seeing(cast, entry) == seen


def test_about_both_the_customer_decides_and_the_competitor_stays_closed(cast, shared):
    entry = record(cast.rep, shared, make_competitor(cast.rep), level=Secrecy.OPEN)
    assert seeing(cast, entry) == {*LED, "rep", "rep2", "inside", "finance"}, "after-sales knows no competitors"


def test_the_right_to_see_secrets_opens_no_customer(cast, shared):
    entry = record(cast.rep2, shared, level=Secrecy.SECRET)
    inner = record(cast.rep2, shared)
    trust("finance", "intelligence.see_secret")
    trust("rep", "intelligence.see_secret")
    assert seeing(cast, entry) == seeing(cast, inner) == LED | {"rep", "rep2", "finance"}


def test_who_leads_without_leading_the_author_sees_no_secret(cast, customer):
    """The control beside `LED`: the same rank over other people."""
    entry = record(cast.rep, customer, level=Secrecy.SECRET)
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.head_south)
    assert "head_south" not in seeing(cast, entry)
    assert "head_south" in seeing(cast, record(cast.rep, customer))


def test_in_the_pool_only_what_was_written_and_led(cast, customer):
    entry = record(cast.rep, customer, level=Secrecy.INTERNAL)
    services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="跑不过来")
    assert seeing(cast, entry) == LED | {"rep"}
    services.claim_customer(actor=cast.rep2, customer_id=customer.pk)
    assert seeing(cast, entry) == LED | {"rep", "rep2"}


class Channels:
    """Everything of an entry that could be heard, asked as one person."""

    def __init__(self, cast, client, entry, file):
        self.cast, self.client, self.entry, self.file = cast, client, entry, file

    def page(self, login, path):
        self.client.force_login(getattr(self.cast, login))
        answer = self.client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return body.decode("utf-8", "replace")

    def heard(self, login):
        person, pk, customer = getattr(self.cast, login), self.entry.pk, self.entry.customer
        api = Api(person)
        asked = f"subject_kind=customers.intelligence&subject_id={pk}"
        pages = {
            "page": f"/customers/intelligence/{pk}/",
            "form": f"/customers/intelligence/{pk}/edit/",
            "list": "/customers/intelligence/",
            "search": "/customers/intelligence/?q=480",
            "customer": customer.get_absolute_url(),
            "tab": f"{customer.get_absolute_url()}?tab=intelligence",
            "timeline": f"/timeline/customers.customer/{customer.pk}/",
            "own timeline": f"/timeline/customers.intelligence/{pk}/",
            "files": f"/attachments/customers.intelligence/{pk}/",
            "palette": "/search/?q=480",
            "competitor": self.entry.competitor.get_absolute_url(),
            "bell": "/notices/",
        }
        found = {name for name, path in pages.items() if WORD in self.page(login, path)}
        found |= {"download"} if WORD in self.page(login, f"/attachments/{self.file.pk}/") else set()
        scripts = {
            "api": f"intelligence/{pk}/",
            "api list": "intelligence/",
            "api search": "intelligence/?q=480",
            "api comments": f"comments/?{asked}",
            "api files": f"attachments/?{asked}",
            "api bell": "notifications/",
        }
        found |= {name for name, path in scripts.items() if WORD in api.get(path).content.decode()}
        finder = finders.get("customers.intelligence")
        found |= {"finder"} if finder.find(person, "480", 9) else set()
        if Customer.objects.visible_to(person).filter(pk=customer.pk).exists():
            entries = timeline.of(person, customer)
            found |= {"entries"} if any(WORD in one.quote for one in entries) else set()
        rows = Intelligence.objects.all()
        columns = [*intel_lists.INTELLIGENCE.columns, *intel_lists.INTELLIGENCE.export.more]
        sheet = services.export_intelligence(actor=person, rows=rows, columns=columns, conditions={}, form="csv")
        lines = csv.reader(io.StringIO(sheet.file.read().decode("utf-8-sig")))
        return found | ({"export"} if any(WORD in cell for line in lines for cell in line) else set())


@pytest.fixture
def channels(cast, client, shared):
    """A secret of rep2's, with a file and a comment that named rep and head."""
    for role in ("rep", "head"):
        trust(role, "intelligence.export")
    entry = record(cast.rep2, shared, make_competitor(cast.rep), text=f"{WORD} 480 万")
    file = attachments.add(
        actor=cast.rep2,
        kind="customers.intelligence",
        subject_id=entry.pk,
        file=SimpleUploadedFile(f"{WORD}.txt", WORD.encode()),
        name=f"{WORD}.txt",
    )
    services.regrade_intelligence(actor=cast.rep2, intelligence_id=entry.pk, level=Secrecy.SECRET)
    said = comments.add_comment(
        actor=cast.rep2, kind="customers.intelligence", subject_id=entry.pk, text=f"{WORD}，@林晓峰 @周敏 看一下"
    )
    assert (said.blind, [str(one) for one in said.told]) == (["林晓峰"], ["周敏"])
    return Channels(cast, client, entry, file)


EVERY = {
    "page", "form", "list", "search", "customer", "tab", "timeline", "own timeline", "files", "palette", "competitor",
    "download", "api", "api list", "api search", "api comments", "api files", "finder", "entries", "export",
}  # fmt: skip


def test_a_secret_is_heard_on_no_channel_by_the_owner_of_the_customer(cast, channels):
    assert channels.heard("rep") == set()
    assert channels.heard("rep_south") == set()
    bell = Notification.objects.visible_to(cast.rep).filter(subject_kind="customers.intelligence")
    assert not bell.filter(retracted_at=None).exists()


def test_its_author_and_their_head_hear_it_on_all_of_them(channels):
    """The control: the same questions, asked by those it is for."""
    assert channels.heard("rep2") == EVERY
    assert channels.heard("head") == EVERY | {"bell", "api bell"}


def test_lowered_the_owner_hears_it_too(cast, channels):
    """The other control: what kept it from the owner was the level alone."""
    services.regrade_intelligence(
        actor=cast.head, intelligence_id=channels.entry.pk, level=Secrecy.INTERNAL, reason="可以告诉他了"
    )
    assert channels.heard("rep") == EVERY - {"form"}


def test_the_log_says_that_something_was_done_and_not_what_was_said(cast, channels):
    log = [AuditEntry.objects.filter(code=code).latest("pk") for code in ("comment.added", "attachment.added")]
    said = channels.page("admin", "/audit/?scene=all") + channels.page("admin", "/audit/?scene=all&q=看一下")
    said += "".join(channels.page("admin", f"/audit/{entry.pk}/") for entry in log)
    said += Api(cast.admin).get("audit-entries/").content.decode()
    assert WORD not in said
    assert f"/audit/{log[0].pk}/" in said
    assert "只给看得到这条记录的人看" in said


def test_who_sees_the_record_and_reads_the_log_reads_all_of_it(cast, channels):
    """The control: the log holds it."""
    trust("director", "audit.read")
    entry = AuditEntry.objects.get(code="comment.added")
    assert WORD in channels.page("director", f"/audit/{entry.pk}/")
