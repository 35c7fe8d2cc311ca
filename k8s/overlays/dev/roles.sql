-- The four roles and what they may do before any table exists. Idempotent; run as superuser in the
-- database "headstart". Passwords are set apart from this file. Tables' grants are in migrations.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['hs_owner', 'hs_app', 'hs_system', 'hs_backup'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I', role_name);
    end if;
    execute format(
      'alter role %I login nosuperuser nocreatedb nocreaterole noreplication %s',
      role_name, case when role_name = 'hs_backup' then 'bypassrls' else 'nobypassrls' end);
  end loop;
end
$$;

alter database headstart owner to hs_owner;
revoke all on database headstart from public;
grant connect on database headstart to hs_app, hs_system, hs_backup;
revoke all on schema public from public;
grant usage on schema public to hs_app, hs_system, hs_backup;
grant pg_read_all_data to hs_backup;

-- A forgotten transaction or an endless query must not hold locks for ever.
alter role hs_app set statement_timeout = '60s';
alter role hs_app set idle_in_transaction_session_timeout = '60s';
alter role hs_system set statement_timeout = '60s';
alter role hs_system set idle_in_transaction_session_timeout = '60s';
