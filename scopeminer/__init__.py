"""scopeminer: which OAuth scopes a Forge app's code needs, against those its manifest declares."""

__version__ = "0.1.0"
