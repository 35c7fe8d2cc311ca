#!/bin/sh
# Gives the four roles their passwords when the database container starts for the first time.
set -eu
for role in owner app system backup; do
  variable=HS_$(echo "$role" | tr '[:lower:]' '[:upper:]')_PASSWORD
  eval "password=\$$variable"
  psql -v ON_ERROR_STOP=1 -U postgres -d headstart -v role="hs_$role" -v password="$password" <<'SQL'
alter role :"role" password :'password';
SQL
done
