"""The page that removes the sample data: what goes and what stays, the confirmation, the progress, the outcome."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from core.errors import Refusal
from core.guards import require
from core.models import SampleData
from core.pages.forms import PickerField, offer, show_refusal
from customers.models import Customer
from org import policies
from org.models import User, UserQuerySet
from salesops.samples import contents, removal


class RemovalForm(forms.Form):
    successor = PickerField(label=_l("交给谁"), queryset=User.objects.none(), finder="org.person")
    sure = forms.BooleanField(label=_l("我知道清走以后找不回来"), error_messages={"required": _l("先勾上，才会清走")})

    def __init__(self, *args: Any, people: UserQuerySet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["successor"]
        else:
            offer(self, "successor", people.order_by("sort_key", "pk"))


@require_http_methods(["GET", "POST"])
def sample_data(request: HttpRequest) -> HttpResponse:
    user = request.user
    require(policies.may_manage_org(user), "sample.manage_only", _("只有管理员能清走样例数据"))
    sample = contents.current()
    told: dict[str, Any] = {"page_title": _("样例数据"), "sample": sample}
    part = request.headers.get("HX-Request") == "true"
    if part and (sample is None or not sample.unfinished):
        # What asked for the progress is not the page that says how it ended.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if sample is None or sample.done_at is not None:
        return render(request, "home/samples.html", told | {"gone": removal.told(sample) if sample else []})
    if sample.unfinished:
        template = "home/samples_part.html" if part else "home/samples.html"
        return render(request, template, told | _progress(sample))
    hands = contents.in_their_hands(sample)
    form = RemovalForm(
        request.POST if request.method == "POST" else None, people=contents.own_people(sample) if hands else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            removal.order_removal(actor=user, successor=form.cleaned_data.get("successor"))
            return redirect("sample_data")
        except Refusal as refusal:
            show_refusal(form, refusal)
    is_of_it = sample.holds(user)
    told |= {
        "form": form,
        "goes": contents.goes(sample),
        "entered": contents.entered_on_it(sample),
        "hands": hands,
        "used": contents.used_products(sample),
        "is_of_it": is_of_it,
        "own_administrator": contents.own_administrators(sample).order_by("pk").first() if is_of_it else user,
    }
    return render(request, "home/samples.html", told, status=400 if form.errors else 200)


def _progress(sample: SampleData) -> dict[str, Any]:
    done = int(sample.removed.get(Customer._meta.label_lower, 0))
    total = done + contents.rows(sample, Customer).count()
    return {"done": done, "total": total, "percent": done * 100 // total if total else 100}
