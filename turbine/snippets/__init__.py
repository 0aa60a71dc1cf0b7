"""Scripts that make a view's figure with pandas, from the database that the app uses."""

from turbine.snippets.script import Asked, Source, Wanted, script

__all__ = ["Asked", "Source", "Wanted", "script"]
