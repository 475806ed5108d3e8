"""A large company for measuring: hundreds of people, up to a million customers, filled by COPY within minutes.

What is slow to make one by one is made in blocks by several processes and copied in; every derived column comes from the
function the services use. Row history is left out (it would double the load and say nothing), and the audit log has one
entry per customer. `tests/salesops/test_scale_data.py` holds the rows to what the services would have written.
"""
