# The application alone; the database is another container or server (see compose.yaml).
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# pg_dump and pg_restore, for `pakmud db backup` and `pakmud db restore`; Pango, which draws PDF files
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        postgresql-client libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/pakmud

# A layer of its own: it changes only when the locked requirements do.
COPY requirements.txt requirements-build.txt ./
RUN pip install --require-hashes --requirement requirements.txt --requirement requirements-build.txt

COPY pyproject.toml README.md LICENSE ./
COPY geo geo
COPY ingest ingest
COPY maps maps
COPY api api
RUN pip install --no-deps --no-build-isolation .

RUN useradd --system --create-home --home-dir /var/lib/pakmud pakmud
USER pakmud
WORKDIR /var/lib/pakmud
ENV PAKMUD_HOME=/var/lib/pakmud

# PAKMUD_DATABASE_URL must be given: no PostgreSQL server is in here.
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/v1/procedures?limit=1', timeout=4)"]
# Migrating is safe with many containers at once: one does it, the others wait.
CMD ["sh", "-c", ": \"${PAKMUD_DATABASE_URL:?must name a PostgreSQL with PostGIS}\" && pakmud db migrate && exec pakmud serve --host 0.0.0.0 --port 8000"]
