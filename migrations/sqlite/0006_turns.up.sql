-- Versions of messages, and messages that wait.
--
-- parent_id: the message that this one follows, 0 for the one that opens a conversation. Messages with the same
-- parent are versions of each other: an edited question, an answer given anew. No foreign key: the chain of a long
-- conversation is deeper than deletes may cascade.
-- active: whether it is on the branch that is shown. A conversation is read as its active messages in order of id.
-- status 'queued': a reply that waits until the one before it has ended.
--
-- SQLite changes no check in place, so the table is made anew.
create table messages_new (
    id integer primary key autoincrement,
    conversation_id integer not null,
    user_id text not null,
    role text not null check (role in ('user', 'assistant')),
    content text not null,
    status text not null default 'complete'
        check (status in ('complete', 'queued', 'streaming', 'stopped', 'interrupted', 'failed', 'length')),
    tool_calls text not null default '[]' check (json_valid(tool_calls)),
    error text check (error is null or json_valid(error)),
    client_id text check (length(client_id) between 1 and 64),
    heartbeat_at text,
    created_at text not null,
    parent_id integer not null default 0,
    active boolean not null default true check (active in (0, 1)),
    foreign key (conversation_id, user_id) references conversations (id, user_id) on delete cascade,
    unique (user_id, client_id),
    check (role = 'assistant' or status = 'complete'),
    check (active or status not in ('queued', 'streaming'))
);
insert into messages_new
    (id, conversation_id, user_id, role, content, status, tool_calls, error, client_id, heartbeat_at, created_at,
     parent_id)
select id, conversation_id, user_id, role, content, status, tool_calls, error, client_id, heartbeat_at, created_at,
    lag(id, 1, 0) over (partition by conversation_id order by id)
from messages;
-- No id is given twice, not even that of a message that is gone.
delete from sqlite_sequence where name = 'messages_new';
insert into sqlite_sequence (name, seq) select 'messages_new', seq from sqlite_sequence where name = 'messages';
drop table messages;
alter table messages_new rename to messages;

-- What a reader and a model get of a conversation.
create index messages_active_idx on messages (conversation_id, id) where active;
-- Versions of a message; and all that is in a conversation.
create index messages_parent_id_idx on messages (conversation_id, parent_id, id);
-- One running reply per conversation, and the few running ones are found at once.
create unique index messages_streaming_idx on messages (conversation_id) where status = 'streaming';
create index messages_queued_idx on messages (conversation_id, id) where status = 'queued';
