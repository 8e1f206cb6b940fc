#!/usr/bin/env bash
# Makes Docket's role and database, when the PostgreSQL container starts for the first time.
set -euo pipefail

# The role is no superuser, because row-level security does not apply to those. The first migration makes another role,
# docket_app.
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set password="$(cat /run/secrets/docket_password)" <<'SQL'
create role docket login createrole password :'password';
create database docket owner docket;
SQL
