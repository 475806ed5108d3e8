"""Shape and wording of tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.pages.forms import PickerField, offer
from customers.choices import TaskKind
from customers.deal_forms import DATE, VERSION
from customers.fields import CustomerField
from customers.forms import of
from customers.models import Customer, Task
from org.models import User


class TaskForm(forms.Form):
    subject = of(Task, "subject", help_text=gettext_lazy("例如 寄两份样本给王工"))
    due_on = of(Task, "due_on", **DATE)
    owner = PickerField(
        queryset=User.objects.none(),
        finder="customers.colleague",
        label=gettext_lazy("谁办"),
        help_text=gettext_lazy("和客户有关的，要看得到这家客户"),
    )
    details = of(Task, "details", widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", User.objects.active())

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("subject", "due_on", "details")}


class NewTaskForm(TaskForm):
    customer = CustomerField()
    field_order = ["customer", "subject", "due_on", "owner", "details"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        offer(self, "customer", Customer.objects.visible_to(user))


class FinishForm(forms.Form):
    result = of(Task, "result", widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].required = task.needs_answer
        if task.kind == TaskKind.FEEDBACK:
            self.fields["result"].help_text = gettext_lazy("怎么答复客户的")
