"""Which value measures what, of whom, when, against what: from mentions to drafts of records."""
