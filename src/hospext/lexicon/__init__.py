"""The words of the rules: TOML files, checked when they are loaded, compiled once into a Lexicon."""

from hospext.lexicon.load import default_lexicon, load_lexicon
from hospext.lexicon.model import Lexicon, Metric, Unit

__all__ = ["Lexicon", "Metric", "Unit", "default_lexicon", "load_lexicon"]
