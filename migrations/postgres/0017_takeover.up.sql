-- Bans, in the columns of Better Auth's admin plugin. A database that was taken over may have them already.
alter table "user"
    add column if not exists "role" text,
    add column if not exists "banned" boolean default false,
    add column if not exists "banReason" text,
    add column if not exists "banExpires" timestamptz;

-- PostgreSQL joins permissive policies by OR, so an old policy of a table that was taken over could show everybody's
-- rows beside what owner_only shows. Restrictive policies are joined by AND, so nothing widens what these allow.
--
-- Roles belong to the whole server, so the owner of another Docket there may take the role docket_app too. That role
-- reads nothing here for somebody who may not read this database's accounts. session_user stays what it was at the
-- log-in, no matter which role the session takes. The select around the function makes PostgreSQL ask once a statement.
do $$
declare
    name text;
    condition text := 'user_id = current_setting(''docket.user_id'', true)'
        ' and (select has_table_privilege(session_user, ''"user"''::regclass, ''select''))';
begin
    if not has_schema_privilege('docket_app', current_schema(), 'usage') then
        execute format('grant usage on schema %I to docket_app', current_schema());
    end if;
    foreach name in array array[
        'tasks_phaseiii', 'conversations', 'messages', 'task_changes', 'drafts', 'usage', 'request_keys']
    loop
        execute format('create policy owner_at_most on %I as restrictive to docket_app using (%s) with check (%2$s)',
            name, condition);
    end loop;
end
$$;

-- Where others may create functions and operators in this schema, one of theirs can fit a call better than
-- PostgreSQL's own, and then runs with the rights of whoever calls. So Docket's functions look into pg_catalog alone,
-- and name the schema of their tables. docket_words has qualified names instead, because a function with a setting is
-- called once more for each row. Its result is the same as before, so no row is written again.
alter function docket_tell_news() set search_path = pg_catalog, pg_temp;
alter function docket_announce_reply() set search_path = pg_catalog, pg_temp;

do $$
declare
    folded text := 'pg_catalog.left(words, 100000)';
begin
    execute format('alter function docket_running(text) set search_path = pg_catalog, %I, pg_temp', current_schema());

    if current_setting('server_encoding') = 'UTF8' then
        if exists (select from pg_collation where collname = 'und-x-icu') then
            folded := folded || ' collate pg_catalog."und-x-icu"';
        end if;
        folded := format(
            'pg_catalog.regexp_replace(normalize(pg_catalog.lower(%s), nfkd), ''[\u0300-\u036f]''::text, ''''::text, ''g''::text)',
            folded);
        folded := format(
            'pg_catalog.regexp_replace(%s, ''[\u00a1\u00ab\u00b7\u00bb\u00bf\u2000-\u206f\u3000-\u303f]''::text, '' ''::text, ''g''::text)',
            folded);
    end if;
    execute format($function$
        create or replace function docket_words(owner text, words text) returns tsvector
        language sql immutable strict parallel safe
        as $body$
            select pg_catalog.array_to_tsvector(array['@'::text operator(pg_catalog.||) owner])
                operator(pg_catalog.||) pg_catalog.to_tsvector('pg_catalog.simple'::pg_catalog.regconfig,
                    pg_catalog.translate(%s, '!"#$%%&''()*+,-./:;<=>?@[\]^_`{|}~'::text, pg_catalog.repeat(' '::text, 32)))
        $body$
    $function$, folded);

    execute format($function$
        create or replace function docket_search(wanted text, most bigint) returns setof bigint
        language plpgsql stable security definer rows 50
        set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_custom_plan
        as $body$
        declare
            person text := current_setting('docket.user_id');
            quoted text := replace(replace(person, '\', '\\'), '''', '''''');
            query tsquery := format('''@%%s''', quoted)::tsquery
                && to_tsquery('pg_catalog.simple'::regconfig, wanted);
        begin
            if not has_table_privilege(session_user, %2$L::regclass, 'select') then
                return;
            end if;
            return query
                select messages.id from %1$I.messages
                where user_id = person and active and words @@ query and not exists (
                    select from %1$I.conversations
                    where conversations.id = messages.conversation_id and deleted_at is not null)
                order by -messages.id limit most;
        end
        $body$
    $function$, current_schema(), format('%I."user"', current_schema()));
end
$$;
grant execute on function docket_words, docket_running to docket_app;
