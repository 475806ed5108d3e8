"""Scheduled work on customers and visits."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from core import jobs
from core.schedule import Daily, Every
from customers import completeness, services


@jobs.job("customers.purge_positions", label=_("删除过期的签到位置"), schedule=Daily(at=time(3, 10)))
def purge_positions(*, as_of: datetime) -> dict[str, int]:
    return {"positions": services.purge_positions(as_of=as_of)}


@jobs.job("customers.return_to_pool", label=_("没人跟进的客户回公海"), schedule=Daily(at=time(1, 20)))
def return_to_pool(*, as_of: datetime) -> dict[str, int]:
    return {"customers": services.return_customers(as_of=as_of)}


@jobs.job("customers.complete", label=_("重算资料完整度"), schedule=Daily(at=time(2, 40)))
def complete(*, as_of: datetime) -> dict[str, int]:
    """A revised rule counts from its day on; what people enter counts at once."""
    return {"customers": completeness.refresh_all()}


@jobs.job("customers.warn_of_pool", label=_("提醒快回公海的客户"), schedule=Daily(at=time(8, 5)), catch_up=True)
def warn_of_pool(*, as_of: datetime) -> dict[str, int]:
    return {"customers": services.warn_of_return(as_of=as_of)}


@jobs.job("customers.remind_of_visits", label=_("提醒该拜访的客户"), schedule=Daily(at=time(7, 55)), catch_up=True)
def remind_of_visits(*, as_of: datetime) -> dict[str, int]:
    return {"customers": services.remind_of_visits(as_of=as_of)}


@jobs.job("customers.remind_of_stale", label=_("提醒该更新的客户资料"), schedule=Daily(at=time(7, 50)), catch_up=True)
def remind_of_stale(*, as_of: datetime) -> dict[str, int]:
    return {"customers": services.remind_of_stale(as_of=as_of)}


@jobs.job("customers.mind_focus", label=_("催交拜访重点"), schedule=Every(minutes=30))
def mind_focus(*, as_of: datetime) -> dict[str, int]:
    """Half-hourly, because the hour of the cut-off is a rule that may be revised."""
    return {"people": services.mind_focus(as_of=as_of)}


@jobs.job("customers.mind_priors", label=_("催办完没汇报的请示"), schedule=Daily(at=time(8, 35)), catch_up=True)
def mind_priors(*, as_of: datetime) -> dict[str, int]:
    return {"priors": services.mind_priors(as_of=as_of)}


@jobs.job(
    "customers.mind_account_plans", label=_("催大客户的服务计划和回顾"), schedule=Daily(at=time(8, 45)), catch_up=True
)
def mind_account_plans(*, as_of: datetime) -> dict[str, int]:
    return {"account_plans": services.mind_account_plans(as_of=as_of)}


@jobs.job("customers.mind_tasks", label=_("催到期的任务"), schedule=Daily(at=time(8, 15)), catch_up=True)
def mind_tasks(as_of: datetime) -> dict[str, int]:
    return {"tasks": services.mind_tasks(as_of=as_of)}


@jobs.job("customers.mind_leads", label=_("催没分配、没联系的线索"), schedule=Daily(at=time(8, 25)), catch_up=True)
def mind_leads(*, as_of: datetime) -> dict[str, int]:
    return {"leads": services.mind_leads(as_of=as_of)}
