"""Two outputs held against each other: which record became which, and what changed."""

from hospext.comparing.compare import compare
from hospext.comparing.model import Comparison, DocumentComparison, Outcome, Pairing, Settings, State

__all__ = ["Comparison", "DocumentComparison", "Outcome", "Pairing", "Settings", "State", "compare"]
