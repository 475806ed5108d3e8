"""What a person may do. Fixed in code; which role carries them is data (A01–A15).

A capability says a right exists, a scope says on whose records it works.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Capability:
    code: str
    label: str | Promise
    group: str | Promise


def _group(label: Promise, **capabilities: Promise) -> list[Capability]:
    return [Capability(code.replace("__", "."), text, label) for code, text in capabilities.items()]


ALL = {
    capability.code: capability
    for capability in [
        *_group(
            _("客户"),
            customers__create=_("新建客户"),
            customers__edit=_("修改客户资料"),
            customers__claim=_("从公海领客户"),
            customers__assign=_("分配和转移客户"),
            customers__merge=_("合并重复客户"),
            customers__credit=_("定客户信用"),
            customers__import=_("导入客户"),
            customers__export=_("导出客户数据"),
            customers__own_key=_("担任大客户的客户经理"),
        ),
        *_group(
            _("线索"),
            leads__enter=_("录入线索"),
            leads__work=_("跟进线索、转客户"),
            leads__assign=_("分配线索"),
            leads__import=_("导入线索"),
            leads__export=_("导出线索"),
        ),
        *_group(
            _("拜访"),
            visits__log=_("记拜访"),
            visits__submit_list=_("每周交拜访重点"),
            visits__confirm_list=_("确认拜访重点"),
            visits__export=_("导出拜访"),
            visits__see_position=_("看下属的签到位置"),
            tasks__create=_("给客户派任务"),
        ),
        *_group(
            _("工作汇报"),
            reports__day=_("每天交日志"),
            reports__week=_("每周交周报"),
            reviews__attend=_("参加周会"),
        ),
        *_group(
            _("商机"),
            opportunities__edit=_("登记和推进商机"),
            opportunities__export=_("导出商机"),
            competitors__edit=_("维护竞争对手"),
        ),
        *_group(
            _("情报"),
            intelligence__record=_("记情报"),
            intelligence__see_secret=_("看机密情报"),
            intelligence__lower=_("降低情报的密级"),
            intelligence__export=_("导出情报"),
        ),
        *_group(
            _("产品与价格"),
            products__edit=_("维护产品"),
            products__export=_("导出产品"),
            products__see_cost=_("看成本和底价"),
            pricelists__edit=_("维护价格表"),
        ),
        *_group(
            _("报价"),
            quotes__create=_("起草报价"),
            quotes__stamp=_("报价用印"),
            quotes__send=_("发出报价"),
            quotes__export=_("导出报价"),
        ),
        *_group(
            _("审批"),
            approvals__head=_("部门审批（销售经理一级）"),
            approvals__region=_("区域审批"),
            approvals__director=_("总监审批"),
            approvals__vp=_("副总审批"),
            approvals__leader=_("公司领导审批（重大事项）"),
            approvals__finance=_("财务审核"),
            approvals__routes=_("维护审批路线"),
            approvals__supervise=_("查看全部审批"),
        ),
        *_group(
            _("组织"),
            org__manage=_("维护组织、人员和角色"),
            org__handover=_("办理离职交接"),
        ),
        *_group(
            _("系统"),
            views__share=_("把视图共享给全公司"),
            audit__read=_("查审计记录"),
            policy__edit=_("修订制度条款"),
            system__settings=_("系统设置"),
            system__jobs=_("看定时任务和待发消息"),
        ),
    ]
}

DOMAINS = {
    "customers": _("客户与联系人"),
    "leads": _("线索"),
    "visits": _("拜访"),
    "reports": _("工作汇报"),
    "opportunities": _("商机"),
    "quotes": _("报价"),
    "people": _("人员"),
}
"""The kinds of record a role has a scope for: own, subtree, all or none."""
