"""One contact: the timeline, reachability, what is known of each address."""
