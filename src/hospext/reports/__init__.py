"""What comparisons and scores look like: plain text, JSON, Markdown, GitHub's workflow commands, JUnit XML."""
