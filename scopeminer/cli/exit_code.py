"""The exit codes of the command line."""

OK = 0
FINDINGS = 1
ERROR = 2
INCOMPLETE = 3
INTERRUPTED = 130
BROKEN_PIPE = 141
"""What a shell reports for a program that SIGPIPE ended."""
