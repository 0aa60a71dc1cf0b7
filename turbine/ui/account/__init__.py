"""The account page: a person's own password, and the people who can log in."""
