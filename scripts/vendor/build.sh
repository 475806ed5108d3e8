#!/usr/bin/env bash
# Rebuilds static/vendor from the pinned npm packages. Needs node; the result is committed.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
node build.mjs
node icons.mjs
