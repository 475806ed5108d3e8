"""The last days' logs and weekly reports: most in time, one late, one missing, and of the latest some nobody has read yet."""

from datetime import datetime, timedelta
from random import Random

from core import clock
from customers.models.plans import week_of
from org.models import User
from performance import facts, services
from performance.choices import ReportKind
from performance.models import ReportReader, WorkReport
from salesops.demo.story import SEED, Story

DAYS, WEEKS = 5, 2
LATE, MISSING, WRITES = "he.jun", "ding.min", "rep"
"""Who was late, who forgot, and who leaves today's to whoever tries the demo."""
UNREAD = ("rep2", "wang.hao", "meng.rui")
OUT = "今天在厂里，没有客户拜访，整理投标资料"
PROBLEMS = [
    "",
    "",
    "",
    "对方采购要我们再降 3%，想请经理一起去一次",
    "技术协议里的防护等级他们改成 IP65，要技术部确认能不能做",
    "样机物流延误两天，客户在催",
    "对手报了更短的交期，我们排产要再核一次",
]
AHEAD = ["去现场看基础尺寸", "把报价发出去，约总工过方案", "跟进上周的样本", "催第 2 期货款", ""]
WEEKLY = [
    "重点客户都见到了决策人，两个项目进入报价",
    "计划完成得一般，下周补上没去成的两家",
    "老客户回访为主，备件需求比预计的多",
]


def write_reports(story: Story) -> None:
    """Put the evenings on the agenda on which people write, and the mornings on which their superiors read."""
    random = Random(SEED + 2)  # noqa: S311  (a story, not a secret)
    writers = {kind: [one for one in story.people.values() if one.can(f"reports.{kind}")] for kind in ReportKind}
    days = [clock.day_start(story.now.date())]
    while len(days) <= DAYS:
        days.append(clock.day_start(clock.add_workdays(days[-1].date(), -1)))
    latest = days[1]
    for day in days:
        for person in writers[ReportKind.DAY]:
            if (person.username, day) in ((MISSING, latest), (WRITES, days[0])):
                continue
            evening = day + timedelta(hours=17, minutes=random.randrange(20, 110))
            if person.username == LATE and day == days[2]:
                evening = day + timedelta(days=1, hours=10, minutes=42)
            story.at(evening, _write, person, ReportKind.DAY, day, random)
        story.at(day + timedelta(hours=8, minutes=50), _read, day == days[0])
    this = clock.day_start(week_of(story.now.date()))
    for back in range(1, WEEKS + 1):
        week = this - timedelta(days=7 * back)
        for person in writers[ReportKind.WEEK]:
            evening = week + timedelta(days=4, hours=18, minutes=random.randrange(90))
            story.at(evening, _write, person, ReportKind.WEEK, week, random)


def _write(story: Story, moment: datetime, person: User, kind: str, day: datetime, random: Random) -> None:
    begun = clock.local_date(day)
    texts = {"problems": random.choice(PROBLEMS), "ahead": random.choice(AHEAD)}
    if kind == ReportKind.WEEK:
        texts["done"] = random.choice(WEEKLY)
    elif facts.says_nothing(facts.of(person, kind, begun)):
        texts["done"] = OUT
    services.submit_report(actor=person, kind=kind, day=begun, texts=texts)


def _read(story: Story, moment: datetime, latest: bool) -> None:
    """What came in since yesterday; on the last morning some stay for later."""
    for seat in ReportReader.objects.filter(read_at=None).select_related("person", "report__owner").order_by("pk"):
        if latest and seat.report.owner.username in UNREAD:
            continue
        if WorkReport.objects.visible_to(seat.person).filter(pk=seat.report_id).exists():
            services.read_report(actor=seat.person, report_id=seat.report_id)
