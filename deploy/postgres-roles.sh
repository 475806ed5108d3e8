#!/bin/sh
# Runs once in an empty PostgreSQL: the role that owns the schema, and the role that serves requests and owns nothing.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
CREATE ROLE salesops_owner LOGIN PASSWORD :'owner';
CREATE ROLE salesops_app LOGIN PASSWORD :'app';
CREATE DATABASE salesops OWNER salesops_owner;
REVOKE ALL ON DATABASE salesops FROM PUBLIC;
GRANT CONNECT ON DATABASE salesops TO salesops_app;
SQL
