"""Whatever hangs on two customers: a merge keeps all of it, and its undoing restores all of it (hypothesis)."""

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock, references
from core.journal import snapshot
from core.models import Attachment
from customers import services
from customers.models import Contact, Customer, FormerCustomer, Visit, VisitContact, VisitPlan
from tests.customers.conftest import enter

NOT_KEPT = {"version", "updated_at"}
"""Two more writes of the customer itself are two more writes."""

PHONES = ["", "13808001234", "13808005678"]
contacts = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["刘建平", "王工", "李总"]),
            "phone": st.sampled_from(PHONES),
            "title": st.sampled_from(["", "部长"]),
            "left": st.booleans(),
        }
    ),
    max_size=4,
)
addresses = st.lists(
    st.fixed_dictionaries({"kind": st.sampled_from(["shipping", "billing", "site"]), "is_default": st.booleans()}),
    max_size=3,
)
sides = st.fixed_dictionaries(
    {
        "facts": st.fixed_dictionaries(
            {
                "phone": st.sampled_from(["", "028-85336021"]),
                "industry": st.sampled_from(["", "水务"]),
                "remarks": st.sampled_from(["", "老客户", "新厂"]),
                "tags": st.lists(st.sampled_from(["水泵", "变频"]), unique=True),
            }
        ),
        "contacts": contacts,
        "addresses": addresses,
        "visits": st.lists(st.sets(st.integers(0, 3)), max_size=3),
        "plans": st.sets(st.integers(1, 3)),
        "sharing": st.sets(st.sampled_from(["account", "head", "service"])),
        "files": st.integers(0, 2),
        "subsidiary": st.booleans(),
        "deals": st.integers(0, 2),
    }
)
choices = st.dictionaries(
    st.sampled_from(["name", "phone", "industry", "owner", "customer_class", "remarks"]),
    st.sampled_from(["survivor", "merged"]),
)


def fill(cast, owner, customer, side):
    """Everything that can hang on a customer, by the services that hang it there."""
    key = {"actor": owner, "customer_id": customer.pk}
    services.edit_customer(**key, facts=side["facts"], accept_duplicates=True)
    people = [services.create_contact(**key, facts=facts) for facts in side["contacts"]]
    for number, facts in enumerate(side["addresses"]):
        services.create_address(**key, facts={**facts, "division": "510107", "line": f"天府大道 {number} 号"})
    for login in sorted(side["sharing"]):
        services.add_collaborator(**key, person=getattr(cast, login))
    for met in side["visits"]:
        here = [people[at].pk for at in sorted(met) if at < len(people)]
        services.log_visit(**key, occurred_at=clock.now(), outcome="steady", summary="看了", contact_ids=here)
    for day in sorted(side["plans"]):
        # One person plans at both: the day they share is planned once after the merge.
        services.create_plan(
            actor=cast.director, person=cast.head, customer_id=customer.pk, day=clock.today() + timedelta(days=day)
        )
    for number in range(side["files"]):
        Attachment.objects.create(
            subject_kind="customers.customer", subject_id=customer.pk, name=f"{number}.txt", size=1, sha256="0" * 64
        )
    if side["subsidiary"]:
        branch = enter(owner, f"{customer.name}分公司")
        Customer.objects.filter(pk=branch.pk).update(parent=customer)
    for number in range(side["deals"]):
        services.create_opportunity(
            **key, facts={"title": f"第 {number} 期", "amount": 1000, "expected_on": date(2027, 1, 1)}
        )


def everything():
    """Every row of a customer and of what hangs on it, column by column."""
    kinds = {model for model, _field in references.children(Customer)} | {Customer, VisitContact, Attachment}
    rows = [(model, row) for model in kinds for row in model._base_manager.all()]
    return {
        (model.__name__, row.pk): {key: value for key, value in snapshot(row).items() if key not in NOT_KEPT}
        for model, row in rows
    }


def multiset(state):
    """What there is of each kind, whoever's it is."""
    return Counter(kind for kind, _pk in state)


@given(ours=sides, theirs=sides, choices=choices, joined=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merge_keeps_everything_and_undo_restores_everything(cast, ours, theirs, choices, joined):
    with transaction.atomic():
        survivor, merged = enter(cast.rep, "成都锐恒自动化设备有限公司"), enter(cast.rep2, "锐恒自动化")
        fill(cast, cast.rep, survivor, ours)
        fill(cast, cast.rep2, merged, theirs)
        before = everything()
        phones = set(
            Contact.objects.filter(customer=survivor).exclude(phone_key="").values_list("phone_key", flat=True)
        )
        twins = Contact.objects.filter(customer=merged, phone_key__in=phones)
        join = list(twins.values_list("pk", flat=True)) if joined else []
        record = services.merge_customers(
            actor=cast.director, survivor_id=survivor.pk, merged_id=merged.pk, choices=choices, join=join
        )
        after = everything()
        kept, had = multiset(after), multiset(before)
        shared_days = len(ours["plans"] & theirs["plans"])
        assert kept["Customer"] == had["Customer"] - 1
        assert kept["Contact"] == had["Contact"] - len(join)
        assert kept["VisitPlan"] == had["VisitPlan"] - shared_days
        for kind in ("Visit", "Address", "Opportunity", "Attachment", "PoolMove"):
            assert {key for key in after if key[0] == kind} == {key for key in before if key[0] == kind}
        for model, field in references.children(Customer):
            assert not model._base_manager.filter(**{f"{field}_id": merged.pk}).exists(), model
        assert FormerCustomer.objects.get().customer_id == survivor.pk
        assert Visit.objects.count() == len(ours["visits"]) + len(theirs["visits"])
        assert VisitPlan.objects.filter(customer=survivor).count() == len(ours["plans"] | theirs["plans"])

        undo = services.undo_merge(actor=cast.director, merge_id=record.pk)
        assert undo.left == {}
        assert everything() == before
        transaction.set_rollback(True)
