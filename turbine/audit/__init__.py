"""Who changed what, when, from where, and how it ended."""

from turbine.audit.log import Action, AuditLog, Entry

__all__ = ["Action", "AuditLog", "Entry"]
