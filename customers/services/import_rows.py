"""Rows of a file as customers: what each would become, by the rules of `create_customer` and `edit_customer`, many at a time."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import clock, divisions
from core.choices import ImportPlan
from core.errors import Refusal
from core.imports.targets import Given, Verdict
from core.search import fold
from customers import clashes, places, policies, selectors
from customers.choices import ContactRole, CustomerClass
from customers.models import Contact, Customer, FormerCustomer
from customers.services import contacts, customers
from customers.services.doors import assign, cleaned
from org.models import User

FACTS = sorted(customers.FACTS - {"uscc", "division", "parent", "tags"})
CONTACT = {
    "contact": "name",
    "contact_title": "title",
    "contact_phone": "phone",
    "contact_wechat": "wechat",
    "contact_email": "email",
    "contact_role": "role",
}
OURS = {"number", "name_key"}
"""Columns we fill in ourselves when a row is written."""
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
BETWEEN_TAGS = re.compile(r"[、,，;；\n]")
EARLIEST = 1980
SHOWN = 40
"""Signs of a value in the list of what changes."""


@dataclass(slots=True)
class Sketch:
    """A row on its way to a customer. `customer` is the new one, or a copy of the one it changes, with the facts in it."""

    given: Given
    plan: ImportPlan = ImportPlan.CREATE
    faults: list[str] = field(default_factory=list)
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    contact_facts: dict[str, Any] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    """What only a new customer takes from a file."""
    customer: Customer | None = None
    changed: dict[str, list[str]] = field(default_factory=dict)
    contact: Contact | None = None
    contact_changed: dict[str, list[str]] = field(default_factory=dict)
    contact_known: bool = False
    subject_id: int | None = None
    seen: tuple[int, ...] = ()
    """Versions of the customer and of its contact as they are now."""
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        customer = self.customer
        label = customer.name if customer is not None else self.given.values.get("name", "")
        if self.faults:
            return Verdict(ImportPlan.ERROR, label, _("；").join(dict.fromkeys(self.faults)))
        return Verdict(self.plan, label, self.note, self.subject_id, self._keys(), self.seen)

    def _keys(self) -> list[tuple[str, str]]:
        """What no other row of the file may have: its company, and what tells two of them apart."""
        own = [("id", str(self.subject_id))] if self.subject_id else []
        return [*own, *self.keys.items()]


def sketch(user: User, rows: Sequence[Given], *, overwrite: bool = False) -> list[Sketch]:
    """What each row would become for `user`, as things stand. Writes nothing.

    With `overwrite` a row that is a duplicate in name of a customer the user may change becomes a change of that one.
    """
    people, parents = People(rows), Parents(user, rows)
    found = [_read(row, people, parents) for row in rows]
    there = _match(user, found)
    for one in found:
        one.keys = selectors.duplicate_keys(**_asked(one))
    clash = clashes.find(user, [one.keys for one in found], [one.subject_id for one in found])
    for one, alike in zip(found, clash, strict=True):
        _compare(user, one, alike, there if overwrite else {})
    _look_again(found)
    _meet(found)
    for one in found:
        _settle(user, one)
    return found


class People:
    """The colleagues that rows name, by name or login."""

    def __init__(self, rows: Iterable[Given]) -> None:
        said = {row.values[code] for row in rows for code in ("owner", "account_manager") if code in row.values}
        self.by_name: dict[str, list[User]] = defaultdict(list)
        if said:
            for person in User.objects.active().filter(models.Q(display_name__in=said) | models.Q(username__in=said)):
                for name in {person.display_name, person.username}:
                    self.by_name[name].append(person)

    def one(self, name: str, faults: list[str]) -> User | None:
        found = self.by_name.get(name, [])
        if len(found) == 1:
            return found[0]
        faults.append(
            _("有 %(n)s 位%(person)s，写登录名") % {"n": len(found), "person": name}
            if found
            else _("没有在职的同事叫%(person)s") % {"person": name}
        )
        return None


class Parents:
    """The companies that rows name as the one above, by number or full name: those in sight that are there already."""

    def __init__(self, user: User, rows: Iterable[Given]) -> None:
        said = {row.values["parent"] for row in rows if "parent" in row.values}
        self.by_name: dict[str, Customer] = {}
        if said:
            asked = models.Q(number__in=said) | models.Q(name__in=said)
            for customer in Customer.objects.visible_to(user).filter(asked).order_by("-pk"):
                self.by_name[customer.name] = self.by_name[customer.number] = customer

    def one(self, name: str, faults: list[str]) -> Customer | None:
        if name not in self.by_name:
            faults.append(_("没有上级公司 %(name)s，或者你看不到它") % {"name": name})
        return self.by_name.get(name)


# --- what the file says --------------------------------------------------------------------------


def _read(row: Given, people: People, parents: Parents) -> Sketch:
    one, said = Sketch(row), row.values
    one.facts = customers.tidy({name: said[name] for name in (*FACTS, "uscc") if name in said})
    if "division" in said:
        one.facts["division"] = read_division(said["division"], one.faults)
    one.contact_facts = {name: said[code] for code, name in CONTACT.items() if code in said}
    if "role" in one.contact_facts:
        one.contact_facts["role"] = read_choice(ContactRole, said["contact_role"], "contact_role", one.faults)
    if one.contact_facts and "name" not in one.contact_facts:
        one.faults.append(_("有联系人的资料，没有联系人的姓名"))
    if "customer_class" in said and (
        code := read_choice(CustomerClass, said["customer_class"], "customer_class", one.faults)
    ):
        one.first["customer_class"] = code
    for code in ("owner", "account_manager"):
        if code in said and (person := people.one(said[code], one.faults)) is not None:
            one.first[code] = person
    if "tags" in said:
        one.first["tags"] = customers.tidy({"tags": BETWEEN_TAGS.split(said["tags"])})["tags"]
    if "parent" in said and (parent := parents.one(said["parent"], one.faults)) is not None:
        one.first["parent"] = parent
    for code in ("created_at", "last_contact_at"):
        if code in said and (moment := read_moment(said[code], code, one.faults)) is not None:
            one.first[code] = moment
    return one


@lru_cache(maxsize=4096)
def _resolved(text: str) -> str | places.Unclear:
    try:
        return places.resolve(text)
    except places.Unclear as unclear:
        return unclear


def read_division(text: str, faults: list[str]) -> str:
    found = _resolved(text)
    if isinstance(found, str):
        return found
    if found.candidates:
        faults.append(_("说的是哪里：%(places)s") % {"places": _("、").join(found.candidates)})
    else:
        faults.append(_("没有这个地方：%(place)s") % {"place": text})
    return ""


@cache
def _said_choices(choices: Any) -> dict[str, str]:
    """How people write a choice: its code, its label in each of our languages, 重点 and 重点客户."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            for code, label in choices.choices:
                for text in (code, str(label), f"{label}客户"):
                    found.setdefault(fold(text), code)
    return found


def read_choice(choices: Any, text: str, column: str, faults: list[str]) -> str:
    code = _said_choices(choices).get(fold(text))
    if code is None:
        known = _("、").join(str(said) for said in choices.labels)
        faults.append(_("%(column)s只有%(known)s") % {"column": _label(column), "known": known})
    return code or ""


def _label(column: str) -> str:
    return {
        "contact_role": _("决策角色"),
        "customer_class": _("类别"),
        "created_at": _("创建时间"),
        "last_contact_at": _("最近联系"),
        "received_at": _("收到时间"),
        "source": _("来源"),
    }[column]


def read_moment(text: str, column: str, faults: list[str]) -> datetime | None:
    found = DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        moment = clock.day_start(date(year, month, day)) + timedelta(hours=hour, minutes=minute)
    except ValueError:
        faults.append(_("%(column)s写成 2023-05-01 这样") % {"column": _label(column)})
        return None
    if year < EARLIEST or moment > clock.now():
        faults.append(_("%(column)s不能晚于今天，也不早于 1980 年") % {"column": _label(column)})
        return None
    return moment


# --- which customer it is ------------------------------------------------------------------------


def _match(user: User, rows: Sequence[Sketch]) -> dict[int, Customer]:
    """A row with our number, or the USCC of a customer in sight, is that customer; every other one is new."""
    numbers = {one.given.values["number"] for one in rows if "number" in one.given.values}
    codes = {one.facts["uscc"] for one in rows if one.facts.get("uscc")}
    chosen = {one.given.subject_id for one in rows if one.given.plan == ImportPlan.DUPLICATE and one.given.subject_id}
    asked = models.Q(number__in=numbers) | models.Q(uscc__in=codes) | models.Q(pk__in=chosen)
    there = list(Customer.objects.visible_to(user).filter(asked)) if numbers or codes or chosen else []
    there += _merged_into(user, numbers, codes, besides={customer.pk for customer in there})
    by_number = {number: customer for customer in there for number in (*_former(customer, "number"), customer.number)}
    by_code = {uscc: customer for customer in there for uscc in (*_former(customer, "uscc"), customer.uscc) if uscc}
    for one in rows:
        number = one.given.values.get("number")
        known = by_number.get(number) if number else by_code.get(one.facts.get("uscc", ""))
        if number and known is None:
            one.faults.append(_("没有编号 %(number)s 的客户，或者你看不到它；新客户不填编号") % {"number": number})
        if known is not None:
            _change(one, known)
        elif not number:
            _enter(user, one)
    return {customer.pk: customer for customer in there}


def _merged_into(user: User, numbers: set[str], codes: set[str], besides: set[int]) -> list[Customer]:
    """Customers in sight that another one of this number or USCC was merged into."""
    if not numbers and not codes:
        return []
    formers = FormerCustomer.objects.filter(models.Q(number__in=numbers) | models.Q(uscc__in=codes))
    ids = set(formers.values_list("customer_id", flat=True)) - besides
    return list(Customer.objects.visible_to(user).filter(pk__in=ids).prefetch_related("formers")) if ids else []


def _former(customer: Customer, column: str) -> list[str]:
    """What those merged into it were known by, where that was asked for."""
    asked = getattr(customer, "_prefetched_objects_cache", {})
    return [getattr(former, column) for former in asked.get("formers", ())]


def _change(one: Sketch, known: Customer) -> None:
    one.plan, one.subject_id, one.seen = ImportPlan.UPDATE, known.pk, (known.version,)
    one.customer = copy.copy(known)
    one.changed = assign(one.customer, one.facts, customers.FACTS)


def _enter(user: User, one: Sketch) -> None:
    one.customer = Customer(**{"owner": user, "created_by": user, "classified_by": user, **one.first})
    assign(one.customer, one.facts, customers.FACTS)


def _asked(one: Sketch) -> dict[str, str]:
    """What is new about the company: only that is looked for elsewhere, as by hand."""
    facts = {name: str(one.facts.get(name, "")) for name in ("name", "uscc", "phone")}
    if one.plan == ImportPlan.UPDATE:
        facts = {name: text for name, text in facts.items() if name in one.changed}
    return facts


def _compare(user: User, one: Sketch, alike: Mapping[int, selectors.Duplicate], there: Mapping[int, Customer]) -> None:
    if not alike:
        return
    one.note = str(customers.DuplicateCustomer(list(alike.values())))
    if one.plan == ImportPlan.UPDATE or any(duplicate.exact for duplicate in alike.values()):
        one.plan, one.subject_id, one.seen = ImportPlan.DUPLICATE, None, ()
        return
    one.plan = ImportPlan.DUPLICATE
    named = selectors.matched_labels()["name"]
    same = [pk for pk, duplicate in alike.items() if duplicate.url and duplicate.matched == named]
    one.subject_id = same[0] if same and user.can("customers.edit") else None
    if one.subject_id and one.given.subject_id == one.subject_id and one.subject_id in there:
        _change(one, there[one.subject_id])
        one.note = ""


def _look_again(rows: Sequence[Sketch]) -> None:
    """Which version of the customer a duplicate would change, if its importer decides so."""
    wanted = {one.subject_id for one in rows if one.plan == ImportPlan.DUPLICATE and one.subject_id}
    versions = dict(Customer.objects.filter(pk__in=wanted).values_list("pk", "version")) if wanted else {}
    for one in rows:
        if one.plan == ImportPlan.DUPLICATE and one.subject_id in versions:
            one.seen = (versions[one.subject_id],)


# --- whether it may be ---------------------------------------------------------------------------


def _meet(rows: Sequence[Sketch]) -> None:
    """The person a row names: new, or one the customer has already."""
    named = [one for one in rows if one.plan == ImportPlan.UPDATE and one.contact_facts.get("name")]
    there: dict[tuple[int, str], Contact] = {}
    primary: set[int] = set()
    for contact in Contact.objects.filter(customer_id__in={one.subject_id for one in named}).order_by("-pk"):
        there[contact.customer_id, contact.name] = contact
        if contact.is_primary:
            primary.add(contact.customer_id)
    for one in rows:
        if not one.contact_facts.get("name") or one.customer is None:
            continue
        known = there.get((one.subject_id or 0, one.contact_facts["name"])) if one.plan == ImportPlan.UPDATE else None
        first = one.plan != ImportPlan.UPDATE or one.subject_id not in primary
        one.contact, one.contact_known = known or Contact(is_primary=first), known is not None
        if known is not None:
            one.seen += (known.version,)
        one.contact_changed = assign(one.contact, one.contact_facts, contacts.FACTS)


def _settle(user: User, one: Sketch) -> None:
    """The rules: rights, lengths, class, owner. And whether there is anything to do at all."""
    customer = one.customer
    if customer is None:
        return
    if one.plan == ImportPlan.UPDATE:
        if not policies.may_edit_customer(user, customer):
            one.faults.append(_("你没有修改客户资料的权限"))
        other = _not_taken(one, customer)
        if one.changed or one.contact_changed:
            one.note = _("；").join([*_differences(one), *other])
        else:
            one.plan, one.note = ImportPlan.SAME, _("；").join(other) or _("没有变化")
    else:
        _may_enter(user, one, customer)
    if one.given.plan != ImportPlan.CREATE:
        # A new one was found clean by the check, with the same words.
        _clean(one, customer, OURS)
        if one.contact is not None:
            _clean(one, one.contact, set())


def _may_enter(user: User, one: Sketch, customer: Customer) -> None:
    if not policies.may_create_customer(user):
        one.faults.append(_("你没有新建客户的权限"))
    owner = customer.owner
    assert owner is not None, "a new one is somebody's"
    if not policies.may_give(user, owner):
        one.faults.append(_("你不能把客户给%(person)s，给自己或自己部门的人") % {"person": owner})
    elif owner.pk != user.pk and not policies.may_own(owner):
        one.faults.append(_("%(person)s 不能负责客户") % {"person": owner})
    try:
        customers.check_first_class(user, customer)
    except Refusal as refusal:
        one.faults.append(str(refusal))


def _differences(one: Sketch) -> list[str]:
    """What a change is, as whoever imports has to see it before it is written."""
    assert one.customer is not None
    said = _fields(one.customer, one.changed)
    if one.contact is not None and one.contact_changed:
        if one.contact_known:
            said += [f"{one.contact.name} {text}" for text in _fields(one.contact, one.contact_changed)]
        else:
            said.append(_("加联系人 %(person)s") % {"person": one.contact.name})
    return said


def _fields(record: Customer | Contact, changed: Mapping[str, Sequence[str]]) -> list[str]:
    said = []
    for name, (before, after) in changed.items():
        column = record._meta.get_field(name)
        was, will = _shown(column, before), _shown(column, after)
        said.append(f"{column.verbose_name} {was} → {will}" if was else f"{column.verbose_name} {will}")  # type: ignore[union-attr]
    return said


def _shown(column: Any, text: str) -> str:
    if column.name == "division" and text:
        text = divisions.full_name(text)
    return Truncator(dict(column.flatchoices).get(text, text)).chars(SHOWN)


def _not_taken(one: Sketch, customer: Customer) -> list[str]:
    """Class, owner and dates of a customer that is there have verbs of their own."""
    labels = {
        "customer_class": _("类别"),
        "owner": _("负责人"),
        "account_manager": _("客户经理"),
        "parent": _("上级公司"),
        "tags": _("标签"),
    }
    other = [
        label for code, label in labels.items() if code in one.first and getattr(customer, code) != one.first[code]
    ]
    return [_("%(columns)s不随导入改") % {"columns": _("、").join(other)}] if other else []


def _clean(one: Sketch, row: Customer | Contact, ours: set[str]) -> None:
    try:
        cleaned(row, exclude=ours)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            label = row._meta.get_field(name).verbose_name if name != "__all__" else ""  # type: ignore[union-attr]
            one.faults += [f"{label}：{text}" if label and str(label) not in text else str(text) for text in texts]
