"""What the product costs in time and memory: reports that judge nothing."""
