"""The child process that reads, and the pipe to the parent that trusts nothing."""
