"""What is asked, apart from how it is answered: filters, period, scope, viewpoint, and the rows an answer has."""
