"""The collector: adds reports to daily totals, releases noised totals once, and says what they show."""
