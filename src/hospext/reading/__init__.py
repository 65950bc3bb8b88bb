"""From what the user names to documents: finding, reading and decoding."""

from hospext.reading.document import Document
from hospext.reading.files import find_inputs, read_file

__all__ = ["Document", "find_inputs", "read_file"]
