"""The written rules about customers and visits, with our openly chosen defaults."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import policy
from customers.choices import (
    OPEN_STAGES,
    CustomerClass,
    LeadWay,
    LostReason,
    NeedFact,
    RequiredFact,
    ScreenFact,
    Stage,
)

VISIT_DAYS = {kind: f"customers.visit_days.{kind.value}" for kind in CustomerClass}
REQUIRED = {kind: f"customers.required.{kind.value}" for kind in CustomerClass}
STALE_DAYS = {kind: f"customers.stale_days.{kind.value}" for kind in CustomerClass}
POOLED = (CustomerClass.POTENTIAL, CustomerClass.NORMAL, CustomerClass.FOCUS)
POOL_DAYS = {kind: f"customers.pool_days.{kind.value}" for kind in POOLED}
POOL_WARNINGS = ("customers.pool_warning.first", "customers.pool_warning.second", "customers.pool_warning.last")
POOL_CLAIMS = "customers.pool_claims_a_day"
POOL_MOST = "customers.pool_most_owned"
POOL_BAR = "customers.pool_bar_days"
EXTENSION_DAYS = "customers.pool_extension_days"
MERGE_UNDO_DAYS = "customers.merge_undo_days"
NEED_REQUIRED = "opportunities.need_required"
CHANCE = {stage: f"opportunities.chance.{stage.value}" for stage in OPEN_STAGES}
STUCK_DAYS = "opportunities.stuck_days"
LOST_REASONS = "opportunities.lost_reasons"
REOPEN_DAYS = "opportunities.reopen_days"
LEAD_WAYS = "leads.ways"
LEAD_ASSIGN_DAYS = "leads.assign_days"
LEAD_TOUCH_DAYS = "leads.touch_days"
LEAD_SCREENING = "leads.screening"
LATE_DAYS = "visits.late_days"
LIST_HOUR = "visits.list_hour"
LIST_REMINDER = "visits.list_reminder"
POSITIONS = "visits.positions"
REPORT_BACK_DAYS = "visits.report_back_days"
FEEDBACK_DAYS = "tasks.feedback_days"
ACCOUNT_PLAN_DAYS = "accounts.plan_days"
ACCOUNT_REVIEW_DAYS = "accounts.review_days"
NEED_CHANGE_DAYS = "tasks.need_change_days"
TASK_CLIMB_DAYS = "tasks.climb_days"
POSITION_DAYS = "visits.position_days"

FACTS = tuple(RequiredFact.choices)
BASIC = ("phone", "contact")
USUAL = ("uscc", "industry", "division", *BASIC, "contact_phone")
WHOLE = ("address", "decider", *USUAL)

policy.name_group("accounts", _("大客户管理"))
policy.name_group("visits", _("拜访"))
policy.name_group("opportunities", _("商机"))
policy.name_group("leads", _("线索"))
policy.register(
    policy.Rule(
        REQUIRED[CustomerClass.POTENTIAL],
        _("潜在客户必备资料"),
        policy.SET,
        BASIC,
        _("潜在客户的资料要有：{value}。"),
        FACTS,
    ),
    policy.Rule(
        REQUIRED[CustomerClass.NORMAL],
        _("普通客户必备资料"),
        policy.SET,
        USUAL,
        _("普通客户的资料要有：{value}。"),
        FACTS,
    ),
    policy.Rule(
        REQUIRED[CustomerClass.FOCUS],
        _("重点客户必备资料"),
        policy.SET,
        WHOLE,
        _("重点客户的资料要有：{value}。"),
        FACTS,
    ),
    policy.Rule(
        REQUIRED[CustomerClass.KEY], _("大客户必备资料"), policy.SET, WHOLE, _("大客户的资料要有：{value}。"), FACTS
    ),
    policy.Rule(
        STALE_DAYS[CustomerClass.POTENTIAL],
        _("潜在客户资料更新"),
        policy.DAYS,
        365,
        _("潜在客户的资料至少每 {value} 天更新或确认一次。"),
    ),
    policy.Rule(
        STALE_DAYS[CustomerClass.NORMAL],
        _("普通客户资料更新"),
        policy.DAYS,
        180,
        _("普通客户的资料至少每 {value} 天更新或确认一次。"),
    ),
    policy.Rule(
        STALE_DAYS[CustomerClass.FOCUS],
        _("重点客户资料更新"),
        policy.DAYS,
        120,
        _("重点客户的资料至少每 {value} 天更新或确认一次。"),
    ),
    policy.Rule(
        STALE_DAYS[CustomerClass.KEY],
        _("大客户资料更新"),
        policy.DAYS,
        90,
        _("大客户的资料至少每 {value} 天更新或确认一次。"),
    ),
)
policy.register(
    policy.Rule(
        VISIT_DAYS[CustomerClass.POTENTIAL],
        _("潜在客户拜访间隔"),
        policy.DAYS,
        60,
        _("潜在客户至少每 {value} 天联系一次。"),
    ),
    policy.Rule(
        VISIT_DAYS[CustomerClass.NORMAL],
        _("普通客户拜访间隔"),
        policy.DAYS,
        30,
        _("普通客户至少每 {value} 天联系一次。"),
    ),
    policy.Rule(
        VISIT_DAYS[CustomerClass.FOCUS],
        _("重点客户拜访间隔"),
        policy.DAYS,
        14,
        _("重点客户至少每 {value} 天联系一次。"),
    ),
    policy.Rule(
        VISIT_DAYS[CustomerClass.KEY], _("大客户拜访间隔"), policy.DAYS, 7, _("大客户至少每 {value} 天联系一次。")
    ),
    policy.Rule(
        POOL_DAYS[CustomerClass.POTENTIAL],
        _("潜在客户回公海"),
        policy.DAYS,
        120,
        _("潜在客户 {value} 天没人跟进就回公海，0 天表示不回。"),
    ),
    policy.Rule(
        POOL_DAYS[CustomerClass.NORMAL],
        _("普通客户回公海"),
        policy.DAYS,
        90,
        _("普通客户 {value} 天没人跟进就回公海，0 天表示不回。"),
    ),
    policy.Rule(
        POOL_DAYS[CustomerClass.FOCUS],
        _("重点客户回公海"),
        policy.DAYS,
        60,
        _("重点客户 {value} 天没人跟进就回公海，0 天表示不回。大客户不进公海。"),
    ),
    policy.Rule(
        POOL_WARNINGS[0], _("回公海第一次提醒"), policy.DAYS, 7, _("回公海前 {value} 天提醒负责人，从这天起列在今天。")
    ),
    policy.Rule(POOL_WARNINGS[1], _("回公海第二次提醒"), policy.DAYS, 5, _("回公海前 {value} 天再提醒负责人。")),
    policy.Rule(
        POOL_WARNINGS[2], _("回公海最后提醒"), policy.DAYS, 3, _("回公海前 {value} 天提醒负责人，也告诉他的上级。")
    ),
    policy.Rule(POOL_CLAIMS, _("每天领取上限"), policy.NUMBER, 5, _("每人每天最多从公海领 {value} 家客户。")),
    policy.Rule(POOL_MOST, _("名下客户上限"), policy.NUMBER, 300, _("名下满 {value} 家客户就不能再从公海领。")),
    policy.Rule(
        POOL_BAR, _("原负责人回领间隔"), policy.DAYS, 15, _("客户从谁名下进了公海，谁在 {value} 天内不能再领回来。")
    ),
    policy.Rule(
        EXTENSION_DAYS,
        _("公海延期上限"),
        policy.DAYS,
        30,
        _("负责人可以申请延期，从今天起最多 {value} 天，上级同意才算。"),
    ),
    policy.Rule(
        MERGE_UNDO_DAYS,
        _("合并撤销期限"),
        policy.DAYS,
        30,
        _("客户合并后 {value} 天内可以撤销，之后没改过的都回到原样。"),
    ),
    policy.Rule(LATE_DAYS, _("拜访补录期限"), policy.DAYS, 0, _("拜访在当天起 {value} 天内记录，过后记的标为补录。")),
    policy.Rule(
        LIST_HOUR,
        _("拜访重点截止"),
        policy.NUMBER,
        9,
        _("每周六 {value} 点前交下周的拜访重点，过后由上级代录。那一周都放假，就提前到放假前最后一个工作日。"),
    ),
    policy.Rule(
        LIST_REMINDER,
        _("拜访重点提醒"),
        policy.NUMBER,
        18,
        _("截止前 {value} 小时提醒还没交拜访重点的人，0 表示不提醒。"),
    ),
    policy.Rule(
        REPORT_BACK_DAYS,
        _("事后汇报期限"),
        policy.DAYS,
        3,
        _("同意了的请示，办理那天之后 {value} 个工作日内汇报结果，汇报了才能了结；超期告诉上级。"),
    ),
    policy.Rule(
        FEEDBACK_DAYS,
        _("客户反馈几天内答复"),
        policy.DAYS,
        3,
        _("拜访、回访时客户提的事，每条变成一个任务，{value} 个工作日内答复。"),
    ),
    policy.Rule(
        NEED_CHANGE_DAYS,
        _("需求变化几天内核对"),
        policy.DAYS,
        2,
        _("商机的需求改了，负责人 {value} 个工作日内核对方案和报价。"),
    ),
    policy.Rule(
        TASK_CLIMB_DAYS,
        _("任务过期几天告诉上级"),
        policy.DAYS,
        3,
        _("任务过期超过 {value} 个工作日还没办完，告诉办的人的上级。"),
    ),
    policy.Rule(
        POSITIONS, _("拜访签到定位"), policy.SWITCH, True, _("记拜访时可以附一次位置，须本人同意。开启：{value}。")
    ),
    policy.Rule(POSITION_DAYS, _("位置保存天数"), policy.DAYS, 180, _("签到位置保存 {value} 天后删除。")),
)
policy.register(
    policy.Rule(
        NEED_REQUIRED,
        _("需求要写全的项"),
        policy.SET,
        ("need", "budget", "purchase_plan", "deciders"),
        _("商机进入方案和报价提交审批之前，需求要写明：{value}。"),
        tuple(NeedFact.choices),
    ),
    policy.Rule(
        CHANCE[Stage.NEED],
        _("需求阶段赢率"),
        policy.PERCENT,
        Decimal("0.10"),
        _("需求阶段的商机按 {value} 计入预测，负责人可以另填。"),
    ),
    policy.Rule(
        CHANCE[Stage.SOLUTION],
        _("方案阶段赢率"),
        policy.PERCENT,
        Decimal("0.30"),
        _("方案阶段的商机按 {value} 计入预测，负责人可以另填。"),
    ),
    policy.Rule(
        CHANCE[Stage.QUOTE],
        _("报价阶段赢率"),
        policy.PERCENT,
        Decimal("0.50"),
        _("报价阶段的商机按 {value} 计入预测，负责人可以另填。"),
    ),
    policy.Rule(
        CHANCE[Stage.CONTRACT],
        _("合同阶段赢率"),
        policy.PERCENT,
        Decimal("0.80"),
        _("合同阶段的商机按 {value} 计入预测，负责人可以另填。"),
    ),
    policy.Rule(
        STUCK_DAYS, _("商机停留提醒"), policy.DAYS, 14, _("商机在一个阶段停了超过 {value} 天，列在负责人的今天。")
    ),
    policy.Rule(
        LOST_REASONS,
        _("丢单可选的原因"),
        policy.SET,
        tuple(LostReason.values),
        _("丢单要写原因，从这些里选：{value}。项目取消和没有预算以外，还要写明输给谁。"),
        tuple(LostReason.choices),
    ),
    policy.Rule(
        REOPEN_DAYS,
        _("丢单重开期限"),
        policy.DAYS,
        180,
        _("丢了的单 {value} 天内可以重新打开，从需求走起，过后另建商机。"),
    ),
)
policy.register(
    policy.Rule(
        LEAD_WAYS,
        _("线索分给谁"),
        policy.SET,
        (LeadWay.REGION.value, LeadWay.LOAD.value),
        _(
            "按规则分配线索，依次看：{value}。按地区给在当地客户最多的人，按手上线索给没了结的线索最少的人；都不看就由人指定。"
        ),
        ((LeadWay.REGION.value, LeadWay.REGION.label), (LeadWay.LOAD.value, LeadWay.LOAD.label)),
    ),
    policy.Rule(LEAD_ASSIGN_DAYS, _("线索分配期限"), policy.DAYS, 1, _("收到线索后 {value} 个工作日内分给负责人。")),
    policy.Rule(
        LEAD_TOUCH_DAYS,
        _("线索联系期限"),
        policy.DAYS,
        2,
        _("接到线索后 {value} 个工作日内第一次联系，超期提醒负责人，再过一个工作日告诉上级。"),
    ),
    policy.Rule(
        LEAD_SCREENING,
        _("线索转客户要写的项"),
        policy.SET,
        tuple(ScreenFact.values),
        _("线索转客户之前，甄别要写明：{value}。"),
        tuple(ScreenFact.choices),
    ),
)
policy.register(
    policy.Rule(
        ACCOUNT_PLAN_DAYS,
        _("服务计划上报期限"),
        policy.DAYS,
        20,
        _("大客户列入年度名单后，{value} 个工作日内由客户经理上报服务计划，超期告诉上级。"),
    ),
    policy.Rule(
        ACCOUNT_REVIEW_DAYS,
        _("大客户回顾间隔"),
        policy.DAYS,
        92,
        _("大客户的服务计划至少每 {value} 天安排一次回顾，写明结果和满意度。"),
    ),
)
