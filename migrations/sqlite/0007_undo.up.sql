-- What the calls of the assistant did to tasks: to undo it, and so that a call which is run again does not do it
-- twice. kind is what was done. before and after are the task ({id, title, ...}); one that is created has no
-- before, one that is deleted no after. call_id is null once its reply was begun anew and used the id for another
-- call. undone_by_*: the call that undid it, if it was one. tasks come and go, so task_id references nothing.
create unique index messages_owner_idx on messages (id, conversation_id, user_id);

create table task_changes (
    id integer primary key autoincrement,
    user_id text not null,
    conversation_id integer not null,
    message_id integer not null,
    call_id text,
    task_id integer not null,
    kind text not null check (kind in ('created', 'completed', 'updated', 'deleted')),
    before text check (before is null or json_valid(before)),
    after text check (after is null or json_valid(after)),
    created_at text not null,
    undone_at text,
    undone_by_message_id integer,
    undone_by_call_id text,
    foreign key (message_id, conversation_id, user_id)
        references messages (id, conversation_id, user_id) on delete cascade,
    unique (message_id, call_id),
    check ((before is null) = (kind = 'created')),
    check ((after is null) = (kind = 'deleted'))
);
create index task_changes_conversation_id_idx on task_changes (conversation_id, message_id);
