"""Whether records agree: what their digits allow, of whom they are, and what exactly they measure."""

from hospext.comparing.intervals import Interval
from hospext.comparing.precision import written

__all__ = ["Interval", "written"]
