"""Everything said to a person about a plan, a change, a size, a time, a reason or a remedy: plain text."""
