"""What Streamlit draws and serves. The only part of ``turbine`` that imports it."""
