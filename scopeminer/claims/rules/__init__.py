"""How a claim on each topic is judged: one module a topic, named in topics.py."""
