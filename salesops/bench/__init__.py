"""`make bench`: how fast the pages are on a large company, each beside the least a page could cost.

The parent process starts a database per size (salesops.embedded, in the state directory), fills it with `scale_data`, and
asks a real gunicorn over loopback. That gunicorn runs with `salesops.bench.settings`: the product, a counter of queries
around it, and the floors below /bench/. Chromium then opens the main pages of the largest as a slow phone (`vitals`).
"""
