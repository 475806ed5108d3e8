// Watches a page from before its first byte: the largest paint, what jumps, how long a tap or a key waits for its paint.
// The names of the nodes are for whoever mends a page that misses its bar.
(() => {
  const seen = { paint: 0, shift: 0, delay: 0, paint_by: "", shift_by: "", delay_by: "" };
  const named = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.outerHTML?.slice(0, 70) ?? "";
  const watch = (type, each, more) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; seen.paint_by = named(entry.element); });
  // The worst window: shifts less than a second apart, over five seconds at most. What follows an input was asked for.
  let began = 0, last = 0, sum = 0;
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    if (entry.startTime - last > 1000 || entry.startTime - began > 5000) { began = entry.startTime; sum = 0; }
    last = entry.startTime;
    sum += entry.value;
    if (sum > seen.shift) { seen.shift = sum; seen.shift_by = named(entry.sources[0]?.node); }
  });
  watch("event", (entry) => {
    if (entry.interactionId && entry.duration > seen.delay) { seen.delay = entry.duration; seen.delay_by = `${entry.name} ${named(entry.target)}`; }
  }, { durationThreshold: 16 });
  window.vitals = () => {
    const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const scripts = loaded.filter((entry) => new URL(entry.name).pathname.endsWith(".js"));
    const bytes = (entries, size) => entries.reduce((sum, entry) => sum + entry[size], 0);
    return { ...seen, bytes: bytes(loaded, "transferSize"), scripts: bytes(scripts, "encodedBodySize") };
  };
})();
