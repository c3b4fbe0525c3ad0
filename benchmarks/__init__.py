"""The work that speed is measured on: provider files from a fixed seed, questions, peers, and the table of results.

Benchmarks report and never assert. `python -m benchmarks medium` runs them; `make bench` makes what they need first.
"""
