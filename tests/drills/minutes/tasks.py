"""Each run leaves one line: which job, for which planned time."""

import os
from datetime import datetime

from core import jobs
from core.schedule import Every

JOBS = 10


def _declare(code: str, *, catch_up: bool) -> None:
    @jobs.job(code, label=code, schedule=Every(minutes=1), catch_up=catch_up)
    def note(*, as_of: datetime) -> None:
        # One write of one line: two processes at once do not mix.
        with open(os.environ["DRILL_TALLY"], "a", buffering=1) as tally:
            tally.write(f"{code} {as_of.isoformat()}\n")


for _number in range(JOBS):
    _declare(f"drill.every_one_{_number}", catch_up=True)
    _declare(f"drill.latest_{_number}", catch_up=False)
