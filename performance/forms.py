"""What people write in their reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.pages.forms import offer
from customers.choices import ISSUES
from customers.deal_forms import VERSION
from customers.fields import CustomerField
from customers.forms import of
from customers.models import Customer
from customers.task_forms import TaskForm
from org.models import User
from performance.choices import ReportKind
from performance.models import WeeklyReview, WorkReport
from performance.services import TEXTS

WORDS: dict[str, dict[str, tuple[Any, Any]]] = {
    ReportKind.DAY: {
        "done": (_("今天做了什么"), _("列出来的不用再写，补充没记在系统里的")),
        "problems": (_("遇到的问题"), _("要上级帮什么，写清楚")),
        "ahead": (_("明天的安排"), ""),
    },
    ReportKind.WEEK: {
        "done": (_("本周小结"), _("列出来的不用再写，说说进展和判断")),
        "problems": (_("遇到的问题"), _("要上级帮什么，写清楚")),
        "ahead": (_("下周的安排"), ""),
    },
}


def heading(kind: str, name: str) -> Any:
    """What a text of a report is called: of a day other than of a week."""
    return WORDS[ReportKind(kind)][name][0]


class ReportForm(forms.Form):
    done = of(WorkReport, "done", widget=forms.Textarea(attrs={"rows": 4}))
    problems = of(WorkReport, "problems", widget=forms.Textarea(attrs={"rows": 3}))
    ahead = of(WorkReport, "ahead", widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in WORDS[ReportKind(kind)].items():
            self.fields[name].label, self.fields[name].help_text = label, hint

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}


def initial_of(report: WorkReport | None) -> dict[str, Any]:
    """What the form opens with; version 0 says that there is no draft yet."""
    if report is None:
        return {"version": 0}
    return {**{name: getattr(report, name) for name in TEXTS}, "version": report.version}


USUAL_DAYS = 5
"""Work days until an issue is due where nothing else is said: the next review."""


class MinutesForm(forms.Form):
    minutes = of(WeeklyReview, "minutes", widget=forms.Textarea(attrs={"rows": 5}), label=_("纪要"))
    version = forms.IntegerField(**VERSION)


class IssueForm(TaskForm):
    kind = forms.ChoiceField(
        label=_("哪一类"), choices=[(kind.value, kind.label) for kind in ISSUES], widget=forms.RadioSelect
    )
    customer = CustomerField(
        required=False,
        help_text=_("选了客户，只有看得到这家客户的人和上级看得到"),
    )
    field_order = ["kind", "subject", "customer", "owner", "due_on", "details"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["subject"].label = _("什么问题")
        self.fields["subject"].help_text = _("一句话说清楚，例如 变频柜交期两个月，客户等不了")
        offer(self, "customer", Customer.objects.visible_to(user))
