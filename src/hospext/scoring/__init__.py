"""Precision, recall and F1 of extracted records against gold, and the gold that people write."""

from hospext.scoring.gold import Gold, GoldError
from hospext.scoring.levels import LEVELS, REPORTED
from hospext.scoring.tally import FieldTally, Miss, Scores, Tally

__all__ = ["LEVELS", "REPORTED", "FieldTally", "Gold", "GoldError", "Miss", "Scores", "Tally"]
