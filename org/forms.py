"""What is typed about people, units and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.pages.forms import PickerField, offer
from org.capabilities import ALL, DOMAINS
from org.choices import Scope, UnitKind
from org.models import Role, Unit, User


class UnitField(forms.ModelChoiceField):
    """A unit, shown by its place in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.all(), empty_label="", **kwargs)
        self.widget.attrs["data-plain"] = "1"

    def indent(self, tree: list[Any]) -> None:
        """Fill the choices from `selectors.unit_tree()`, levels set off by spaces."""
        choices = [("", "")] if not self.required or self.empty_label is not None else []
        self.choices = [*choices, *((node.unit.pk, "\u3000" * node.depth + node.unit.name) for node in tree)]


class RolesField(forms.ModelMultipleChoiceField):
    """Roles to tick, each by the name its reader reads."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Role.objects.order_by("position", "pk")
        super().__init__(queryset=rows, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, role: Any) -> str:
        return str(role.label)


class FactsForm(forms.ModelForm):
    """What anybody in the company may know of a colleague."""

    class Meta:
        model = User
        fields: tuple[str, ...] = ("display_name", "title", "phone", "email")
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }


class AppointForm(FactsForm):
    unit = UnitField(label=_("部门"))
    roles = RolesField(label=_("角色"))

    class Meta(FactsForm.Meta):
        fields = ("display_name", "username", "title", "phone", "email")
        help_texts = {"username": _("登录用，开好以后不改")}


class MoveForm(forms.Form):
    unit = UnitField(label=_("调到"))
    reason = forms.CharField(label=_("原因"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("怎么核实的"), max_length=200, help_text=_("例如：视频里看到本人和工牌"))


class GrantForm(forms.Form):
    roles = RolesField(label=_("角色"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=200)


class StandInForm(forms.Form):
    substitute = PickerField(label=_("谁来代"), queryset=User.objects.none(), finder="org.person")
    starts = forms.DateField(label=_("从"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label=_("到"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("当天仍有效；空着就一直代，到取消为止"),
    )
    reason = forms.CharField(label=_("原因"), max_length=100, required=False)

    def __init__(self, *args: Any, viewer: User, principal: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = clock.today
        offer(
            self,
            "substitute",
            User.objects.visible_to(viewer).active().exclude(pk=principal.pk).order_by("sort_key", "pk"),
        )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用在哪"), max_length=60, help_text=_("例如：财务对账脚本"))
    days = forms.TypedChoiceField(
        label=_("有效期"),
        coerce=int,
        choices=[(30, _("30 天")), (90, _("90 天")), (365, _("1 年"))],
        initial=90,
        widget=forms.RadioSelect,
    )


class UnitForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类型"), choices=UnitKind.choices, widget=forms.RadioSelect)
    position = forms.IntegerField(label=_("排序"), min_value=0, max_value=999, initial=0, help_text=_("同级里小的在前"))


class NewUnitForm(UnitForm):
    parent = UnitField(label=_("上级"))
    field_order = ("name", "kind", "parent", "position")


class MoveUnitForm(forms.Form):
    parent = UnitField(label=_("放到"))


class NewRoleForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=40)
    code = forms.SlugField(label=_("代码"), max_length=50, help_text=_("小写英文，定了不改，例如 dealer"))
    like = forms.ModelChoiceField(
        label=_("照着哪个角色来"),
        queryset=Role.objects.order_by("position", "pk"),
        required=False,
        empty_label=_("从空白开始"),
    )
    duties = forms.CharField(label=_("职责"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class RoleForm(forms.ModelForm):
    """A role: its words, what it may do and, for each kind of record, how far it sees."""

    capabilities = forms.MultipleChoiceField(required=False, choices=[(code, item.label) for code, item in ALL.items()])

    class Meta:
        model = Role
        fields = ("name", "duties", "capabilities")
        widgets = {"duties": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for domain, label in DOMAINS.items():
            self.fields[f"scope_{domain}"] = forms.ChoiceField(
                label=label,
                choices=Scope.choices,
                initial=self.instance.scopes.get(domain, Scope.NONE),
                widget=forms.RadioSelect,
                required=False,
            )

    @property
    def sight(self) -> list[forms.BoundField]:
        return [self[f"scope_{domain}"] for domain in DOMAINS]

    def facts(self) -> dict[str, Any]:
        """What `structure.edit_role` takes; rights in the order the code lists them."""
        chosen = set(self.cleaned_data["capabilities"])
        return {
            "name": self.cleaned_data["name"],
            "duties": self.cleaned_data["duties"],
            "capabilities": [code for code in ALL if code in chosen],
            "scopes": {domain: self.cleaned_data[f"scope_{domain}"] or Scope.NONE.value for domain in DOMAINS},
        }


class LeaverForm(forms.Form):
    leaver = PickerField(label=_("谁离职"), queryset=User.objects.none(), finder="org.person")
    successor = PickerField(label=_("交给谁"), queryset=User.objects.none(), finder="org.person")

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.visible_to(viewer).active().exclude(pk=viewer.pk).order_by("sort_key", "pk")
        offer(self, "leaver", staff)
        offer(self, "successor", User.objects.visible_to(viewer).active().order_by("sort_key", "pk"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("leaver") and data.get("leaver") == data.get("successor"):
            self.add_error("successor", _("不能交给离职的本人"))
        return data
