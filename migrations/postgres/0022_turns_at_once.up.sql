-- A turn begins with one statement and ends with one, and a tool acts with one: a call of a function (see Db::call). A
-- single statement with several parts would not do. All its parts see the database as it was when the statement began, so
-- what one part locked another could not look at. And it is planned in the role that it begins with, before it could take
-- another one. In a function each statement sees what has been committed until it begins, and is planned in the role that
-- it runs in.
--
-- The functions have the rights of whoever calls them, so they let nobody do what they could not do before. Times and
-- limits come from the caller. The order of locks is the same as everywhere: the person's usage of the day, the
-- conversation, its messages. Names of values begin with _, because a column of a table that was taken over may have any
-- other name.

-- Makes the rest of a transaction a person's, as a scope does (src/db/scope.rs).
create function docket_enter(_person text, _isolated boolean) returns void language plpgsql as $$
begin
    if _isolated then
        perform pg_catalog.set_config('role', 'docket_app', true);
    end if;
    perform pg_catalog.set_config('docket.user_id', _person, true);
end
$$;

-- Stores a message and an empty reply to it. Returns the reply, the message and what is shown before it, the newest
-- first, each with what the caller needs of the conversation. behind: how many messages there are, if no more than
-- _most_past; fewer come if they are long. Nothing comes, and nothing is stored, if something stands in the way.
create function docket_begin_turn(
    _person text, _isolated boolean, _place bigint, _heading text, _said text, _token text,
    _chooses boolean, _choice text, _today text, _most_messages bigint, _most_tokens bigint, _most_runs bigint,
    _most_queued bigint, _holder text, _moment timestamptz, _most_past bigint, _most_bytes bigint
) returns table (
    id bigint, conversation_id bigint, role text, content text, status text, tool_calls jsonb, created_at timestamptz,
    parent_id bigint, title text, pinned boolean, chosen text, behind bigint
) language plpgsql volatile as $$
#variable_conflict use_column
declare
    _is_pinned boolean := false;
    _parent bigint := 0;
    _running bigint := 0;
    _waiting bigint := 0;
    _reply bigint;
begin
    perform docket_enter(_person, _isolated);
    if exists (select from messages where user_id = _person and client_id = _token) then
        return;
    end if;
    if _place is not null and not exists (
        select from conversations where user_id = _person and conversations.id = _place and deleted_at is null)
    then
        return;
    end if;
    -- The last condition is checked while the row is locked.
    insert into usage (user_id, day, messages, tokens)
    select _person, _today, 1, 0 where docket_running(_person) < _most_runs
    on conflict (user_id, day) do update set messages = usage.messages + 1
        where usage.messages < _most_messages and usage.tokens < _most_tokens and docket_running(_person) < _most_runs;
    if not found then
        return;
    end if;

    if _place is null then
        _choice := case when _chooses then _choice end;
        insert into conversations (user_id, title, created_at, updated_at, model)
        values (_person, _heading, _moment, _moment, _choice) returning conversations.id into _place;
    else
        update conversations set
            updated_at = _moment, archived = false, model = case when _chooses then _choice else conversations.model end
        where user_id = _person and conversations.id = _place and deleted_at is null
        returning conversations.title, conversations.pinned, conversations.model into _heading, _is_pinned, _choice;
        -- The charge must not stay.
        if not found then
            raise exception 'the conversation was deleted meanwhile' using errcode = 'TURN1';
        end if;
        -- Nobody else begins or ends a turn in it from here on.
        select count(*) filter (where messages.status = 'streaming'), count(*) filter (where messages.status = 'queued')
        into _running, _waiting
        from messages
        where user_id = _person and messages.conversation_id = _place and messages.status in ('streaming', 'queued');
        if _running + _waiting > 0 and _waiting >= _most_queued then
            raise exception 'too many messages wait' using errcode = 'TURN1';
        end if;
        select coalesce(max(messages.id), 0) into _parent
        from messages where user_id = _person and messages.conversation_id = _place and active;
    end if;

    insert into messages (conversation_id, user_id, role, content, client_id, created_at, parent_id)
    values (_place, _person, 'user', _said, _token, _moment, _parent) returning messages.id into _parent;
    insert into messages (conversation_id, user_id, role, content, status, writer, created_at, parent_id)
    select _place, _person, 'assistant', '', state, case state when 'streaming' then _holder end, _moment, _parent
    from (select case when _running + _waiting > 0 then 'queued' else 'streaming' end) as turn (state)
    returning messages.id into _reply;

    return query
        select shown.id, _place, shown.role, shown.content, shown.status, shown.tool_calls, shown.created_at,
            shown.parent_id, _heading, _is_pinned, _choice, shown.behind
        from (
            select newest.*, count(*) over () as behind,
                sum(octet_length(newest.content) + pg_column_size(newest.tool_calls)) over (order by newest.id desc) as bytes
            from (
                select messages.id, messages.role, messages.content, messages.status, messages.tool_calls,
                    messages.created_at, messages.parent_id
                from messages
                where user_id = _person and messages.conversation_id = _place and active and messages.id <= _reply
                order by messages.id desc
                -- Of a reply that waits, what comes before it may still change.
                limit case when _running + _waiting > 0 then 2 else _most_past + 2 end
            ) newest
        ) shown
        where shown.bytes <= _most_bytes or shown.id >= _parent
        order by shown.id desc;
end
$$;

-- Stores a reply's whole text and its end, charges its tokens, removes its pieces and claims the next queued reply for
-- _next_holder, if there is one. ended and failure: how the reply ended; null if it no longer had this writer, and then
-- nothing is stored and charged. next: the reply that was claimed.
create function docket_end_turn(
    _person text, _isolated boolean, _answer bigint, _place bigint, _holder text,
    _said text, _calls jsonb, _ideas jsonb, _outcome text, _reason jsonb, _answered_by text, _read bigint, _written bigint,
    _today text, _cost bigint, _next_holder text,
    out ended text, out failure jsonb, out next bigint
) language plpgsql volatile as $$
declare
    _charged boolean := false;
begin
    perform docket_enter(_person, _isolated);
    if _cost > 0 and exists (select from messages where user_id = _person and id = _answer and writer = _holder) then
        -- A person who was deleted meanwhile is not charged.
        insert into usage (user_id, day, messages, tokens)
        select user_id, _today, 0, _cost from usage where user_id = _person limit 1
        on conflict (user_id, day) do update set tokens = usage.tokens + excluded.tokens;
        _charged := found;
    end if;
    perform 1 from conversations where user_id = _person and id = _place for no key update;
    update messages
    set content = _said, tool_calls = _calls, thoughts = _ideas, writer = null, stopping = false,
        error = case status when 'streaming' then _reason else error end,
        status = case status when 'streaming' then _outcome else status end,
        model = _answered_by, input_tokens = _read, output_tokens = _written
    where user_id = _person and id = _answer and writer = _holder
      and status in ('streaming', 'interrupted', 'stopped')
    returning status, error into ended, failure;
    if found then
        delete from reply_pieces where user_id = _person and reply = _answer;
    elsif _charged then
        -- An earlier attempt, whose answer was lost, has stored it while this one waited for the locks.
        update usage set tokens = tokens - _cost where user_id = _person and day = _today;
    end if;
    if _next_holder is not null then
        update messages set status = 'streaming', writer = _next_holder
        where user_id = _person
          and id = (select min(id) from messages
                    where user_id = _person and conversation_id = _place and status = 'queued')
          and not exists (
              select from messages
              where user_id = _person and conversation_id = _place and status = 'streaming')
        returning id into next;
    end if;
end
$$;

-- A task as task_changes holds it: as Docket writes it in JSON.
create function docket_task(_task tasks_phaseiii) returns jsonb language plpgsql stable as $$
begin
    return jsonb_build_object(
        'id', _task.id, 'title', _task.title, 'description', _task.description, 'completed', _task.completed,
        'created_at', to_char(_task.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'updated_at', to_char(_task.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
end
$$;

-- Makes a change to a task for a call of the assistant, and records it. _deed: the kind of change. What is null stays as it
-- is, and the description if it is not _described. _touched: a task counts as changed even if it is the same afterwards.
-- Returns the task afterwards, or as it was if it was deleted, and whether the change was recorded. Nothing comes, and
-- nothing is done, if the call was run before, there is no such task, or there are too many.
create function docket_change_task(
    _person text, _isolated boolean, _place bigint, _answer bigint, _token text,
    _deed text, _number bigint, _heading text, _described boolean, _details text, _done boolean, _touched boolean,
    _moment timestamptz, _most bigint
) returns table (
    id bigint, title text, description text, completed boolean, created_at timestamptz, updated_at timestamptz,
    recorded boolean
) language plpgsql volatile as $$
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
        if _is_gone then
            delete from tasks_phaseiii tasks where tasks.user_id = _person and tasks.id = _number;
        else
            update tasks_phaseiii tasks set
                title = coalesce(_heading, tasks.title),
                description = case when _described then _details else tasks.description end,
                completed = coalesce(_done, tasks.completed),
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
    return query select _new_task.id, _new_task.title, _new_task.description, _new_task.completed, _new_task.created_at,
        _new_task.updated_at, _is_other;
end
$$;

-- As in 0017: they look into pg_catalog first, and name the schema of their tables. docket_enter names its function.
do $$
declare
    name regprocedure;
begin
    for name in
        select oid::regprocedure from pg_proc
        where pronamespace = current_schema()::regnamespace
          and proname in ('docket_begin_turn', 'docket_end_turn', 'docket_change_task', 'docket_task')
    loop
        execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', name, current_schema());
    end loop;
end
$$;
