"""In the Django admin routes can be read and nothing of the engine changed."""

from workflow.models import ApprovalRoute


def test_routes_are_read_only(cast, client):
    route = ApprovalRoute.objects.active("tests.memo").get()
    client.force_login(cast.admin)
    url = f"/admin/workflow/approvalroute/{route.pk}/change/"
    page = client.get(url)
    assert page.status_code == 200
    assert "销售经理审批" in page.content.decode()
    assert client.post(url, {"name": "改掉"}).status_code == 403
    assert client.get("/admin/workflow/approvalroute/add/").status_code == 403
    assert client.post(f"/admin/workflow/approvalroute/{route.pk}/delete/", {"post": "yes"}).status_code == 403
    route.refresh_from_db()
    assert route.name == "便条审批"


def test_requests_steps_and_seats_have_no_window(cast, client):
    client.force_login(cast.admin)
    for name in ("approvalrequest", "approvalstep", "approvalseat"):
        assert client.get(f"/admin/workflow/{name}/").status_code == 404
