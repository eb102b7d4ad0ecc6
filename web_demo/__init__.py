"""The landing page of a fictional company, with the persona file that personalises it."""
