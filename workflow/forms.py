"""What people type about an approval."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.pages.forms import PickerField, offer
from org.models import User
from workflow import adapters, routing
from workflow.choices import Finder, Mode
from workflow.models import ApprovalRequest


def colleagues(request: ApprovalRequest | None) -> QuerySet[User]:
    """Whom one can bring in: everybody at work but the submitter."""
    people = User.objects.active().order_by("sort_key", "pk")
    return people.exclude(pk=request.submitter_id) if request else people


def signers(request: ApprovalRequest) -> QuerySet[User]:
    """Whom one can ask to sign: nobody whose document it is."""
    return colleagues(request).exclude(pk__in=request.authors)


class TransferForm(forms.Form):
    to = PickerField(queryset=User.objects.none(), finder="org.person", label=_("转交给"))
    comment = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", User.objects.filter(pk__in=[person.pk for person in people]).order_by("sort_key", "pk"))
        names = gettext("、").join(str(person) for person in people[: routing.NAMED]) or gettext("没有人")
        self.fields["to"].help_text = gettext("有这项审批权的人：%(names)s") % {"names": names}


class SignerForm(forms.Form):
    person = PickerField(queryset=User.objects.none(), finder="org.person", label=_("加签给"))
    before = forms.ChoiceField(
        label=_("什么时候"),
        choices=[("", _("我同意之后")), ("1", _("我审之前，先听他的"))],
        required=False,
        widget=forms.Select(attrs={"data-plain": "1"}),
    )
    comment = forms.CharField(
        label=_("想让对方看什么"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, request: ApprovalRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", signers(request))


class CopyForm(forms.Form):
    person = PickerField(
        queryset=User.objects.none(), finder="org.person", label=_("抄送给"), help_text=_("对方能看到这份审批，不用审")
    )

    def __init__(self, *args: Any, request: ApprovalRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", colleagues(request))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RouteForm(forms.Form):
    """The head of a route's new version."""

    name = forms.CharField(label=_("名称"), max_length=60)
    note = forms.CharField(label=_("为什么改"), max_length=200)


class RouteStepForm(forms.Form):
    """One step. Up to two conditions, all of which must hold; none means always."""

    name = forms.CharField(label=_("步骤"), max_length=40)
    finder = forms.ChoiceField(label=_("找谁"), choices=Finder.choices)
    capability = forms.ChoiceField(label=_("权限"), required=False)
    person = forms.ModelChoiceField(
        label=_("指定的人"), queryset=User.objects.none(), to_field_name="username", required=False, empty_label=""
    )
    mode = forms.ChoiceField(label=_("方式"), choices=Mode.choices)
    hours = forms.IntegerField(
        label=_("时限（小时）"), min_value=1, max_value=2000, help_text=_("满 24 小时按一个工作日算")
    )
    clause = forms.CharField(label=_("依据"), max_length=200, help_text=_("审批人会在「为什么是我」里看到这一句"))

    CONDITIONS = 2

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = {fact.key: fact for fact in adapters.get(kind).facts}
        plain = {"data-plain": "1"}
        for name in ("capability", "person"):
            self.fields[name].widget.attrs |= plain
        capability = self.fields["capability"]
        assert isinstance(capability, forms.ChoiceField)
        capability.choices = [("", ""), *routing.approval_capabilities()]
        offer(self, "person", User.objects.active().order_by("sort_key", "pk"))
        facts = [("", _("总要走")), *((fact.key, fact.label) for fact in self.facts.values())]
        for number in range(self.CONDITIONS):
            self.fields[f"fact_{number}"] = forms.ChoiceField(
                label=_("条件"), choices=facts, required=False, widget=forms.Select(attrs=plain)
            )
            self.fields[f"op_{number}"] = forms.ChoiceField(
                label=_("比较"),
                choices=[(op, op) for op in routing.OPERATORS],
                initial="=",
                required=False,
                widget=forms.Select(attrs=plain),
            )
            self.fields[f"value_{number}"] = forms.CharField(label=_("值"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("finder") == Finder.CAPABILITY and not data.get("capability"):
            self.add_error("capability", _("选一项权限"))
        if data.get("finder") == Finder.PERSON and not data.get("person"):
            self.add_error("person", _("选一个人"))
        for number in range(self.CONDITIONS):
            fact = self.facts.get(data.get(f"fact_{number}", ""))
            if fact is None:
                continue
            try:
                data[f"value_{number}"] = routing.parse_fact(fact.kind, data.get(f"value_{number}", ""))
            except ValueError:
                self.add_error(f"value_{number}", _("这里要填数字") if fact.kind != "switch" else _("填 是 或 否"))
        return data

    def step(self) -> dict[str, Any]:
        """The step as `revise_route` takes it."""
        data = self.cleaned_data
        finder = data["finder"]
        person = data["person"].username if data.get("person") else ""
        return {
            "name": data["name"],
            "finder": finder,
            "finder_ref": {Finder.CAPABILITY: data["capability"], Finder.PERSON: person}.get(finder, ""),
            "mode": data["mode"],
            "hours": data["hours"],
            "clause": data["clause"],
            "conditions": [
                {"fact": data[f"fact_{n}"], "op": data[f"op_{n}"] or "=", "value": data[f"value_{n}"]}
                for n in range(self.CONDITIONS)
                if data.get(f"fact_{n}")
            ],
        }


class TryForm(forms.Form):
    """A case to try: who submits, and the facts its kind knows."""

    submitter = PickerField(queryset=User.objects.none(), finder="org.person", label=_("谁提交"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "submitter", colleagues(None))
        self.known = [fact for fact in adapters.get(kind).facts if not fact.derived]
        for fact in self.known:
            self.fields[f"fact_{fact.key}"] = (
                forms.BooleanField(label=str(fact.label), required=False)
                if fact.kind == "switch"
                else forms.DecimalField(
                    label=str(fact.label),
                    required=False,
                    help_text=_("百分数，15 就是 15%") if fact.kind == "percent" else "",
                )
            )

    def facts(self) -> dict[str, Any]:
        typed = {fact.key: self.cleaned_data[f"fact_{fact.key}"] for fact in self.known}
        percents = {fact.key for fact in self.known if fact.kind == "percent"}
        return {key: value / 100 if key in percents and value else value for key, value in typed.items()}
