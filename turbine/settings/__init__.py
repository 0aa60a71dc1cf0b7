"""What the environment, the secrets file and the app say; and the data directory."""
