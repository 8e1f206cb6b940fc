-- The model that somebody chose for a conversation, by its id; null: the configured order.
alter table conversations add column model text check (length(model) between 1 and 200);

-- Which model wrote a reply, and how many tokens it read and wrote for it. An estimate where nobody counted, as when a
-- reply was stopped.
alter table messages add column model text check (length(model) between 1 and 200);
alter table messages add column input_tokens bigint check (input_tokens >= 0);
alter table messages add column output_tokens bigint check (output_tokens >= 0);

-- The replies that are running or will, by person.
create index messages_running_idx on messages (user_id) where status in ('streaming', 'queued');

-- How much each person asked of the models on each day (UTC, as 2026-11-20).
create table usage (
    user_id text not null references "user" ("id") on delete cascade,
    day text not null check (length(day) = 10),
    messages bigint not null,
    tokens bigint not null,
    primary key (user_id, day)
);
