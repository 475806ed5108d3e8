"""我: one's own devices, keys, stand-ins and look."""

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import refusals
from core.errors import Refusal
from core.pages import toasts
from core.pages.views import back_to
from core.scope import visible_or_404
from org import middleware, policies, selectors, tokens
from org.forms import TokenForm
from org.models import ApiToken


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    person = request.user
    return render(
        request,
        "org/me.html",
        {
            "page_title": pgettext("page", "我的"),
            "roles": person.access.roles,
            "stand_ins": selectors.stand_ins_of(person, person),
            "sessions": selectors.sessions_of(person),
            "live_tokens": selectors.tokens_of(person).live().count(),
            "factors": selectors.second_factors_of(person),
            "protected": policies.has_second_factor(person),
        },
    )


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of one's devices out, this one included."""
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if session is None:
        raise Http404
    here = session.session_key == request.session.session_key
    end_sessions(request, [session])
    if here:
        return redirect("account_login")
    toasts.say(request, _("那台设备已退出"))
    return redirect(back_to(request, "/org/me/"))


@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    end_other_sessions(request, request.user)
    toasts.say(request, _("其他设备都已退出"))
    return redirect(back_to(request, "/org/me/"))


@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """One's keys to the API. A new key is in the answer to the POST that made it and nowhere else."""
    form = TokenForm(request.POST or None)
    issued = key = None
    if request.method == "POST" and form.is_valid():
        try:
            shown = middleware.second_factor_shown(request, request.user)
            issued, key = tokens.issue_token(actor=request.user, second_factor=shown, **form.cleaned_data)
            form = TokenForm()
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    context = {
        "page_title": _("API 令牌"),
        "crumbs": [{"label": pgettext("page", "我的"), "url": "/org/me/"}],
        "back_url": "/org/me/",
        "form": form,
        "issued": issued,
        "key": key,
        "tokens": selectors.tokens_of(request.user),
    }
    return render(request, "org/token_list.html", context, status=400 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = visible_or_404(ApiToken.objects, request.user, pk=pk)
    tokens.revoke_token(actor=request.user, token_id=token.pk)
    toasts.say(request, _("令牌「%(name)s」已吊销") % {"name": token.name})
    return redirect("org:token_list")
