"""What the context settles: dates, the document's own facts, who is spoken of."""
