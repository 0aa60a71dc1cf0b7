"""The embedded database: one wide table in one file."""
