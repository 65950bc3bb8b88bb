"""How records came to be, and why other numbers gave none.

The package cannot be called ``explain``: that is the name of its function in ``hospext``.
"""

from hospext.explaining.explain import chains_of, explain, explain_document
from hospext.explaining.model import Explanation, Step
from hospext.explaining.steps import Given

__all__ = ["Explanation", "Given", "Step", "chains_of", "explain", "explain_document"]
