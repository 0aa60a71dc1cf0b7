"""The account page: a user's own password, and the users."""
