"""How records came to be, and why other numbers gave none.

The package cannot be called ``explain``: that is the name of its function in ``hospext``.
"""

from hospext.explaining.explain import explain, explain_document
from hospext.explaining.model import Explanation, Step

__all__ = ["Explanation", "Step", "explain", "explain_document"]
