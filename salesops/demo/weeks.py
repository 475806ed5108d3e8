"""The last weeks' plans: on Fridays everybody plans the next one and hands in what comes first, on Saturdays it is confirmed."""

from datetime import date, datetime, timedelta
from random import Random

from core import clock
from customers import focus as saturday
from customers import planning
from customers import services as customers
from customers.choices import Outcome
from customers.models import Customer, FocusList, VisitPlan
from customers.models.plans import week_of
from org.models import User
from salesops.demo import trade
from salesops.demo.story import SEED, Story

WEEKS = 4
AT_LEAST = 4
MOST = 7
FIRST = 4
"""How many of a week's visits come first."""

SKIPPED = ["对方出差，改约下周", "客户停产检修，进不了厂", "临时陪客户验厂，排不开", "联系人请假"]
CHANGED = ["刘总改约，对方上午开招标会", "客户要我们周内先把样机送到", "采购部换人，先等交接"]
EXTRA = ["谈付款节点", "送技术协议终稿", "约总工看方案", "回访设备运行情况"]

BY_PHONE = ("ke.li", "gu.weidong")
MISSING = "ding.min"
WAITING = ("rep2", "meng.rui", "ouyang.jing")
CHANGES = "rep"


def plan_weeks(story: Story) -> None:
    """Put the Fridays and Saturdays on the agenda; the visits themselves are on it already, or will be."""
    random = Random(SEED + 1)  # noqa: S311  (a story, not a secret)
    sellers = [person for person in story.people.values() if person.can("visits.submit_list")]
    this = week_of(story.now.date())
    for back in reversed(range(-1, WEEKS)):
        week = this - timedelta(days=7 * back)
        latest = saturday.cutoff(week) <= story.now < saturday.cutoff(week + timedelta(days=7))
        for person in sellers:
            friday = clock.day_start(week - timedelta(days=3)) + timedelta(hours=14, minutes=random.randrange(180))
            story.at(friday, _plan, person, week, random, latest)
        story.at(clock.day_start(week - timedelta(days=2)) + timedelta(hours=9, minutes=40), _confirm, week, latest)
        story.at(clock.day_start(week + timedelta(days=4)) + timedelta(hours=18), _say_why, week, random)
        story.at(clock.day_start(week - timedelta(days=2)) + timedelta(hours=15, minutes=10), _change, week, random)


def _plan(story: Story, moment: datetime, person: User, week: date, random: Random, latest: bool) -> None:
    """The visits that will happen, most of them, and some that will not; until there are enough, who is due."""
    chosen = [(customer_id, day) for customer_id, day in _coming(story, person, week) if random.random() < 0.8]
    taken = {customer_id for customer_id, _day in chosen}
    due = [one.customer for one in planning.suggestions(person, person, week + planning.WEEK)]
    if person.can("customers.own_key"):
        due = list(Customer.objects.filter(account_manager=person).order_by("last_contact_at", "pk")[:AT_LEAST])
    for customer in due:
        if len(chosen) >= random.randint(AT_LEAST, MOST):
            break
        if customer.pk not in taken:
            chosen.append((customer.pk, week + timedelta(days=random.randrange(5))))
    by_phone = latest and person.username == BY_PHONE[0]
    actor = story.people[BY_PHONE[1]] if by_phone else person
    wanted = {customer_id: day if clock.is_workday(day) else clock.next_workday(day) for customer_id, day in chosen}
    for number, (customer_id, day) in enumerate(sorted(wanted.items(), key=lambda one: one[1])[:MOST]):
        focus = number < FIRST and not (latest and person.username == MISSING)
        if not VisitPlan.objects.filter(person=person, customer=customer_id, day=day).exists():
            customers.create_plan(
                actor=actor, person=person, customer_id=customer_id, day=day, purpose=random.choice(EXTRA), focus=focus
            )
    if person.can("customers.own_key"):
        for plan in VisitPlan.objects.open().filter(person=person, day__gte=week, day__lte=week + planning.WEEK):
            story.at(clock.day_start(plan.day) + timedelta(hours=15), _go, plan.pk, random)
    if latest and person.username == MISSING:
        return
    if FocusList.objects.filter(person=person, week=week, plans__isnull=False).exists():
        customers.submit_focus(actor=actor, person=person, week=week)


def _coming(story: Story, person: User, week: date) -> list[tuple[int, date]]:
    """Whom the person will go to in the week, as the agenda has it."""
    found: dict[int, date] = {}
    for moment, _number, act, facts in story.agenda:
        day = clock.local_date(moment)
        if act is trade.visit and facts[1] == person and week <= day <= week + planning.WEEK:
            found.setdefault(facts[0], day)
    return list(found.items())


def _go(story: Story, moment: datetime, plan_id: int, random: Random) -> None:
    """The account manager keeps most appointments."""
    plan = VisitPlan.objects.select_related("person").filter(pk=plan_id).first()
    if plan is None or random.random() < 0.2:
        return
    customers.log_visit(
        actor=plan.person,
        customer_id=plan.customer_id,
        occurred_at=moment,
        outcome=random.choice([Outcome.PROGRESS, Outcome.STEADY]),
        purpose=plan.purpose,
        summary=random.choice(trade.TALK[Outcome.PROGRESS]),
    )


def _confirm(story: Story, moment: datetime, week: date, latest: bool) -> None:
    """The director reads them at Saturday's meeting; of the last one some still wait."""
    for focus in FocusList.objects.waiting().filter(week=week).select_related("person").order_by("pk"):
        if not (latest and focus.person.username in WAITING):
            customers.confirm_focus(actor=story.people["director"], focus_id=focus.pk)


def _change(story: Story, moment: datetime, week: date, random: Random) -> None:
    """After the meeting something came up."""
    focus = FocusList.objects.filter(week=week, person=story.people[CHANGES], state="confirmed").first()
    plan = focus and focus.plans.filter(state="planned", day__gte=moment.date()).order_by("day", "pk").first()
    if not plan:
        return
    day = min(clock.next_workday(plan.day + timedelta(days=1)), week + timedelta(days=4))
    if day > plan.day:
        customers.move_plan(actor=plan.person, plan_id=plan.pk, day=day, reason=random.choice(CHANGED))


def _say_why(story: Story, moment: datetime, week: date, random: Random) -> None:
    """On Friday evening most say why they did not go."""
    rows = VisitPlan.objects.open().filter(day__range=(week, week + timedelta(days=4))).select_related("person")
    for plan in rows.order_by("pk"):
        if random.random() < 0.85:
            customers.skip_plan(actor=plan.person, plan_id=plan.pk, reason=random.choice(SKIPPED))
