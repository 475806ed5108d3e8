"""The speed table with its bars, and the same as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from salesops.bench.chromium import HOW_TO
from salesops.bench.vitals import PROFILE

FLOOR_RATIO, GROWTH, FIRST_PAGE = 2.0, 1.3, 250 * 1024
SWEEP_RATIO = 1.5
IMPORT_SECONDS, IMPORT_MB = 60.0, 300.0
PROMPT = 300.0
"""Milliseconds of an approval, and of the duplicate check while one types."""
# What a slow phone is promised (salesops.bench.vitals): field → how it is written, the most it may be.
PAINT = 2500
VITALS = {
    "paint": ("LCP {:.0f} ms (≤ {:.0f})", PAINT),
    "shift": ("CLS {:.3f} (≤ {})", 0.1),
    "delay": ("INP {:.0f} ms (≤ {:.0f})", 200),
    "scripts": ("scripts {:.0f} B gzip (≤ {:.0f})", 120 * 1024),
}
SMALLEST, LARGEST = "10000", "1000000"


def tables(results: dict[str, Any]) -> Iterator[str]:
    """One table per size."""
    for size, found in results.items():
        counts = found["counts"]
        yield ""
        yield f"{int(size):,} customers, {counts['visits']:,} visits (load {found['load'][0]:.1f} → {found['load'][1]:.1f})"
        yield f"{'':30}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}{'KB':>7}{'floor':>8}{'×':>6}"
        for page in found["pages"].values():
            floor, ratio = page.get("floor_p50"), page.get("ratio")
            yield (
                f"{page['label']:30}{page['p50']:8.1f}{page['p95']:8.1f}{page['queries']:9}{page['bytes'] / 1024:7.0f}"
                + (f"{floor:8.1f}{ratio:6.1f}" if floor else "")
            )
        for sweep in found["sweeps"].values():
            ratio = sweep["job"] / sweep["bare"]
            yield f"{sweep['label']:30}{sweep['job']:8.1f}{'':24}{sweep['bare']:8.1f}{ratio:6.1f}"
        first = found["first_page"]
        yield f"First page with all it loads: {first['bytes'] / 1024:.0f} KB, scripts {first['scripts'] / 1024:.0f} KB (gzip)"
        speed = found["throughput"]
        yield f"8 clients: {speed['per_second']:.0f} requests a second, p95 {speed['p95']:.0f} ms"


def verdicts(results: dict[str, Any]) -> Iterator[str]:
    """Each bar, and whether it is held."""
    yield ""
    for passed, sentence in bars(results):
        yield f"{'✓' if passed else '✗'} {sentence}"


def import_verdicts(found: dict[str, Any]) -> Iterator[str]:
    """The import, and whether it holds its bars."""
    seconds, peak = found["check"] + found["write"], found["peak_mb"]
    held = seconds <= IMPORT_SECONDS and peak <= IMPORT_MB and found["outcomes"]["created"] == found["rows"]
    yield (
        f"{'✓' if held else '✗'} Import of {found['rows']:,} rows: {found['check']:.0f} s to check + {found['write']:.0f} s to write"
        f" (≤ {IMPORT_SECONDS:.0f}), {found['outcomes']['created']:,} created, worker {peak:.0f} MB (≤ {IMPORT_MB:.0f})"
    )


def phone(found: dict[str, Any]) -> Iterator[str]:
    """One line per page, and below a line that misses its bar the node that does."""
    yield ""
    yield f"On a slow phone (load {found['load'][0]:.1f} → {found['load'][1]:.1f}): {PROFILE}"
    if not found["pages"]:
        yield f"✗ NOT MEASURED: no browser found. {HOW_TO}"
        return
    yield f"{'':26}{'LCP ms':>8}{'CLS':>8}{'INP ms':>9}{'KB':>7}{'JS KB':>8}"
    for page in found["pages"]:
        wrong = missed(page)
        yield (
            f"{page['label']:26}{page['paint']:8.0f}{page['shift']:8.3f}{page['delay']:9.0f}{page['bytes'] / 1024:7.0f}"
            f"{page['scripts'] / 1024:8.1f}  {'✗' if wrong else '✓'}"
        )
        for name in wrong:
            yield f"    {VITALS[name][0].format(page[name], VITALS[name][1])} {page.get(f'{name}_by', '')}"


def missed(page: Mapping[str, Any]) -> list[str]:
    """The bars of a slow phone that a page does not hold."""
    return [name for name, (_said, most) in VITALS.items() if page[name] > most]


def phone_bars(of: str, found: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    if not found["pages"]:
        yield False, f"A slow phone {of}: not measured, no browser"
    for page in found["pages"]:
        said = ", ".join(text.format(page[name], most) for name, (text, most) in VITALS.items())
        yield not missed(page), f"{page['label']} {of} on a slow phone: {said}"


def bars(results: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    for size, found in results.items():
        of = f"at {int(size):,}"
        for page in found["pages"].values():
            if "ratio" in page:
                yield (
                    page["ratio"] <= FLOOR_RATIO,
                    f"{page['label']} {of}: p50 {page['ratio']:.2f} × floor (≤ {FLOOR_RATIO:g})",
                )
        for code in ("approve", "duplicates"):
            page = found["pages"][code]
            yield page["p95"] <= PROMPT, f"{page['label']} {of}: p95 {page['p95']:.0f} ms (≤ {PROMPT:.0f})"
        if size == LARGEST:
            for sweep in found["sweeps"].values():
                ratio = sweep["job"] / sweep["bare"]
                yield ratio <= SWEEP_RATIO, f"{sweep['label']} {of}: {ratio:.2f} × its bare SQL (≤ {SWEEP_RATIO:g})"
        whole = found["first_page"]["bytes"]
        yield whole <= FIRST_PAGE, f"First page {of}: {whole / 1024:.0f} KB (≤ {FIRST_PAGE // 1024})"
        if "phone" in found:
            yield from phone_bars(of, found["phone"])
    if SMALLEST not in results or LARGEST not in results:
        return
    small, large = results[SMALLEST]["pages"], results[LARGEST]["pages"]
    for code, page in large.items():
        growth = page["p95"] / small[code]["p95"]
        yield growth <= GROWTH, f"{page['label']}: p95 at 1,000,000 is {growth:.2f} × that at 10,000 (≤ {GROWTH:g})"
