"""Rows of a file into records: read apart, mapped, checked whole before anything is written, done in a worker, taken back."""
