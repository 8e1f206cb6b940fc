-- Under row-level security the planner uses an index only for conditions that cannot tell of rows of others ("leakproof"). Comparisons
-- of texts and of numbers are such conditions. lower(), coalesce() and @@ are not: with them it reads all tasks of a person.

-- A table of the stack that Docket replaces may have columns with these names. They are put aside, as in 0024.
do $$
declare
    name text;
begin
    for name in
        select attname from pg_attribute
        where attrelid = 'tasks_phaseiii'::regclass and attnum > 0 and not attisdropped and attname in ('day', 'list_key')
    loop
        execute format('alter table tasks_phaseiii rename column %I to %I', name, 'old_' || name);
        execute format('alter table tasks_phaseiii alter column %I drop not null', 'old_' || name);
    end loop;
end
$$;

-- The day on which a task is in the views of days, and the name of its list in small letters.
alter table tasks_phaseiii
    add column day text generated always as (coalesce(due_date, start_date)) stored,
    add column list_key text generated always as (lower(list_name)) stored;

drop index tasks_phaseiii_day_idx;
create index tasks_phaseiii_day_idx on tasks_phaseiii (user_id, day) where not completed and day is not null;
drop index tasks_phaseiii_list_idx;
create index tasks_phaseiii_list_idx on tasks_phaseiii (user_id, list_key, coalesce("position", -id * 1048576))
    where not completed and list_key is not null;
-- One person's tasks, the newest first. By id alone the planner would take the primary key, expecting everybody's tasks to be mixed,
-- and read all that are newer than the person's own.
create index tasks_phaseiii_newest_idx on tasks_phaseiii (user_id, nullif(id, 0));
create index tasks_phaseiii_words_idx on tasks_phaseiii using gin (words) with (fastupdate = off);

-- The numbers of tasks that have these words and are before a number, the newest first. It searches for the person of the transaction
-- alone, as docket_search (0017) does.
do $$
begin
    execute format($function$
        create function docket_search_tasks(_wanted text, _before bigint, _most bigint) returns setof bigint
        language plpgsql stable security definer rows 100
        set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_custom_plan
        as $body$
        #variable_conflict use_column
        declare
            _person text := current_setting('docket.user_id');
            _quoted text := replace(replace(_person, '\', '\\'), '''', '''''');
            _query tsquery := format('''@%%s''', _quoted)::tsquery
                && to_tsquery('pg_catalog.simple'::regconfig, _wanted);
        begin
            if not has_table_privilege(session_user, %2$L::regclass, 'select') then
                return;
            end if;
            return query
                select tasks_phaseiii.id from %1$I.tasks_phaseiii
                where user_id = _person and nullif(tasks_phaseiii.id, 0) < _before and words @@ _query
                order by nullif(tasks_phaseiii.id, 0) desc limit _most;
        end
        $body$
    $function$, current_schema(), format('%I."user"', current_schema()));
end
$$;
revoke execute on function docket_search_tasks from public;
grant execute on function docket_search_tasks to docket_app;
