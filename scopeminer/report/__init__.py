"""Audits → text: one file a format, one line each in `formats`."""
