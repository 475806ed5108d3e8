"""Kinds of customers, contacts and visits, with label and mark."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import marks


class CustomerClass(marks.ScaleChoices):
    """How much a customer matters (B04). Each class has its visit frequency as policy."""

    POTENTIAL = "potential", 1, _("潜在")
    NORMAL = "normal", 2, _("普通")
    FOCUS = "focus", 3, _("重点")
    KEY = "key", 4, _("大客户")


class ContactRole(models.TextChoices):
    """What a contact has to say when the customer buys."""

    DECIDES = "decides", _("决策")
    BUYS = "buys", _("采购")
    TECHNICAL = "technical", _("技术")
    USES = "uses", _("使用")
    PAYS = "pays", _("付款")


class VisitKind(models.TextChoices):
    VISIT = "visit", pgettext_lazy("one", "拜访")
    RETURN = "return", _("回访")
    PHONE = "phone", _("电话")
    ONLINE = "online", _("线上")
    DEMO = "demo", _("演示")


IN_PERSON = (VisitKind.VISIT, VisitKind.RETURN, VisitKind.DEMO)
"""What makes a planned visit happen; a call does so only for a planned call."""


class Outcome(models.TextChoices):
    PROGRESS = "progress", _("有进展")
    STEADY = "steady", _("维持")
    OBJECTION = "objection", _("有异议")
    NOT_MET = "not_met", _("没见到")
    REFUSED = "refused", _("拒绝")


class Satisfaction(models.TextChoices):
    """How content the customer was, asked at a return visit (C06)."""

    CONTENT = "content", _("满意")
    SOSO = "soso", pgettext_lazy("satisfaction", "一般")
    UNHAPPY = "unhappy", _("不满意")


class PositionSystem(models.TextChoices):
    """The datum raw coordinates are in. Maps in China draw GCJ-02; what the browser gives is kept as it came."""

    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"


class PoolStep(models.TextChoices):
    """How a customer came into 公海 or left it."""

    RETURNED = "returned", _("到期退回")
    RELEASED = "released", _("主动放回")
    CLAIMED = "claimed", _("领取")
    ASSIGNED = "assigned", _("分配")


class ExtensionState(marks.StateChoices):
    """An owner asks for more time before a customer comes into 公海."""

    REPORTED = "reported", marks.RUNNING, _("审批中")
    GRANTED = "granted", marks.DONE, _("已延期")
    REFUSED = "refused", marks.REFUSED, _("没同意")
    WITHDRAWN = "withdrawn", marks.VOID, _("已撤回")


class TransferState(marks.StateChoices):
    """Somebody asks for a customer that is a colleague's (撞单)."""

    REPORTED = "reported", marks.RUNNING, _("等裁定")
    GRANTED = "granted", marks.DONE, _("已同意")
    REFUSED = "refused", marks.REFUSED, _("没同意")
    WITHDRAWN = "withdrawn", marks.VOID, _("已撤回")
    LAPSED = "lapsed", marks.VOID, _("不用裁定了")


class TransferWish(models.TextChoices):
    OWN = "own", _("转给我负责")
    SHARE = "share", _("让我一起跟")


class PriorState(marks.StateChoices):
    """What somebody asks before they do it, and reports afterwards (C09)."""

    REPORTED = "reported", marks.RUNNING, _("请示中")
    GRANTED = "granted", marks.TODO, _("待汇报")
    TOLD = "told", marks.RUNNING, _("待了结")
    CLOSED = "closed", marks.DONE, _("已了结")
    REFUSED = "refused", marks.REFUSED, _("没同意")
    WITHDRAWN = "withdrawn", marks.VOID, _("已撤回")


class PriorKind(models.TextChoices):
    HOSTING = "hosting", _("招待、礼品")
    TRAVEL = "travel", _("出差")
    SAMPLE = "sample", _("样机、试用")
    TERMS = "terms", _("商务让步")
    OTHER = "other", _("其他")


class PriorOutcome(models.TextChoices):
    DONE = "done", _("办成了")
    PARTLY = "partly", _("办了一部分")
    NOT = "not", _("没办")


class AccountPlanState(marks.StateChoices):
    """How a year's plan serves a key customer (B06)."""

    NAMED = "named", marks.TODO, _("待写")
    REPORTED = "reported", marks.RUNNING, _("审批中")
    APPROVED = "approved", marks.DONE, _("已批准")
    DROPPED = "dropped", marks.VOID, _("已移出")


class TaskState(marks.StateChoices):
    """What became of a task (B12)."""

    OPEN = "open", marks.TODO, _("要办")
    DONE = "done", marks.DONE, _("办完了")
    DROPPED = "dropped", marks.VOID, _("不办了")


class TaskKind(models.TextChoices):
    """Where a task came from."""

    PLAN = "plan", _("跟进")
    FEEDBACK = "feedback", _("客户反馈")
    NEED = "need", _("需求变化")
    BUSINESS = "business", _("业务问题")
    TECHNICAL = "technical", _("技术问题")


ISSUES = (TaskKind.BUSINESS, TaskKind.TECHNICAL)
"""What a weekly review raises (C10): of a unit, perhaps of no customer."""


class PlanState(marks.StateChoices):
    """What became of a planned visit (C04)."""

    PLANNED = "planned", marks.TODO, _("计划")
    DONE = "done", marks.DONE, _("已去")
    SKIPPED = "skipped", marks.VOID, _("没去成")


class FocusState(marks.StateChoices):
    """A week's list of what comes first (C02, C03)."""

    DRAFT = "draft", marks.DRAFT, _("没交")
    SUBMITTED = "submitted", marks.RUNNING, _("等确认")
    CONFIRMED = "confirmed", marks.DONE, _("已确认")


class ChangeStep(models.TextChoices):
    """What happened to a confirmed list afterwards."""

    ADDED = "added", _("加上")
    MOVED = "moved", _("改期")
    EDITED = "edited", _("改目的")
    DROPPED = "dropped", _("拿掉")


class Stage(marks.StateChoices):
    """How far a deal has come (D01). Each step is entered with its conditions met (customers.stages)."""

    NEED = "need", marks.TODO, pgettext_lazy("stage", "需求")
    SOLUTION = "solution", marks.RUNNING, pgettext_lazy("stage", "方案")
    QUOTE = "quote", marks.RUNNING, pgettext_lazy("stage", "报价")
    CONTRACT = "contract", marks.RUNNING, pgettext_lazy("stage", "合同")
    WON = "won", marks.DONE, _("成交")
    LOST = "lost", marks.REFUSED, _("丢单")


OPEN_STAGES = (Stage.NEED, Stage.SOLUTION, Stage.QUOTE, Stage.CONTRACT)


class NeedFact(models.TextChoices):
    """What a need analysis says (B11)."""

    NEED = "need", _("需要什么")
    BUDGET = "budget", _("预算")
    PURCHASE_PLAN = "purchase_plan", _("采购计划")
    BACKGROUND = "background", _("业务背景")
    DECIDERS = "deciders", _("谁拍板")


class LostReason(models.TextChoices):
    """Why a deal went away (D04). The policy says which of them may be chosen."""

    PRICE = "price", _("价格高")
    DELIVERY = "delivery", _("交期长")
    TECHNICAL = "technical", _("技术不满足")
    RELATION = "relation", _("关系不到位")
    SERVICE = "service", _("服务跟不上")
    CANCELLED = "cancelled", _("项目取消")
    NO_BUDGET = "no_budget", _("没有预算")


WITHOUT_WINNER = (LostReason.CANCELLED, LostReason.NO_BUDGET)
"""Nobody got the order: no competitor to name."""


class DealSource(models.TextChoices):
    """Where a deal came from."""

    OLD_CUSTOMER = "old_customer", _("老客户复购")
    VISIT = "visit", _("拜访发现")
    REFERRAL = "referral", _("转介绍")
    EXHIBITION = "exhibition", _("展会")
    WEB = "web", _("网站")
    PHONE = "phone", _("电话询价")
    TENDER = "tender", _("招标公告")


class RequiredFact(models.TextChoices):
    """What a complete file of a customer may have to say (B02)."""

    USCC = "uscc", _("统一社会信用代码")
    INDUSTRY = "industry", _("行业")
    DIVISION = "division", _("地区")
    ADDRESS = "address", _("地址")
    PHONE = "phone", _("电话")
    WEBSITE = "website", _("网站")
    CONTACT = "contact", _("联系人")
    CONTACT_PHONE = "contact_phone", _("联系人电话")
    DECIDER = "decider", _("决策人")


class CreditRating(models.TextChoices):
    """What finance thinks of a customer's paying."""

    A = "A", _("A 按期付款")
    B = "B", _("B 偶有拖延")
    C = "C", _("C 经常拖延")
    D = "D", _("D 款到发货")


class AddressKind(models.TextChoices):
    """What happens at an address."""

    SHIPPING = "shipping", _("收货")
    BILLING = "billing", _("寄票")
    SITE = "site", _("现场")
    REGISTERED = "registered", _("注册")


class LeadState(marks.StateChoices):
    """How far a lead has come (B08, B09)."""

    NEW = "new", marks.TODO, _("待分配")
    ASSIGNED = "assigned", marks.TODO, _("待联系")
    WORKING = "working", marks.RUNNING, _("跟进中")
    CONVERTED = "converted", marks.DONE, _("已转客户")
    REJECTED = "rejected", marks.VOID, _("已退掉")


OPEN_LEADS = (LeadState.NEW, LeadState.ASSIGNED, LeadState.WORKING)


class LeadSource(models.TextChoices):
    """Where a lead came from (B07); each one says so."""

    EXHIBITION = "exhibition", _("展会")
    CONFERENCE = "conference", _("会议")
    WEB = "web", _("网站")
    PHONE = "phone", _("电话询价")
    VISIT = "visit", _("拜访发现")
    REFERRAL = "referral", _("转介绍")
    PLATFORM = "platform", _("平台")
    RESEARCH = "research", _("市场调研")


class LeadWay(models.TextChoices):
    """How it was found who gets a lead."""

    HAND = "hand", _("人工指定")
    REGION = "region", _("按地区")
    LOAD = "load", _("按手上线索")


class TouchChannel(models.TextChoices):
    """How somebody spoke with a lead (B10)."""

    PHONE = "phone", _("电话")
    WECHAT = "wechat", _("微信")
    MAIL = "mail", _("邮件")
    ONLINE = "online", _("线上会议")
    VISIT = "visit", pgettext_lazy("one", "拜访")


class TouchOutcome(models.TextChoices):
    """What came of it."""

    INTERESTED = "interested", _("有意向")
    LATER = "later", _("以后再说")
    NO_ANSWER = "no_answer", _("没联系上")
    NOT_NEEDED = "not_needed", _("没有需要")


class LeadBudget(models.TextChoices):
    """Whether there is money for it."""

    APPROVED = "approved", _("已批")
    PLANNED = "planned", _("在报")
    NONE = "none", _("没有")


class LeadTiming(models.TextChoices):
    """When they want to buy."""

    QUARTER = "quarter", _("三个月内")
    HALF = "half", _("半年内")
    YEAR = "year", _("一年内")
    OPEN = "open", _("没定")


class LeadPotential(models.TextChoices):
    """How much there may be in working with them (B09)."""

    HIGH = "high", _("很大")
    MIDDLE = "middle", _("一般")
    LOW = "low", _("不大")


class ScreenFact(models.TextChoices):
    """What is asked before a lead becomes a customer (B09)."""

    NEED = "need", _("需要什么")
    BUDGET = "budget", _("预算")
    TIMING = "timing", _("什么时候买")
    POTENTIAL = "potential", _("合作潜力")


class RejectReason(models.TextChoices):
    """Why a lead is given up."""

    NO_NEED = "no_need", _("没有需要")
    NO_BUDGET = "no_budget", _("没有预算")
    UNREACHABLE = "unreachable", _("联系不上")
    DUPLICATE = "duplicate", _("重复")
    NOT_OURS = "not_ours", _("不是我们做的")
    RIVAL = "rival", _("同行打听")


class IntelligenceKind(models.TextChoices):
    """What was learned (M02, M03)."""

    PURCHASE = "purchase", _("采购计划")
    BUDGET = "budget", _("预算")
    DECIDER = "decider", _("决策人变动")
    RIVAL = "rival", _("对手动向")
    PRICE = "price", pgettext_lazy("of a product", "价格")
    PRODUCT = "product", _("产品")
    OTHER = "other", _("其他")


class IntelligenceSource(models.TextChoices):
    """How we know."""

    CUSTOMER = "customer", _("客户说的")
    VISIT = "visit", _("拜访时看到的")
    PUBLIC = "public", _("公开信息")
    TENDER = "tender", _("招标公告")
    TRADE = "trade", _("同行说的")
    OTHER = "other", _("其他")


class Reliability(models.TextChoices):
    """How far one may build on it."""

    CONFIRMED = "confirmed", _("核实过")
    LIKELY = "likely", _("比较可靠")
    UNSURE = "unsure", _("没核实")


class Secrecy(models.TextChoices):
    """Who may know it, from the widest to the narrowest (customers.models.intelligence says exactly who)."""

    OPEN = "open", _("公开")
    INTERNAL = "internal", _("内部")
    SECRET = "secret", _("机密")

    @property
    def rank(self) -> int:
        return list(Secrecy).index(self)
