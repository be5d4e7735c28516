"""From verdicts to decisions: what would happen, what to change, and why a verdict is what it is."""
