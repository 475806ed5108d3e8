"""What every request passes through."""

import threading

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core import clock, context, middleware, refusals
from core.errors import Conflict, Stale, problem
from core.models import AuditEntry, PolicyVersion
from org.models import Unit, User


@pytest.fixture
def factory():
    return RequestFactory()


def through(layer, request, view):
    return layer(view)(request)


# --- request id, address, channel --------------------------------------------------------------


@pytest.mark.parametrize("given", ["trace-0123456789", "A.b_c-d1234"])
def test_a_caller_s_request_id_is_kept(factory, given):
    request = factory.get("/", headers={"X-Request-ID": given})
    seen = []

    def view(request):
        seen.append(context.current())
        return HttpResponse()

    assert through(middleware.request_context, request, view)["X-Request-ID"] == given
    assert seen[0].request_id == given
    assert context.current() is context.NOWHERE


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space in it", 'a"};drop table', "日本語日本語日本語"])
def test_a_strange_one_is_replaced(factory, given):
    request = factory.get("/", HTTP_X_REQUEST_ID=given)
    answer = through(middleware.request_context, request, lambda request: HttpResponse())
    assert middleware.REQUEST_ID.fullmatch(answer["X-Request-ID"])
    assert answer["X-Request-ID"] != given


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, "6.6.6.6", "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 203.0.113.5", "10.0.0.1", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.2", "10.0.0.1", "203.0.113.5"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", None),
        (0, "", "", None),
        (0, "", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_forwarded_addresses_count_from_our_own_proxies_only(factory, settings, proxies, forwarded, remote, expected):
    settings.TRUSTED_PROXIES = proxies
    request = factory.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=remote)
    assert middleware.client_ip(request) == expected


@pytest.mark.parametrize(("path", "source"), [("/", "web"), ("/api/v1/x/", "api"), ("/admin/", "admin")])
def test_channel(path, source):
    assert middleware.source_of(path) == source


def test_audit_and_history_know_the_request(cast, client):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    sent = {"name": "市场二组", "kind": "team", "parent": cast.unit("marketing").pk, "position": 0}
    client.post("/org/units/new/", sent, headers={"X-Request-ID": "trace-0123456789"}, REMOTE_ADDR="198.51.100.7")
    entry = AuditEntry.objects.get(code="org.unit_created")
    assert (entry.request_id, entry.ip, entry.source) == ("trace-0123456789", "198.51.100.7", "web")
    event = Unit.events.field.model.objects.latest("pgh_id")
    assert event.pgh_context == {
        "actor": cast.admin.pk,
        "in_place_of": None,
        "source": "web",
        "request": "trace-0123456789",
    }


def test_the_reader_s_language_is_spoken(cast, client):
    person = cast.rep
    person.language = "en"
    person.save()
    client.force_login(person, backend="org.backends.PasswordBackend")
    answer = client.get("/org/me/", headers={"Accept-Language": "zh-hans"})
    assert answer["Content-Language"] == "en"


def test_machines_ask_without_a_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


# --- refusals ----------------------------------------------------------------------------------


def refused(factory, error, **how):
    def view(request):
        raise error

    request = factory.get("/x/", **how)
    layer = middleware.Refusals(view)
    return layer.process_exception(request, error)


def test_a_page_names_rule_message_and_clause(factory):
    page = refused(factory, Conflict("quote.below_floor", "低于底价", clause="第七条"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "quote.below_floor" in text
    assert "低于底价" in text
    assert "第七条" in text


def test_texts_are_escaped(factory):
    page = refused(factory, Conflict("x", "<script>alert(1)</script>"))
    assert "<script>alert" not in page.content.decode()


def test_scripts_get_problem_json(factory):
    answer = refused(factory, Stale("quote.stale", "改过了"), headers={"Accept": "application/json"})
    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"


def test_htmx_gets_problem_json_for_its_toast(cast, client):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    answer = client.get("/org/people/new/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "org.manage_only"


def test_unforeseen_errors_are_not_dressed_up(factory):
    assert refused(factory, KeyError("x")) is None
    assert refused(factory, OperationalError("server closed the connection")) is None


def test_a_broken_constraint_is_a_conflict(cast):
    rows = {"key": "x", "number": 1, "value": 1, "clause": "", "valid_from": clock.today()}
    PolicyVersion.objects.create(**rows)
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        PolicyVersion.objects.create(**rows)
    told = problem(refusals.translate(broken.value))
    assert (told["status"], told["code"]) == (409, "constraint.policy_version_once")


def test_a_row_in_use_says_so(cast):
    def pull_away():
        with transaction.atomic():
            Unit.objects.filter(pk=cast.unit("east1").pk)._raw_delete("default")
            connection.check_constraints()

    with pytest.raises(IntegrityError) as broken:
        pull_away()
    assert problem(refusals.translate(broken.value))["code"] == "record.in_use"


def test_what_does_not_fit_is_invalid(cast):
    with pytest.raises(DataError) as broken, transaction.atomic():
        User.objects.filter(pk=cast.rep.pk).update(title="长" * 200)
    assert problem(refusals.translate(broken.value))["status"] == 400


def test_a_lock_that_does_not_come_is_a_conflict(committed_db, cast):
    held, done = threading.Event(), threading.Event()
    pk = cast.rep.pk

    def holder():
        with transaction.atomic():
            User.objects.select_for_update().get(pk=pk)
            held.set()
            done.wait(20)

    def waiter():
        held.wait(10)
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
                User.objects.select_for_update().get(pk=pk)
        except OperationalError as error:
            return refusals.translate(error)
        finally:
            done.set()

    _none, told = committed_db.together([holder, waiter])
    assert isinstance(told, Conflict)
    assert told.code == "record.busy"


@pytest.mark.parametrize("url", ["/org/people/?q=%00", "/org/%00/", "/accounts/login/?next=%00"])
def test_nul_bytes_are_refused_before_any_query(cast, client, url):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    assert client.get(url).status_code == 400


def test_an_address_that_leads_nowhere(cast, client):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "not_found" in answer.content.decode()


def test_unsafe_requests_need_the_token(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.rep, backend="org.backends.PasswordBackend")
    answer = strict.post("/org/me/tokens/", {"name": "x", "days": "30"})
    assert answer.status_code == 403
    assert "csrf.failed" in answer.content.decode()


def test_a_wrong_host_is_told_plainly(client, db):
    assert client.get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400


def test_back_leads_only_to_our_own_pages(factory):
    ours = refused(factory, Conflict("x"), headers={"Referer": "http://testserver/org/people/"})
    theirs = refused(factory, Conflict("x"), headers={"Referer": "http://evil.example/"})
    assert "/org/people/" in ours.content.decode()
    assert "evil.example" not in theirs.content.decode()


# --- the rest ----------------------------------------------------------------------------------


def test_a_session_that_ended_behind_a_fragment_loads_the_login_as_a_page(client, db):
    shown = {"HX-Request": "true", "HX-Current-URL": "http://testserver/org/people/?scene=active"}
    answer = client.get("/org/people/", headers=shown)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Forg%2Fpeople%2F%3Fscene%3Dactive"


def test_without_htmx_it_is_a_redirect(client, db):
    assert client.get("/org/people/").status_code == 302


def test_no_cache_keeps_data(cast, client):
    assert client.get("/accounts/login/")["Cache-Control"].find("no-store") >= 0
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    assert client.get("/org/me/")["Cache-Control"] == "private, no-store"


def test_what_a_view_says_of_caching_stands(factory):
    def view(request):
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    assert through(middleware.no_store, factory.get("/"), view)["Cache-Control"] == "max-age=60"
