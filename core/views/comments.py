"""Saying something about a record. The box stands below its timeline's heading; alone it is a page of its own."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import comments, subjects
from core.pages import toasts
from core.pages.views import back_to


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("评论"), max_length=comments.LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_http_methods(["GET", "POST"])
def comment_add(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    record = comments.record_of(kind, pk, request.user)
    comments.require_reader(request.user, record)
    back = back_to(request, subjects.url(record))
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = comments.add_comment(actor=request.user, kind=kind, subject_id=pk, text=form.cleaned_data["text"])
        toasts.say(request, _told(said))
        return redirect(back)
    context = {
        "page_title": _("评论"),
        "form": form,
        "crumbs": [{"label": str(record), "url": back}],
        "cancel_url": back,
        "submit_label": _("发评论"),
    }
    return render(request, "pages/form.html", context)


def _told(said: comments.Said) -> str:
    if said.blind:
        return _("评论了。%(people)s 看不到这条记录，没有通知") % {"people": _("、").join(said.blind)}
    if said.told:
        return _("评论了，通知了 %(people)s") % {"people": _("、").join(map(str, said.told))}
    return _("评论发出去了")
