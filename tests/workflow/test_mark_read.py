from tests.quotes.conftest import customer, products, pump
from tests.quotes.world import make_quote, submit
from workflow import people, services
from workflow.models import ApprovalCopy

__all__ = ["customer", "products", "pump"]


def test_only_ones_own_copy_is_read(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    people.copy_request(actor=cast.rep, request_id=quote.approval_id, people=[cast.finance, cast.inside])
    services.mark_read(actor=cast.finance, request_id=quote.approval_id)
    read = {copy.user.username: copy.read_at is not None for copy in ApprovalCopy.objects.select_related("user")}
    assert read == {"finance": True, "inside": False}
