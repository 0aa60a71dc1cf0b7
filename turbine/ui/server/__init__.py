"""What stands before Streamlit: the guard, its cookies, uploads and fair shares."""
