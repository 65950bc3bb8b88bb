"""What does not fit: values that contradict each other, and values that cannot be."""

from hospext.auditing.audit import audit
from hospext.auditing.model import Evidence, Finding

__all__ = ["Evidence", "Finding", "audit"]
