"""Word and Excel files: archives of XML parts."""
