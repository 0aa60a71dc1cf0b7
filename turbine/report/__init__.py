"""A report to be printed: one HTML page that needs nothing else, and PDF, both without a browser.

Pure: :mod:`turbine.services.reports` gathers the figures, :func:`turbine.report.page.html` writes
them down in the language that is spoken, :func:`turbine.report.pdf.pdf` sets that page on paper.
"""
