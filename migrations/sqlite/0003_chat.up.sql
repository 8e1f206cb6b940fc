create table conversations (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    title text not null check (length(title) between 1 and 200),
    created_at text not null,
    updated_at text not null,
    unique (id, user_id)
);
create index conversations_user_id_idx on conversations (user_id, updated_at, id);

-- A message belongs to a conversation of the same person: the composite key makes anything else impossible.
-- status: 'streaming' while the reply is written, then one of the final states. error: {detail, code} of a
-- failed reply. client_id: made by the sender, so that sending twice stores once. heartbeat_at: when the
-- writer of a running reply was last alive.
create table messages (
    id integer primary key autoincrement,
    conversation_id integer not null,
    user_id text not null,
    role text not null check (role in ('user', 'assistant')),
    content text not null,
    status text not null default 'complete'
        check (status in ('complete', 'streaming', 'stopped', 'interrupted', 'failed', 'length')),
    tool_calls text not null default '[]' check (json_valid(tool_calls)),
    error text check (error is null or json_valid(error)),
    client_id text check (length(client_id) between 1 and 64),
    heartbeat_at text,
    created_at text not null,
    foreign key (conversation_id, user_id) references conversations (id, user_id) on delete cascade,
    unique (user_id, client_id),
    check (role = 'assistant' or status = 'complete')
);
create index messages_conversation_id_idx on messages (conversation_id, id);
-- One running reply per conversation, and the few running ones are found at once.
create unique index messages_streaming_idx on messages (conversation_id) where status = 'streaming';
