FROM python:3.13-slim

# What sets the report's PDF.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*

# A user of its own; its numbers are those of docker-compose.yml.
RUN groupadd --gid 10001 windproof \
    && useradd --uid 10001 --gid windproof --home-dir /tmp --no-create-home windproof \
    && install --directory --owner=windproof --group=windproof --mode=0700 /data

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt

# The code belongs to root: the app cannot change it, and needs no writable place but /data and /tmp.
COPY .streamlit/config.toml .streamlit/config.toml
COPY docker/ docker/
COPY docs/why-influxdb.md docs/why-influxdb.es.md docs/
COPY pages/ pages/
COPY turbine/ turbine/
COPY app.py ./

# The browser's address is said, lest Streamlit ask a service on the internet for it.
ENV HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_BROWSER_SERVER_ADDRESS=localhost \
    TURBINE_DATA_DIR=/data
USER windproof
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "docker/healthcheck.py"]
CMD ["python", "-m", "streamlit", "run", "app.py"]
