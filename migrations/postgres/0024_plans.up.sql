-- Tables of the stack that Docket replaces may have columns with these names (its backend had a priority of words). They are
-- put aside, and what can be read in them is taken over below, except for tasks whose person is gone: such a row may stay
-- (0001), but the foreign key refuses to change it.
do $$
declare
    name text;
begin
    for name in
        select attname from pg_attribute
        where attrelid = 'tasks_phaseiii'::regclass and attnum > 0 and not attisdropped and attname in (
            'due_date', 'due_at', 'due_zone', 'start_date', 'reminders', 'repeat_rule', 'repeat_from', 'repeat_start',
            'priority', 'tags', 'list_name', 'parent_id', 'completed_at', 'position')
    loop
        execute format('alter table tasks_phaseiii rename column %I to %I', name, 'old_' || name);
        execute format('alter table tasks_phaseiii alter column %I drop not null', 'old_' || name);
    end loop;
end
$$;

-- What a task has besides its texts. due_date is the day in the person's zone when the task was written; due_at is the time, if
-- it has one, and due_zone the zone in which the person meant it. repeat_rule is a rule of RFC 5545, and repeat_start its first
-- occurrence, as a clock on the wall shows it. A task without a position stands where its number puts it: newest first.
alter table tasks_phaseiii
    add column due_date text check (length(due_date) = 10),
    add column due_at timestamptz,
    add column due_zone text,
    add column start_date text check (length(start_date) = 10),
    add column reminders jsonb,
    add column repeat_rule text check (length(repeat_rule) between 1 and 500),
    add column repeat_from text check (repeat_from in ('due', 'completion')),
    add column repeat_start text,
    add column priority bigint check (priority between 1 and 4),
    add column tags jsonb,
    add column list_name text check (length(list_name) between 1 and 100),
    add column parent_id bigint,
    add column completed_at timestamptz,
    add column position bigint;

do $$
begin
    if exists (select from pg_attribute where attrelid = 'tasks_phaseiii'::regclass and attname = 'old_priority') then
        update tasks_phaseiii set priority = case lower(old_priority::text)
            when 'urgent' then 1 when 'highest' then 1 when 'high' then 1 when '1' then 1
            when 'medium' then 2 when '2' then 2 when 'low' then 3 when '3' then 3 when '4' then 4 end
        where old_priority is not null and exists (select from "user" where "user"."id" = user_id);
    end if;
    if exists (select from pg_attribute where attrelid = 'tasks_phaseiii'::regclass and attname = 'old_due_date') then
        update tasks_phaseiii set due_date = substring(old_due_date::text from '^\d{4}-\d\d-\d\d')
        where old_due_date is not null and exists (select from "user" where "user"."id" = user_id);
    end if;
end
$$;

-- A sub-task belongs to the person of its task.
create unique index tasks_phaseiii_owner_idx on tasks_phaseiii (id, user_id);
alter table tasks_phaseiii add constraint tasks_phaseiii_parent_fkey
    foreign key (parent_id, user_id) references tasks_phaseiii (id, user_id) on delete cascade;

-- Each view reads a range of one of these.
create index tasks_phaseiii_order_idx on tasks_phaseiii (user_id, coalesce("position", -id * 1048576)) where not completed;
create index tasks_phaseiii_day_idx on tasks_phaseiii (user_id, coalesce(due_date, start_date))
    where not completed and coalesce(due_date, start_date) is not null;
create index tasks_phaseiii_list_idx on tasks_phaseiii (user_id, lower(list_name), coalesce("position", -id * 1048576))
    where not completed and list_name is not null;
create index tasks_phaseiii_done_idx on tasks_phaseiii (user_id, coalesce(completed_at, updated_at)) where completed;
create index tasks_phaseiii_parent_id_idx on tasks_phaseiii (parent_id) where parent_id is not null;

-- The tags again, to find tasks by them. The trigger keeps them.
create table task_tags (
    user_id text not null references "user" ("id") on delete cascade,
    tag text not null,
    task_id bigint not null references tasks_phaseiii (id) on delete cascade,
    primary key (user_id, tag, task_id)
);
create index task_tags_task_id_idx on task_tags (task_id);
create function docket_keep_tags() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        delete from task_tags where task_id = new.id;
    end if;
    insert into task_tags (user_id, tag, task_id)
        select distinct new.user_id, lower(tag), new.id
        from jsonb_array_elements_text(coalesce(new.tags, '[]'::jsonb)) tag;
    return null;
end
$$;
create trigger tasks_phaseiii_tags_insert after insert on tasks_phaseiii
    for each row when (new.tags is not null) execute function docket_keep_tags();
create trigger tasks_phaseiii_tags_update after update of tags on tasks_phaseiii
    for each row when (old.tags is distinct from new.tags) execute function docket_keep_tags();

-- What a person prefers. time_zone is a name of the IANA database. The browser tells it until the person has chosen one.
create table preferences (
    user_id text primary key references "user" ("id") on delete cascade,
    time_zone text check (length(time_zone) between 1 and 64),
    time_zone_chosen boolean not null default false,
    updated_at timestamptz not null
);

-- Every change of a task is recorded from now on, not only those of the assistant. actor says who:
-- the person, the assistant, or a program, which then has its name here. also holds the sub-tasks that changed with
-- their task: a list of {"before", "after"}. has_words: the texts are still there; those that no reply changed go after a day.
delete from task_changes where not exists (select from "user" where "user"."id" = task_changes.user_id);
alter table task_changes
    alter column conversation_id drop not null,
    alter column message_id drop not null,
    add column actor text not null default 'assistant' check (actor in ('person', 'assistant', 'program')),
    add column program text check (length(program) between 1 and 200),
    add column also jsonb,
    add column has_words boolean not null default true,
    add foreign key (user_id) references "user" ("id") on delete cascade,
    add check ((message_id is null) = (conversation_id is null)),
    add check ((actor = 'assistant') = (message_id is not null)),
    add check ((actor = 'program') = (program is not null));
create index task_changes_task_id_idx on task_changes (user_id, task_id, id);
create index task_changes_created_at_idx on task_changes (created_at) where message_id is null and has_words;

-- A task as task_changes holds it: as Docket writes it in JSON.
create or replace function docket_task(_task tasks_phaseiii) returns jsonb language plpgsql stable as $$
begin
    return jsonb_strip_nulls(jsonb_build_object(
        'id', _task.id, 'title', _task.title, 'description', _task.description, 'completed', _task.completed,
        'created_at', to_char(_task.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'updated_at', to_char(_task.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'completed_at', to_char(_task.completed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'due', coalesce(to_char(_task.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), _task.due_date),
        'time_zone', _task.due_zone, 'start', _task.start_date, 'reminders', _task.reminders,
        'repeat', _task.repeat_rule, 'repeat_from', _task.repeat_from, 'repeat_start', _task.repeat_start,
        'priority', _task.priority, 'tags', _task.tags, 'list', _task.list_name, 'parent_id', _task.parent_id,
        'position', _task."position"));
end
$$;

-- As docket_change_task (0022), which servers of the version before still call, and returns the whole row. What one statement
-- cannot do is left to Docket: nothing is done if a task that repeats is completed, or a task with sub-tasks is completed
-- or deleted.
create function docket_edit_task(
    _person text, _isolated boolean, _place bigint, _answer bigint, _token text,
    _deed text, _number bigint, _heading text, _described boolean, _details text, _done boolean, _touched boolean,
    _moment timestamptz, _most bigint
) returns table (task tasks_phaseiii, recorded boolean) language plpgsql volatile as $$
#variable_conflict use_column
declare
    _old_task tasks_phaseiii;
    _new_task tasks_phaseiii;
    _is_new boolean := _deed = 'created';
    _is_gone boolean := _deed = 'deleted';
    _is_other boolean;
begin
    perform docket_enter(_person, _isolated);
    if exists (select from task_changes where user_id = _person and message_id = _answer and call_id = _token) then
        return;
    end if;
    if _is_new then
        insert into tasks_phaseiii (user_id, title, description, completed, created_at, updated_at)
        select _person, _heading, _details, false, _moment, _moment
        where (select count(*) from tasks_phaseiii where user_id = _person) < _most
        returning * into _new_task;
    else
        select * into _old_task from tasks_phaseiii tasks
        where tasks.user_id = _person and tasks.id = _number for update;
        if not found then
            return;
        end if;
        if _done and not _old_task.completed and _old_task.repeat_rule is not null
            or (_is_gone or _done) and exists (select from tasks_phaseiii tasks where tasks.parent_id = _number) then
            return;
        end if;
        if _is_gone then
            delete from tasks_phaseiii tasks where tasks.user_id = _person and tasks.id = _number;
        else
            update tasks_phaseiii tasks set
                title = coalesce(_heading, tasks.title),
                description = case when _described then _details else tasks.description end,
                completed = coalesce(_done, tasks.completed),
                completed_at = case when coalesce(_done, tasks.completed) = tasks.completed then tasks.completed_at
                    when _done then _moment end,
                updated_at = case when _touched or tasks.completed <> _done then _moment else tasks.updated_at end
            where tasks.user_id = _person and tasks.id = _number
            returning * into _new_task;
        end if;
    end if;
    if not found then
        return;
    end if;
    _is_other := _is_new or _is_gone or (_old_task.title, _old_task.description, _old_task.completed)
        is distinct from (_new_task.title, _new_task.description, _new_task.completed);
    if _is_other then
        insert into task_changes
            (user_id, conversation_id, message_id, call_id, task_id, kind, before, after, created_at)
        values (
            _person, _place, _answer, _token, case when _is_new then _new_task.id else _old_task.id end, _deed,
            case when not _is_new then docket_task(_old_task) end,
            case when not _is_gone then docket_task(_new_task) end, _moment);
    end if;
    if _is_gone then
        _new_task := _old_task;
    end if;
    task := _new_task;
    recorded := _is_other;
    return next;
end
$$;

-- As in 0017 and 0022: they look into pg_catalog first, and name the schema of their tables.
do $$
declare
    name regprocedure;
begin
    for name in
        select oid::regprocedure from pg_proc
        where pronamespace = current_schema()::regnamespace
          and proname in ('docket_edit_task', 'docket_task', 'docket_keep_tags')
    loop
        execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', name, current_schema());
    end loop;
end
$$;

-- As in 0004 and 0017.
grant select, insert, update, delete on task_tags, preferences to docket_app;
alter table task_tags enable row level security;
create policy owner_only on task_tags to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
create policy owner_at_most on task_tags as restrictive to docket_app
    using (user_id = current_setting('docket.user_id', true)
        and (select has_table_privilege(session_user, '"user"'::regclass, 'select')))
    with check (user_id = current_setting('docket.user_id', true)
        and (select has_table_privilege(session_user, '"user"'::regclass, 'select')));
alter table preferences enable row level security;
create policy owner_only on preferences to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
create policy owner_at_most on preferences as restrictive to docket_app
    using (user_id = current_setting('docket.user_id', true)
        and (select has_table_privilege(session_user, '"user"'::regclass, 'select')))
    with check (user_id = current_setting('docket.user_id', true)
        and (select has_table_privilege(session_user, '"user"'::regclass, 'select')));
