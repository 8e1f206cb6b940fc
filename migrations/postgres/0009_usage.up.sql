-- Columns of these names that are not Docket's hold something else. They are kept under another name (see 0003).
do $$
declare
    other record;
begin
    for other in
        select attrelid::regclass as name, attname from pg_attribute
        where attnum > 0 and not attisdropped
          and (attrelid = 'conversations'::regclass and attname = 'model'
               or attrelid = 'messages'::regclass and attname in ('model', 'input_tokens', 'output_tokens'))
    loop
        execute format('alter table %s rename column %I to %I',
            other.name, other.attname, other.attname || '_phaseiii');
    end loop;
end
$$;

-- The model that somebody chose for a conversation, by its id; null: the configured order.
alter table conversations add column model text check (length(model) between 1 and 200);

-- Which model wrote a reply, and how many tokens it read and wrote for it. An estimate where nobody counted, as when a
-- reply was stopped.
alter table messages
    add column model text check (length(model) between 1 and 200),
    add column input_tokens bigint check (input_tokens >= 0),
    add column output_tokens bigint check (output_tokens >= 0);

-- The replies that are running or will, by person.
create index messages_running_idx on messages (user_id) where status in ('streaming', 'queued');

-- How many those are right now, even in the middle of a statement that had to wait for another transaction: a query in
-- a volatile function sees what has been committed until it begins, one in the statement itself only what had been
-- when the statement began.
create function docket_running(person text) returns bigint language plpgsql volatile as $$
begin
    return (select count(*) from messages where user_id = person and status in ('streaming', 'queued'));
end
$$;

-- How much each person asked of the models on each day (UTC, as 2026-11-20).
create table usage (
    user_id text not null references "user" ("id") on delete cascade,
    day text not null check (length(day) = 10),
    messages bigint not null,
    tokens bigint not null,
    primary key (user_id, day)
);
grant select, insert, update, delete on usage to docket_app;
alter table usage enable row level security;
create policy owner_only on usage to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
