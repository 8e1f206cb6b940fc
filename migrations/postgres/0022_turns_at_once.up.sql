-- A turn begins with one statement and ends with one: a call of a function (src/chat/store/turns/postgres.rs). A single
-- statement with several parts would not do. All its parts see the database as it was when the statement began, so what
-- one part locked another could not look at; and it is planned in the role that it begins with, before it could take
-- another one. In a function each statement sees what has been committed until it begins, and is planned in the role that
-- it runs in.
--
-- The functions have the rights of whoever calls them, so they let nobody do what they could not do before. Times and
-- limits come from the caller. The order of locks is the same as everywhere: the person's usage of the day, the
-- conversation, its messages.

-- Makes the rest of a transaction a person's, as a scope does (src/db/scope.rs).
create function docket_enter(person text, isolated boolean) returns void language plpgsql as $$
begin
    if isolated then
        perform pg_catalog.set_config('role', 'docket_app', true);
    end if;
    perform pg_catalog.set_config('docket.user_id', person, true);
end
$$;

-- Stores a message and an empty reply to it. Returns the reply, the message and what is shown before it, the newest
-- first, each with what the caller needs of the conversation. behind: how many messages there are, if no more than
-- most_past; fewer come if they are long. Nothing comes, and nothing is stored, if something stands in the way.
create function docket_begin_turn(
    person text, isolated boolean, place bigint, heading text, said text, token text,
    chooses boolean, choice text, today text, most_messages bigint, most_tokens bigint, most_runs bigint,
    most_queued bigint, holder text, moment timestamptz, most_past bigint, most_bytes bigint
) returns table (
    id bigint, conversation_id bigint, role text, content text, status text, tool_calls jsonb, created_at timestamptz,
    parent_id bigint, title text, pinned boolean, chosen text, behind bigint
) language plpgsql volatile as $$
#variable_conflict use_column
declare
    is_pinned boolean := false;
    parent bigint := 0;
    running bigint := 0;
    waiting bigint := 0;
    reply bigint;
begin
    perform docket_enter(person, isolated);
    if exists (select from messages where user_id = person and client_id = token) then
        return;
    end if;
    if place is not null and not exists (
        select from conversations where user_id = person and conversations.id = place and deleted_at is null)
    then
        return;
    end if;
    -- The last condition is checked while the row is locked.
    insert into usage (user_id, day, messages, tokens)
    select person, today, 1, 0 where docket_running(person) < most_runs
    on conflict (user_id, day) do update set messages = usage.messages + 1
        where usage.messages < most_messages and usage.tokens < most_tokens and docket_running(person) < most_runs;
    if not found then
        return;
    end if;

    if place is null then
        choice := case when chooses then choice end;
        insert into conversations (user_id, title, created_at, updated_at, model)
        values (person, heading, moment, moment, choice) returning conversations.id into place;
    else
        update conversations set
            updated_at = moment, archived = false, model = case when chooses then choice else conversations.model end
        where user_id = person and conversations.id = place and deleted_at is null
        returning conversations.title, conversations.pinned, conversations.model into heading, is_pinned, choice;
        -- The charge must not stay.
        if not found then
            raise exception 'the conversation was deleted meanwhile' using errcode = 'TURN1';
        end if;
        -- Nobody else begins or ends a turn in it from here on.
        select count(*) filter (where messages.status = 'streaming'), count(*) filter (where messages.status = 'queued')
        into running, waiting
        from messages
        where user_id = person and messages.conversation_id = place and messages.status in ('streaming', 'queued');
        if running + waiting > 0 and waiting >= most_queued then
            raise exception 'too many messages wait' using errcode = 'TURN1';
        end if;
        select coalesce(max(messages.id), 0) into parent
        from messages where user_id = person and messages.conversation_id = place and active;
    end if;

    insert into messages (conversation_id, user_id, role, content, client_id, created_at, parent_id)
    values (place, person, 'user', said, token, moment, parent) returning messages.id into parent;
    insert into messages (conversation_id, user_id, role, content, status, writer, created_at, parent_id)
    select place, person, 'assistant', '', state, case state when 'streaming' then holder end, moment, parent
    from (select case when running + waiting > 0 then 'queued' else 'streaming' end) as turn (state)
    returning messages.id into reply;

    return query
        select shown.id, place, shown.role, shown.content, shown.status, shown.tool_calls, shown.created_at,
            shown.parent_id, heading, is_pinned, choice, shown.behind
        from (
            select newest.*, count(*) over () as behind,
                sum(octet_length(newest.content) + pg_column_size(newest.tool_calls)) over (order by newest.id desc) as bytes
            from (
                select messages.id, messages.role, messages.content, messages.status, messages.tool_calls,
                    messages.created_at, messages.parent_id
                from messages
                where user_id = person and messages.conversation_id = place and active and messages.id <= reply
                order by messages.id desc
                -- Of a reply that waits, what comes before it may still change.
                limit case when running + waiting > 0 then 2 else most_past + 2 end
            ) newest
        ) shown
        where shown.bytes <= most_bytes or shown.id >= parent
        order by shown.id desc;
end
$$;

-- Stores a reply's whole text and its end, charges its tokens, removes its pieces and claims the next queued reply for
-- next_holder, if there is one. ended and failure: how the reply ended; null if it no longer had this writer, and then
-- nothing is stored and charged. next: the reply that was claimed.
create function docket_end_turn(
    person text, isolated boolean, answer bigint, place bigint, holder text,
    said text, calls jsonb, ideas jsonb, outcome text, reason jsonb, answered_by text, read bigint, written bigint,
    today text, cost bigint, next_holder text,
    out ended text, out failure jsonb, out next bigint
) language plpgsql volatile as $$
declare
    charged boolean := false;
begin
    perform docket_enter(person, isolated);
    if cost > 0 and exists (select from messages where user_id = person and id = answer and writer = holder) then
        -- A person who was deleted meanwhile is not charged.
        insert into usage (user_id, day, messages, tokens)
        select user_id, today, 0, cost from usage where user_id = person limit 1
        on conflict (user_id, day) do update set tokens = usage.tokens + excluded.tokens;
        charged := found;
    end if;
    perform 1 from conversations where user_id = person and id = place for no key update;
    update messages
    set content = said, tool_calls = calls, thoughts = ideas, writer = null, stopping = false,
        error = case status when 'streaming' then reason else error end,
        status = case status when 'streaming' then outcome else status end,
        model = answered_by, input_tokens = read, output_tokens = written
    where user_id = person and id = answer and writer = holder and status in ('streaming', 'interrupted')
    returning status, error into ended, failure;
    if found then
        delete from reply_pieces where user_id = person and reply = answer;
    elsif charged then
        -- An earlier attempt, whose answer was lost, has stored it while this one waited for the locks.
        update usage set tokens = tokens - cost where user_id = person and day = today;
    end if;
    if next_holder is not null then
        update messages set status = 'streaming', writer = next_holder
        where user_id = person
          and id = (select min(id) from messages
                    where user_id = person and conversation_id = place and status = 'queued')
          and not exists (
              select from messages
              where user_id = person and conversation_id = place and status = 'streaming')
        returning id into next;
    end if;
end
$$;

-- As in 0017: they look into pg_catalog first, and name the schema of their tables. docket_enter names its function.
do $$
declare
    name regprocedure;
begin
    for name in
        select oid::regprocedure from pg_proc
        where pronamespace = current_schema()::regnamespace and proname in ('docket_begin_turn', 'docket_end_turn')
    loop
        execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', name, current_schema());
    end loop;
end
$$;
