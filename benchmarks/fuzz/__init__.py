"""Damaged files by the hundred thousand, by grammar, read as an import reads them: `python -m benchmarks.fuzz`.

`records` has records of every provider, `shapes` writes them in every form of file, `mutations` damages some of
them, `rules` says which of the others a byte-exact reader keeps, and `judge` reads the file and compares.
"""
