"""The project's own measurements: targets, met or not, with peers beside them where they are installed."""
