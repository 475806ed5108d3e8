"""What every room's `api.py` shares: resources, strict fields, keyset pages, problem+json."""
