-- Only the branch that is shown stays.
create table messages_new (
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
insert into messages_new
    (id, conversation_id, user_id, role, content, status, tool_calls, error, client_id, heartbeat_at, created_at)
select id, conversation_id, user_id, role, content,
    case status when 'queued' then 'stopped' else status end,
    tool_calls, error, client_id, heartbeat_at, created_at
from messages where active;
delete from sqlite_sequence where name = 'messages_new';
insert into sqlite_sequence (name, seq) select 'messages_new', seq from sqlite_sequence where name = 'messages';
drop table messages;
alter table messages_new rename to messages;
create index messages_conversation_id_idx on messages (conversation_id, id);
create unique index messages_streaming_idx on messages (conversation_id) where status = 'streaming';
