"""The login page, and in demo mode the cast beside it."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from core.pages.views import back_to
from org.models import User
from salesops.demo import cast

NOTES = {
    "rep": _("看自己的客户，记拜访，做报价"),
    "rep2": _("同一组，看不到林晓峰的客户"),
    "rep_south": _("华南的人，看不到华东"),
    "account": _("专管大客户"),
    "head": _("审报价，看下属，分客户"),
    "head_south": _("华南一组的审批人"),
    "region": _("看整个华东，审大折让"),
    "director": _("全公司的报价和目标"),
    "vp": _("价格表，重大报价"),
    "leader": _("重大事项最后一签"),
    "inside": _("电话询价，用印，发出"),
    "engineer": _("产品资料，选型答复"),
    "finance": _("看报价和客户，审合同"),
    "production": _("确认交期"),
    "logistics": _("安排发货"),
    "service": _("回访，处理投诉"),
    "marketing": _("收集线索"),
    "hr": _("离职交接"),
    "admin": _("人员、角色、制度、审计"),
}


class SignIn(LoginView):
    """allauth's login; `cast` is empty outside demo mode."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stage = cast.on_stage() if settings.DEMO else []
        return super().get_context_data(**kwargs) | {
            "cast": [member | {"note": NOTES.get(member["login"], "")} for member in stage]
        }


sign_in = login_not_required(SignIn.as_view())


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponseBase:
    """One click on a member of the cast. Only in demo mode; a second factor they set up is asked for as ever."""
    if not settings.DEMO:
        raise Http404
    stage = [member["login"] for member in cast.on_stage()]
    person = User.objects.active().filter(username=request.POST.get("login", ""), username__in=stage).first()
    if person is None:
        raise Http404
    if request.user.is_authenticated:
        request.session.flush()
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=back_to(request)))
    return response
