"""The speed table with its bars, and the same as JSON."""

from collections.abc import Iterator
from typing import Any

FLOOR_RATIO, GROWTH, FIRST_PAGE, APPROVE = 2.0, 1.3, 250 * 1024, 300.0
SMALLEST, LARGEST = "10000", "1000000"


def table(results: dict[str, Any]) -> Iterator[str]:
    """Lines to print: one table per size, then the bars."""
    for size, found in results.items():
        counts = found["counts"]
        yield ""
        yield f"{int(size):,} customers, {counts['visits']:,} visits (load {found['load'][0]:.1f} → {found['load'][1]:.1f})"
        yield f"{'':26}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}{'KB':>7}{'floor':>8}{'×':>6}"
        for page in found["pages"].values():
            floor, ratio = page.get("floor_p50"), page.get("ratio")
            yield (
                f"{page['label']:26}{page['p50']:8.1f}{page['p95']:8.1f}{page['queries']:9}{page['bytes'] / 1024:7.0f}"
                + (f"{floor:8.1f}{ratio:6.1f}" if floor else "")
            )
        first = found["first_page"]
        yield f"First page with all it loads: {first['bytes'] / 1024:.0f} KB, scripts {first['scripts'] / 1024:.0f} KB (gzip)"
        speed = found["throughput"]
        yield f"8 clients: {speed['per_second']:.0f} requests a second, p95 {speed['p95']:.0f} ms"
    yield ""
    for passed, sentence in bars(results):
        yield f"{'✓' if passed else '✗'} {sentence}"


def bars(results: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    for size, found in results.items():
        of = f"at {int(size):,}"
        for page in found["pages"].values():
            if "ratio" in page:
                yield (
                    page["ratio"] <= FLOOR_RATIO,
                    f"{page['label']} {of}: p50 {page['ratio']:.2f} × floor (≤ {FLOOR_RATIO:g})",
                )
        slow = found["pages"]["approve"]["p95"]
        yield slow <= APPROVE, f"Approve {of}: p95 {slow:.0f} ms (≤ {APPROVE:.0f})"
        whole = found["first_page"]["bytes"]
        yield whole <= FIRST_PAGE, f"First page {of}: {whole / 1024:.0f} KB (≤ {FIRST_PAGE // 1024})"
    if SMALLEST not in results or LARGEST not in results:
        return
    small, large = results[SMALLEST]["pages"], results[LARGEST]["pages"]
    for code, page in large.items():
        growth = page["p95"] / small[code]["p95"]
        yield growth <= GROWTH, f"{page['label']}: p95 at 1,000,000 is {growth:.2f} × that at 10,000 (≤ {GROWTH:g})"
