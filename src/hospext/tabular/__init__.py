"""What tables say: heads of rows and columns give each number its metric, subject, period and unit."""

from hospext.tabular.detect import find_tables
from hospext.tabular.document import DocumentTables, Section
from hospext.tabular.reader import Found, TableReader

__all__ = ["DocumentTables", "Found", "Section", "TableReader", "find_tables"]
