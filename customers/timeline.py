"""What the events of customers and visits say, and the visits on a customer's timeline (B01)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import confidence
from core.models import AuditEntry
from core.pages.timeline import Entry, Place
from core.timeline import AUDIT, Sentence, contribute, entry, known_codes, name_details, name_states, older, register
from customers import account_selectors, intel_selectors, prior_selectors, selectors, task_selectors
from customers.choices import (
    AccountPlanState,
    CustomerClass,
    FocusState,
    LeadSource,
    LeadWay,
    LostReason,
    Outcome,
    PlanState,
    PriorOutcome,
    PriorState,
    RejectReason,
    Satisfaction,
    Secrecy,
    TaskKind,
    TaskState,
    TouchChannel,
    TouchOutcome,
    TransferWish,
)
from customers.models import AccountPlan, AccountReview, Customer, FormerCustomer, Intelligence, PriorApproval, Task
from org.models import User

register(
    {
        "customer.created": Sentence(_("建了客户")),
        "customer.edited": Sentence(_("改了资料")),
        "customer.classified": Sentence(_("把类别从 %(from)s 改为 %(to)s"), words=CustomerClass.choices),
        "customer.transferred": Sentence(_("把客户从 %(from)s 转给 %(to)s")),
        "customer.address_added": Sentence(_("加了地址 %(address)s")),
        "customer.address_edited": Sentence(_("改了地址")),
        "customer.address_removed": Sentence(_("删了地址 %(address)s")),
        "customer.confirmed": Sentence(_("确认资料没有变")),
        "customer.credit_set": Sentence(_("改了信用")),
        "customer.assigned": Sentence(_("把公海的客户分配给 %(to)s")),
        "customer.claimed": Sentence(_("从公海领了客户")),
        "customer.extension_asked": Sentence(_("申请公海延期到 %(until)s")),
        "customer.extension_granted": Sentence(_("同意延期到 %(until)s")),
        "customer.extension_refused": Sentence(_("没同意延期到 %(until)s")),
        "customer.extension_withdrawn": Sentence(_("撤回了延期申请")),
        "customer.extension_reopened": Sentence(_("撤销了对延期的结论")),
        "customer.transfer_requested": Sentence(_("申请这家客户：%(wish)s"), words=TransferWish.choices),
        "customer.transfer_granted": Sentence(_("同意 %(applicant)s 的申请")),
        "customer.transfer_refused": Sentence(_("没同意 %(applicant)s 的申请")),
        "customer.transfer_withdrawn": Sentence(_("撤回了对这家客户的申请")),
        "customer.transfer_reopened": Sentence(_("撤销了对 %(applicant)s 申请的结论")),
        "customer.released": Sentence(_("把客户放回公海")),
        "customer.returned": Sentence(_("没人跟进，客户回了公海")),
        "customer.collaborator_added": Sentence(_("添加协作人 %(person)s")),
        "customer.collaborator_removed": Sentence(_("移除协作人 %(person)s")),
        "customer.merged": Sentence(_("把 %(name)s（%(merged_number)s）并入这家")),
        "customer.merged_away": Sentence(_("并入了 %(name)s（%(merged_number)s）")),
        "customer.merge_undone": Sentence(_("撤销了和 %(name)s（%(merged_number)s）的合并")),
        "customer.import_undone": Sentence(_("撤回导入，删掉了这个客户")),
        "contact.import_undone": Sentence(_("撤回导入，删掉了联系人")),
        "customer.exported": Sentence(_("导出了 %(rows)s 行客户数据")),
        "visit.exported": Sentence(_("导出了 %(rows)s 次拜访")),
        "contact.created": Sentence(_("加了联系人")),
        "contact.edited": Sentence(_("改了联系人")),
        "opportunity.created": Sentence(_("登记了商机")),
        "opportunity.edited": Sentence(_("改了商机")),
        "opportunity.advanced": Sentence(_("把商机推进到下一步")),
        "opportunity.stepped_back": Sentence(_("把商机退回上一步")),
        "opportunity.won": Sentence(_("成交了"), "ok", "ok"),
        "opportunity.lost": Sentence(_("丢单了，原因是%(lost_reason)s"), "no", "bad", words=LostReason.choices),
        "opportunity.reopened": Sentence(_("重新打开了商机")),
        "opportunity.handed_over": Sentence(_("商机从 %(from)s 转给 %(to)s")),
        "opportunity.need_recorded": Sentence(_("写了需求 V%(revision)s")),
        "opportunity.solution_added": Sentence(_("出了方案 V%(revision)s")),
        "opportunity.rival_named": Sentence(_("记下对手 %(competitor)s")),
        "opportunity.rival_dropped": Sentence(_("对手 %(competitor)s 退出了")),
        "opportunity.exported": Sentence(_("导出了 %(rows)s 个商机")),
        "lead.created": Sentence(_("录入了线索，来自%(source)s"), words=LeadSource.choices),
        "lead.edited": Sentence(_("改了线索")),
        "lead.assigned": Sentence(_("把线索分给 %(to)s（%(way)s）"), words=LeadWay.choices),
        "lead.reassigned": Sentence(_("把线索从 %(from)s 改派给 %(to)s")),
        "lead.handed_over": Sentence(_("线索从 %(from)s 转给 %(to)s")),
        "lead.touched": Sentence(
            _("联系了：%(channel)s，%(outcome)s"), words=[*TouchChannel.choices, *TouchOutcome.choices]
        ),
        "lead.screened": Sentence(_("写了甄别")),
        "lead.converted": Sentence(_("转成了客户"), "ok", "ok"),
        "lead.rejected": Sentence(_("退掉了线索，原因是%(reject_reason)s"), "no", "bad", words=RejectReason.choices),
        "lead.reopened": Sentence(_("重新打开了线索")),
        "lead.import_undone": Sentence(_("撤回导入，删掉了这条线索")),
        "lead.exported": Sentence(_("导出了 %(rows)s 条线索")),
        "competitor.created": Sentence(_("登记了竞争对手")),
        "competitor.edited": Sentence(_("改了竞争对手")),
        "intelligence.recorded": Sentence(_("记了情报")),
        "intelligence.edited": Sentence(_("改了情报")),
        "intelligence.regraded": Sentence(_("把密级从 %(from)s 改为 %(to)s"), words=Secrecy.choices),
        "intelligence.withdrawn": Sentence(_("撤回了情报"), "wd", "off"),
        "intelligence.exported": Sentence(_("导出了 %(rows)s 条情报")),
        "visit.consent_given": Sentence(_("同意签到时附位置")),
        "visit.consent_withdrawn": Sentence(_("不再附位置")),
        "visit.logged": Sentence(_("记下拜访")),
        "visit.amended": Sentence(_("更正了拜访")),
        "plan.created": Sentence(_("排了拜访")),
        "plan.edited": Sentence(_("改了拜访计划")),
        "plan.moved": Sentence(_("把拜访改到另一天")),
        "plan.dropped": Sentence(_("取消了计划的拜访")),
        "plan.skipped": Sentence(_("计划的拜访没去成")),
        "plan.done": Sentence(_("按计划去了")),
        "plan.handed_over": Sentence(_("把计划的拜访从 %(from)s 转给 %(to)s")),
        "feed.issued": Sentence(_("生成了计划的日历订阅地址")),
        "feed.revoked": Sentence(_("吊销了计划的日历订阅地址")),
        "task.created": Sentence(_("派了任务给 %(person)s")),
        "task.raised": Sentence(_("派了任务给 %(person)s（%(kind)s）"), words=TaskKind.choices),
        "task.issue_raised": Sentence(_("提了%(kind)s，请 %(person)s 办"), words=TaskKind.choices),
        "task.edited": Sentence(_("改了任务")),
        "task.finished": Sentence(_("办完了任务"), "ok", "ok"),
        "task.dropped": Sentence(_("任务不办了"), "wd", "off"),
        "task.reopened": Sentence(_("重新打开了任务")),
        "task.handed_over": Sentence(_("任务从 %(from)s 转给 %(to)s")),
        "task.exported": Sentence(_("导出了 %(rows)s 个任务")),
        "account_plan.named": Sentence(_("列入 %(year)s 年大客户名单")),
        "account_plan.written": Sentence(_("写了服务计划")),
        "account_plan.reported": Sentence(_("上报了服务计划")),
        "account_plan.approved": Sentence(_("批准了服务计划"), "ok", "ok"),
        "account_plan.returned": Sentence(_("退回了服务计划"), "no", "bad"),
        "account_plan.withdrawn": Sentence(_("撤回了服务计划")),
        "account_plan.reopened": Sentence(_("撤销了对服务计划的结论")),
        "account_plan.revised": Sentence(_("修订服务计划")),
        "account_plan.dropped": Sentence(_("移出了名单"), "wd", "off"),
        "account_plan.reviewed": Sentence(_("%(held_on)s 回顾了，客户%(satisfaction)s"), words=Satisfaction.choices),
        "account_plan.exported": Sentence(_("导出了 %(rows)s 份服务计划")),
        "prior.asked": Sentence(_("写了请示")),
        "prior.granted": Sentence(_("同意了请示，%(report_by)s 前汇报"), "ok", "ok"),
        "prior.refused": Sentence(_("没同意请示"), "no", "bad"),
        "prior.withdrawn": Sentence(_("撤回了请示")),
        "prior.reopened": Sentence(_("撤销了对请示的结论")),
        "prior.reported": Sentence(_("汇报了：%(outcome)s"), words=PriorOutcome.choices),
        "prior.returned": Sentence(_("退回了汇报")),
        "prior.closed": Sentence(_("了结了请示"), "ok", "ok"),
        "focus.submitted": Sentence(_("交了拜访重点")),
        "focus.entered": Sentence(_("电话上报：代录了拜访重点")),
        "focus.returned": Sentence(_("退回了拜访重点")),
        "focus.confirmed": Sentence(_("确认了拜访重点")),
        "focus.changed": Sentence(_("确认后改了拜访重点")),
    }
)
confidence.keep("customers.intelligence")
name_states("customers.customer", CustomerClass.choices)
name_states("customers.intelligence", Secrecy.choices)
name_states("customers.visit", Outcome.choices)
name_states("customers.visitplan", PlanState.choices)
name_states("customers.focuslist", FocusState.choices)
name_states("customers.priorapproval", PriorState.choices)
name_states("customers.task", TaskState.choices)
name_states("customers.accountplan", AccountPlanState.choices)
name_details(
    {
        "address": _("地址"),
        "applicant": _("申请人"),
        "channel": _("方式"),
        "columns": _("列"),
        "competitor": _("竞争对手"),
        "conditions": _("筛选条件"),
        "customer": _("客户编号"),
        "customer_name": _("客户名称"),
        "day": _("哪天"),
        "duplicates_accepted": _("知道有重复"),
        "files": _("附件数"),
        "form": _("格式"),
        "kind": _("方式"),
        "late": _("补录"),
        "lead": _("线索编号"),
        "line": _("文件里的行号"),
        "lost_reason": _("丢单原因"),
        "merge": _("合并编号"),
        "merged_number": _("编号"),
        "name": _("名称"),
        "number": _("家数"),
        "outcome": _("结果"),
        "person": _("谁"),
        "positions_deleted": _("删掉的位置"),
        "reject_reason": _("退掉的原因"),
        "report_by": _("哪天前汇报"),
        "held_on": _("哪天回顾的"),
        "rows": _("行数"),
        "satisfaction": _("客户满意吗"),
        "year": _("年度"),
        "source": _("来源"),
        "step": _("改动"),
        "until": _("到哪天"),
        "visit": _("拜访编号"),
        "way": _("怎么分的"),
    }
)


@contribute("customers.customer")
def formers(*, user: User, subject: Customer, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    """What happened at customers that were merged into this one, before they were."""
    if not getattr(subject, "has_formers", True):
        return []
    names = dict(FormerCustomer.objects.filter(customer=subject).values_list("pk", "name"))
    if not names:
        return []
    rows = AuditEntry.objects.filter(subject_kind="customers.customer", subject_id__in=names).exclude(
        code="customer.merged_away"
    )
    rows = rows.filter(code__in=known_codes()).select_related("in_place_of")
    found = older(rows, before, source=AUDIT)[:limit]
    return [replace(entry(row), tag=names[row.subject_id]) for row in found]


@contribute("customers.customer")
def visits(*, user: User, subject: Customer, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    """The visits at a customer, to those who see visits."""
    rows = older(selectors.visit_record().at(subject, user), before, source="visit", at="occurred_at")
    return [selectors.visit_entry(visit) for visit in rows[:limit]]


@contribute("customers.customer")
def intelligence(*, user: User, subject: Customer, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    """What was learned about a customer, each entry to those it is for."""
    if not getattr(subject, "has_intelligence", True):
        return []
    rows = Intelligence.objects.about(subject, user).select_related("customer", "competitor", "author")
    rows = older(rows, before, source="intelligence", at="created_at")
    return [intel_selectors.entry(one) for one in rows[:limit]]


@contribute("customers.customer")
def tasks(*, user: User, subject: Customer, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    """What was done for a customer: each task once it is closed. What is open stands on its own tab."""
    if not getattr(subject, "has_tasks", True):
        return []
    rows = Task.objects.at(subject, user).filter(closed_at__isnull=False).select_related("closed_by")
    rows = older(rows, before, source="task", at="closed_at")
    return [task_selectors.entry(task) for task in rows[:limit]]


@contribute("customers.customer")
def priors(*, user: User, subject: Customer, before: Place | None, limit: int, **later: Any) -> Sequence[Entry]:
    """What was asked beforehand about a customer, to those who see the request."""
    if not getattr(subject, "has_priors", True):
        return []
    rows = PriorApproval.objects.visible_to(user).filter(customer=subject).select_related("owner")
    rows = older(rows, before, source="prior", at="created_at")
    return [prior_selectors.entry(prior) for prior in rows[:limit]]


@contribute("customers.customer")
def account_reviews(
    *, user: User, subject: Customer, before: Place | None, limit: int, **later: Any
) -> Sequence[Entry]:
    """How a key customer was found to be served, review by review."""
    if not getattr(subject, "has_reviews", True):
        return []
    plans = AccountPlan.objects.at(subject, user).values("pk")
    rows = AccountReview.objects.filter(plan__in=plans, held_on__isnull=False).select_related("plan", "held_by")
    found = older(rows, before, source="account_review", at="updated_at")
    return [account_selectors.entry(review) for review in found[:limit]]
