"""A vendor's privacy statement against what the app does."""
