// Streamlit's page is always said to be English: a screen reader would read ours so.
document.documentElement.lang = document.querySelector(".windproof-spoken").lang;
