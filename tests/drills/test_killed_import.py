"""kill -9 of a worker in the middle of an import: whole batches are there or nothing of them, and another one goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from tests.drills.conftest import Services
from tests.servers import BASE_DIR

pytestmark = pytest.mark.drill
ROWS = 2000
DEADLINE = 180

# BEGIN orders what its argument says, WORK is what a worker's process does when the bell rings; with a number it stands still in that
# batch, written and not committed.
BEGIN = """
import json, sys
import django
django.setup()
from django.core.files.base import ContentFile
from core.imports import running
from core.models import ImportRun
from org.models import User
from tests import cast as casting

stage = sys.argv[1]
if stage == "check":
    casting.build()
head = User.objects.get(username="head")
if stage == "check":
    text = "名称,联系人\\n" + "".join(f"演练客户{{n}}有限公司,联系人{{n}}\\n" for n in range({rows}))
    file = ContentFile(text.encode(), "客户.csv")
    run = running.order_import(actor=head, page="customers.customers", file=file, name="客户.csv")
    running.check_import(actor=head, run_id=run.pk, wanted=run.mapping)
else:
    verb = running.confirm_import if stage == "write" else running.undo_import
    verb(actor=head, run_id=ImportRun.objects.get().pk)
"""
WORK = """
import sys, time
import django
django.setup()
from core.imports import running
real, last, calls = running._progress, int(sys.argv[1]), []
def progress(*args, **facts):
    real(*args, **facts)
    calls.append(args)
    if len(calls) == last:
        print("midway", flush=True)
        time.sleep(600)
running._progress = progress
deadline = time.monotonic() + {deadline}
while time.monotonic() < deadline:
    for run_id in running.due():
        print("at it", flush=True)
        if running.work_later(run_id):
            print("done", flush=True)
            sys.exit()
    time.sleep(1)
print("nothing to do", flush=True)
"""
LOOK = """
import json
import django
django.setup()
from django.db.models import Count
from core.models import AuditEntry, ImportRow, ImportRun, Notification
from customers.models import Contact, Customer
run = ImportRun.objects.get()
print(json.dumps({
    "stage": run.stage, "state": run.state, "done": run.done, "rows": run.rows.count(),
    "outcomes": run.outcomes(), "customers": Customer.objects.count(), "contacts": Contact.objects.count(),
    "numbers": Customer.objects.values("number").distinct().count(),
    "created": AuditEntry.objects.filter(code="customer.created").count(),
    "undone": AuditEntry.objects.filter(code="customer.import_undone").count(),
    "ends": AuditEntry.objects.filter(code__in=["import.done", "import.undone"]).count(),
    "orphans": Contact.objects.filter(customer=None).count(),
    "told": Notification.objects.filter(code__startswith="import.").count(),
}))
"""


def program(services: Services, script: str, *arguments: str) -> subprocess.Popen[str]:
    variables = os.environ | services.variables | {"DJANGO_SETTINGS_MODULE": "salesops.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], env=variables, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )


def run(services: Services, script: str, *arguments: str) -> str:
    process = program(services, script, *arguments)
    said, _errors = process.communicate()
    assert process.returncode == 0, said
    return said


def look(services: Services) -> dict:
    found: dict = json.loads(run(services, LOOK).splitlines()[-1])
    return found


def kill_midway(services: Services) -> dict:
    """A worker dies by SIGKILL with a batch written and not committed; what is there then."""
    worker = program(services, WORK.format(deadline=DEADLINE), "4")
    try:
        assert worker.stdout is not None
        assert [worker.stdout.readline().strip() for _line in range(2)] == ["at it", "midway"]
    finally:
        worker.kill()
        worker.wait()
    found = look(services)
    assert found["state"] == "running"
    assert 0 < found["done"] < ROWS
    return found


def go_on(services: Services) -> float:
    """Seconds until another worker has ended what the killed one began."""
    killed = time.monotonic()
    assert run(services, WORK.format(deadline=DEADLINE), "0").split() == ["at", "it", "done"]
    return time.monotonic() - killed


def test_nothing_is_half_written_lost_or_done_twice(services: Services) -> None:
    begin = BEGIN.format(rows=ROWS)
    run(services, begin, "check")
    broken = kill_midway(services)
    assert broken["rows"] == broken["done"]
    print(f"check: killed at {broken['done']}, ended {go_on(services):.0f} s later")
    checked = look(services)
    assert (checked["stage"], checked["rows"], checked["customers"]) == ("preview", ROWS, 0)

    run(services, begin, "write")
    broken = kill_midway(services)
    there = broken["outcomes"]["created"]
    assert there == broken["done"] == broken["customers"] == broken["contacts"] == broken["created"]
    print(f"write: killed at {there}, ended {go_on(services):.0f} s later")
    written = look(services)
    assert (written["stage"], written["outcomes"]["created"]) == ("done", ROWS)
    assert written["customers"] == written["contacts"] == written["created"] == written["numbers"] == ROWS
    assert written["ends"] == 1

    run(services, begin, "undo")
    broken = kill_midway(services)
    assert broken["outcomes"]["undone"] == broken["done"] == broken["undone"] == ROWS - broken["customers"]
    assert broken["contacts"] == broken["customers"]
    print(f"undo: killed at {broken['done']}, ended {go_on(services):.0f} s later")
    gone = look(services)
    assert (gone["stage"], gone["customers"], gone["contacts"], gone["undone"]) == ("undone", 0, 0, ROWS)
    assert gone["ends"] == 2
    assert gone["told"] == 3
