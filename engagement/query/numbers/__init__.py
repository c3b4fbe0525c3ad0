"""What is counted over many: overview, campaigns, sender health, hours."""
