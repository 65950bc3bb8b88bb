"""From what the user names to documents: finding, reading and decoding."""

from hospext.reading.corpora import Fields
from hospext.reading.document import Document
from hospext.reading.documents import read_documents, read_file
from hospext.reading.files import find_inputs

__all__ = ["Document", "Fields", "find_inputs", "read_documents", "read_file"]
