"""What tables say: heads of rows and columns give each number its metric, subject, period and unit."""

from hospext.tabular.detect import find_tables, lines_above
from hospext.tabular.reader import Surroundings, TableReader

__all__ = ["Surroundings", "TableReader", "find_tables", "lines_above"]
