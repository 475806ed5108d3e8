"""Which five steps somebody new takes, by what their roles let them do. Facts are rows of the rooms; nothing is ticked by hand."""

from collections.abc import Sequence
from dataclasses import replace

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import onboarding
from core.models import CompanyBot, NoticePreference, NumberCounter, SampleData
from core.onboarding import Step
from customers.models import Customer, Visit
from org import lines
from org.models import StandIn, Unit, User
from quotes.models import Dispatch, Quote, StampEntry
from salesops.samples import contents
from workflow.models import ApprovalSeat

POLICIES = Step(
    "policies", _("看一遍制度"), _("每条规则写在这里，带今天的数"), lambda user: reverse("core:policy_list")
)
PROCESS = Step(
    "process",
    _("看一遍报价怎么走"),
    _("从起草到发出，每一步谁来办"),
    lambda user: reverse("processes:process_detail", args=["quotes-quote"]),
)
NOTICES = Step(
    "notices",
    _("定好提醒方式"),
    _("哪些事用邮件或群消息提醒你"),
    lambda user: reverse("core:notice_settings"),
    lambda user: NoticePreference.objects.filter(user_id=user.pk),
)
FACTOR = Step(
    "factor",
    _("开两步验证"),
    _("别人拿到密码也进不来"),
    lambda user: reverse("mfa_index"),
    lambda user: Authenticator.objects.filter(user_id=user.pk),
)
STAND_IN = Step(
    "stand_in",
    _("设好代理人"),
    _("你不在的时候，事情有人接"),
    lambda user: reverse("org:stand_in_set", args=[user.pk]),
    lambda user: StandIn.objects.filter(principal_id=user.pk),
)
CUSTOMER = Step(
    "customer",
    _("建第一家客户"),
    _("有了客户，才能记拜访、写报价"),
    lambda user: reverse("customers:customer_create"),
    lambda user: Customer.objects.filter(owner_id=user.pk),
)
VISIT = Step(
    "visit",
    _("记第一次拜访"),
    _("见了谁，说了什么，下次哪天去"),
    lambda user: reverse("customers:visit_log"),
    lambda user: Visit.objects.filter(visitor_id=user.pk),
)
REPORTED = Step(
    "quote",
    _("提交第一份报价"),
    _("选产品、定价格，提交给经理审"),
    lambda user: reverse("quotes:quote_create"),
    lambda user: Quote.objects.filter(owner_id=user.pk, reported_at__isnull=False),
)
DRAFTED = Step(
    "draft",
    _("写第一份报价"),
    _("答复电话询价，也从这里开始"),
    lambda user: reverse("quotes:quote_create"),
    lambda user: Quote.objects.filter(created_by_id=user.pk),
)
VERDICT = Step(
    "verdict",
    _("审第一份单据"),
    _("先看“为什么是我”，再同意、退回或驳回"),
    lambda user: reverse("workflow:inbox"),
    lambda user: ApprovalSeat.objects.filter(decided_by_id=user.pk),
)
STAMPED = Step(
    "stamp",
    _("登记第一次用印"),
    _("通过审批的报价，先用印再发出"),
    lambda user: f"{reverse('quotes:quote_list')}?scene=stamp",
    lambda user: StampEntry.objects.filter(stamped_by_id=user.pk),
)
SENT = Step(
    "sent",
    _("登记第一次发出"),
    _("怎么发的、发给谁，记下来"),
    lambda user: f"{reverse('quotes:quote_list')}?scene=send",
    lambda user: Dispatch.objects.filter(sent_by_id=user.pk),
)
UNITS = Step(
    "units",
    _("建好部门"),
    _("谁看得到什么，按部门来"),
    lambda user: reverse("org:unit_list"),
    lambda user: Unit.objects.filter(parent__isnull=False),
)
PEOPLE = Step(
    "people",
    _("给同事开账号"),
    _("每人一个账号，角色决定能办什么"),
    lambda user: reverse("org:person_appoint"),
    lambda user: User.objects.active().exclude(pk=user.pk),
)
CHANNELS = Step(
    "channels",
    _("接通邮件或群机器人"),
    _("接不通，提醒只在应用里"),
    lambda user: reverse("admin:core_companybot_changelist"),
    lambda user: bool(settings.EMAIL_URL) or CompanyBot.objects.filter(active=True),
)
NUMBERING = Step(
    "numbering",
    _("核对编号规则"),
    _("第一份单据编号以前定下来"),
    lambda user: reverse("admin:core_numberpattern_changelist"),
    lambda user: NumberCounter.objects.all(),
)

SAMPLE = Step(
    "sample",
    _("清走样例数据"),
    _("试过了，就从你们自己的客户开始"),
    lambda user: reverse("sample_data"),
    lambda user: SampleData.objects.filter(done_at__isnull=False),
)
OWN_PEOPLE = replace(PEOPLE, fact=lambda user: contents.colleagues(user))

MANAGES = (UNITS, PEOPLE, POLICIES, CHANNELS, NUMBERING)
TRIES = (OWN_PEOPLE, POLICIES, SAMPLE, CHANNELS, NUMBERING)
DECIDES = (POLICIES, PROCESS, STAND_IN, VERDICT, NOTICES)
STAMPS = (PROCESS, DRAFTED, STAMPED, SENT, NOTICES)
SELLS = (PROCESS, CUSTOMER, VISIT, REPORTED, NOTICES)
SERVES = (POLICIES, PROCESS, NOTICES, STAND_IN, FACTOR)


@onboarding.register
def steps(user: User) -> Sequence[Step]:
    """Five each; of several roles the one that others depend on most."""
    if user.can("org.manage"):
        return MANAGES if contents.standing() is None else TRIES
    if any(user.can(rung) for rung in lines.LADDER):
        return DECIDES
    if user.can("quotes.stamp"):
        return STAMPS
    if user.can("quotes.create") and user.can("visits.log"):
        return SELLS
    return SERVES
