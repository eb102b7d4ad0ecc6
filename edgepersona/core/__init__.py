"""The engine: pure Python, sans-I/O. No clock, no randomness, no storage, no network, no JavaScript.

What it needs to know about the outside (the time, what is stored, what the page shows, fresh entropy)
is handed in; what it wants to happen is handed back. The same code runs in the visitor's browser,
at build time, in the command line and in the tests.
"""
