"""Command groups, one module per topic, each with ``register(app)``."""
