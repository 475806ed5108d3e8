"""What the events of customers and visits say, and the visits on a customer's timeline (B01)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models import AuditEntry
from core.pages.timeline import Entry, Place
from core.timeline import AUDIT, Sentence, contribute, entry, known_codes, name_details, name_states, older, register
from customers import selectors
from customers.choices import (
    CustomerClass,
    FocusState,
    LeadSource,
    LeadWay,
    LostReason,
    Outcome,
    PlanState,
    RejectReason,
    TouchChannel,
    TouchOutcome,
)
from customers.models import Customer, FormerCustomer
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
        "focus.submitted": Sentence(_("交了拜访重点")),
        "focus.entered": Sentence(_("电话上报：代录了拜访重点")),
        "focus.returned": Sentence(_("退回了拜访重点")),
        "focus.confirmed": Sentence(_("确认了拜访重点")),
        "focus.changed": Sentence(_("确认后改了拜访重点")),
    }
)
name_states("customers.customer", CustomerClass.choices)
name_states("customers.visit", Outcome.choices)
name_states("customers.visitplan", PlanState.choices)
name_states("customers.focuslist", FocusState.choices)
name_details(
    {
        "address": _("地址"),
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
        "rows": _("行数"),
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
