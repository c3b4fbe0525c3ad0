"""Processes forked from one that has the product's modules loaded: a start of Python for each would take a second."""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["engagement.cli", "engagement.ingest", "engagement.ingest.sets.rebuild", "tests.digest"])
