"""What a record means beside its fields: what its digits allow, of whom it is, and what exactly it measures."""

from hospext.meaning.intervals import Interval
from hospext.meaning.precision import written

__all__ = ["Interval", "written"]
