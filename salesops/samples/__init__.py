"""The demo company's data: which rows are its, and the way out of the house for them (docs/decisions/sample-data.md)."""
