"""What is kept of an act is in nobody's language: whoever reads it, reads it in their own."""

from decimal import Decimal

import pytest
from django.utils import translation

from core import timeline
from core.models import AuditEntry
from core.pages.text import keep, told
from customers import services as customers
from customers.choices import CustomerClass
from quotes import papers, payment
from quotes.digest import content_of
from quotes.submission import submission_of
from tests.quotes.world import fresh, make_quote, make_seller, submit
from workflow import people, wording
from workflow.models import ApprovalRequest

ENGLISH, CHINESE = "en", "zh-hans"
WAYS = [(ENGLISH, CHINESE), (CHINESE, ENGLISH)]
SPLIT = [
    {"event": "signing", "percent": Decimal("33.33"), "days": 7},
    {"event": "acceptance", "percent": Decimal("66.67"), "days": None},
]
HAN = range(0x4E00, 0x9FFF)


def is_chinese(text):
    return any(ord(char) in HAN for char in text)


@pytest.fixture
def risky(cast, customer, pump):
    """Below the floor, beyond the head, in terms of its own, renamed."""
    return make_quote(cast.rep, customer, pump, price="700.00", payment_terms="", payment_plan=SPLIT)


@pytest.mark.parametrize(("writer", "reader"), WAYS)
def test_why_it_is_mine_and_what_is_risky(cast, risky, writer, reader):
    with translation.override(writer):
        request = submit(risky, cast.rep).approval
    step = request.steps.get(state="open")
    step.request = request
    with translation.override(reader):
        kept = {fact: told(sentence) for fact, sentence in request.snapshot["why"].items()}
        sentences = [*wording.why(cast.head, request, step)[:-1], wording.tag(request)]
    figures = {"over_head", "over_region", "below_floor"}
    assert figures <= kept.keys()
    assert sentences
    for sentence in [*(kept[fact] for fact in figures), *sentences]:
        assert is_chinese(sentence) is (reader == CHINESE), sentence
    assert "30.0%" in kept["over_head"]


def test_a_sentence_put_together_by_its_writer_would_not_be_understood():
    """The negative control: what is stored as text stays as it was."""
    with translation.override(CHINESE):
        written = translation.gettext("第 %(lines)s 行手工定价，合计 %(amount)s") % {"lines": "2", "amount": "¥500.00"}
        kept = keep("第 %(lines)s 行手工定价，合计 %(amount)s", lines=["2", "3"], amount="¥500.00")
    with translation.override(ENGLISH):
        assert is_chinese(told(written))
        assert told(kept) == "Line 2, 3 hand-priced, ¥500.00 in all"


def test_what_is_signed_for_hangs_on_no_language(cast, customer, pump):
    """Written and handed in by two people with one content: terms, snapshot, risks and fingerprint are the same."""
    found = []
    for language in (ENGLISH, CHINESE, "zh-hant"):
        with translation.override(language):
            quote = make_quote(cast.rep, customer, pump, price="700.00", payment_terms="", payment_plan=SPLIT)
            asked = submission_of(quote, list(quote.lines.all()))
            shown = [asked.data, list(asked.risks), dict(asked.facts), quote.payment_terms]
        found.append((shown, content_of(fresh(quote)) | {"number": "one"}))
    assert found[0] == found[1] == found[2]
    assert is_chinese(found[0][0][3])


def test_the_plan_is_read_in_ones_own_language(cast, risky):
    request = submit(risky, cast.rep).approval
    row = request.snapshot["payment_plan"][0]
    assert row == {"event": "signing", "percent": "33.33", "amount": "466.62", "days": 7}
    with translation.override(ENGLISH):
        assert not is_chinese("".join(payment.said(row).values()))
    with translation.override(CHINESE):
        assert payment.said(row)["due"] == "7 天内"


@pytest.mark.parametrize("language", [ENGLISH, "zh-hant"])
def test_the_paper_is_the_companys(cast, risky, language):
    make_seller()
    with translation.override(CHINESE):
        wanted = papers.data_of(risky)
    with translation.override(language):
        assert papers.data_of(risky) == wanted
        assert translation.get_language() == language


@pytest.mark.parametrize(("writer", "reader"), WAYS)
def test_a_class_and_an_outcome_in_the_log(cast, customer, writer, reader):
    with translation.override(writer):
        customers.classify_customer(actor=cast.head, customer_id=customer.pk, customer_class=CustomerClass.FOCUS)
    entry = AuditEntry.objects.get(code="customer.classified")
    assert (entry.from_state, entry.to_state, entry.data["to"]) == ("potential", "focus", "focus")
    with translation.override(reader):
        was, now = str(CustomerClass.POTENTIAL.label), str(CustomerClass.FOCUS.label)
        assert timeline.say_change(entry.subject_kind, entry.from_state, entry.to_state) == f"{was} → {now}"
        said = timeline.say(entry.code, entry.data)
        assert was in said
        assert now in said
        assert timeline.entry(entry).text == said
    assert is_chinese(said) is (reader == CHINESE)


@pytest.mark.parametrize(("writer", "reader"), WAYS)
def test_a_signer_added(cast, risky, writer, reader):
    request = submit(risky, cast.rep).approval
    step = request.steps.get(state="open")
    with translation.override(writer):
        added = people.add_signer(actor=cast.head, step_id=step.pk, person=cast.director, comment="")
    with translation.override(reader):
        assert is_chinese(told(added.name)) is (reader == CHINESE)
        clause = wording.clause(added)
    assert clause.startswith(str(cast.head))
    assert is_chinese(clause.replace(str(cast.head), "")) is (reader == CHINESE)


@pytest.mark.parametrize(("writer", "reader"), WAYS)
def test_why_a_seat_went_to_somebody_else(cast, risky, writer, reader):
    submit(risky, cast.rep)
    request = ApprovalRequest.objects.get()
    with translation.override(writer):
        people.replace_approver(request_id=request.pk, leaver=cast.head, successor=cast.region)
    entry = AuditEntry.objects.get(code="approval.rerouted")
    assert entry.reason == ""
    with translation.override(reader):
        reason = timeline.reason_of(entry).replace(str(cast.head), "")
    assert reason
    assert is_chinese(reason) is (reader == CHINESE)


def test_what_a_person_wrote_stays(cast, risky):
    submit(risky, cast.rep)
    entry = AuditEntry.objects.filter(code="quote.submitted").get()
    entry.reason = "离职交接"
    with translation.override(ENGLISH):
        assert timeline.reason_of(entry) == "离职交接"


def test_the_api_says_it_in_the_readers_language(cast, client, risky):
    request = submit(risky, cast.rep).approval
    for language in (ENGLISH, CHINESE):
        reader = cast.head
        reader.language = language
        reader.save(update_fields=["language"])
        client.force_login(reader, backend="org.backends.PasswordBackend")
        with translation.override(language):  # the request speaks it; the next test must not
            body = client.get(f"/api/v1/approval-requests/{request.pk}/").json()
        assert body["risks"]
        for text in [*body["risks"], body["steps"][0]["name"], body["steps"][0]["clause"]]:
            assert is_chinese(text) is (language == CHINESE), text
