"""What the checks know of metrics and words: ``relations.toml``."""

from hospext.meaning.wordtables import WordTables

RELATIONS = WordTables("hospext.auditing", "relations.toml")
