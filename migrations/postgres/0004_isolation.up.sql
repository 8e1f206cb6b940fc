-- Row-level security on the three tables that hold what people write. Docket works under the role docket_app
-- inside a transaction that names the person in docket.user_id (see src/db/scope.rs). Owners, superusers and
-- roles with BYPASSRLS pass by every policy; docket_app is none of these.
--
-- Roles belong to the whole server, so another database may have made it already, or be making it right now.
do $$
begin
    if not exists (select from pg_roles where rolname = 'docket_app') then
        create role docket_app nologin nosuperuser nobypassrls;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;

-- The role that serves must be able to become docket_app; a superuser can already. Since PostgreSQL 16 being a
-- member does not include that. Two databases of one server may grant at the same moment; one of them is enough.
do $$
declare
    privilege text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
    if not pg_has_role(current_user, 'docket_app', privilege) then
        execute format('grant docket_app to %I', current_user);
    end if;
exception
    when unique_violation or internal_error then null;
end
$$;

grant select, insert, update, delete on tasks_phaseiii, conversations, messages to docket_app;

-- Tables that were taken over number their rows by sequences that need a grant of their own, and that end at 2^31.
do $$
declare
    sequence regclass;
begin
    for sequence in
        select pg_get_serial_sequence(name, 'id')::regclass
        from unnest(array['tasks_phaseiii', 'conversations', 'messages']) name
        where pg_get_serial_sequence(name, 'id') is not null
    loop
        execute format('grant usage on sequence %s to docket_app', sequence);
        if (select seqtypid = 'integer'::regtype from pg_sequence where seqrelid = sequence) then
            execute format('alter sequence %s as bigint', sequence);
        end if;
    end loop;
end
$$;

alter table tasks_phaseiii enable row level security;
alter table conversations enable row level security;
alter table messages enable row level security;

create policy owner_only on tasks_phaseiii to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
create policy owner_only on conversations to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
create policy owner_only on messages to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
