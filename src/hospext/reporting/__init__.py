"""The report: one HTML file that shows documents with their records, and needs no network."""

from hospext.reporting.html import render
from hospext.reporting.sources import Shown, read_shown, stored_shown, without_repeats

__all__ = ["Shown", "read_shown", "render", "stored_shown", "without_repeats"]
