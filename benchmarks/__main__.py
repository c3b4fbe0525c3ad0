"""`python -m benchmarks SIZE`."""

from benchmarks.run import main

if __name__ == "__main__":  # the generator's processes import this too
    main()
