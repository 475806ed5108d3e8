"""One site for the whole tour, with the demo company in it: lists are full, names long, every state is there."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.browser import Site, serve
from tests.cast import ROOT
from tests.servers import Servers, using


def _demo_company() -> None:
    settings.DEMO = True
    try:
        call_command("demo", verbosity=0)
    finally:
        settings.DEMO = False


@pytest.fixture(scope="package")
def tour_site(servers: Servers, django_db_blocker: Any) -> Iterator[Site]:
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        template = servers.prepared("demo", _demo_company, *sorted((ROOT / "salesops" / "demo").glob("*.py")))
        name = servers.clone(template)
        stack.callback(servers.drop, name)
        stack.enter_context(using(name))
        stack.callback(connections.close_all)
        yield stack.enter_context(serve(name))
