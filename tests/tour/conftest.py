"""The people as the site's own database knows them: `db` would be another one, and its rows never committed."""

import pytest

from tests import cast as casting
from tests.browser import Site


@pytest.fixture
def cast(browser_site: Site) -> casting.Cast:
    return casting.find()
