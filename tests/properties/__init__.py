"""The engine against a second, naive evaluator, and what must hold for every file and every visitor."""
