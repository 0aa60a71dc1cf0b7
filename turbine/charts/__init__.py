"""Pictures of results: frames in, Plotly figures out. Nothing is fetched or computed here."""
