-- Columns of these names that are not Docket's hold something else. They are kept under another name (see 0003).
do $$
declare
    other record;
begin
    for other in
        select attrelid::regclass as name, attname from pg_attribute
        where attnum > 0 and not attisdropped
          and (attrelid = 'messages'::regclass and attname in ('parent_id', 'active'))
    loop
        execute format('alter table %s rename column %I to %I',
            other.name, other.attname, other.attname || '_phaseiii');
    end loop;
end
$$;

-- Versions of messages, and messages that wait.
--
-- parent_id: the message that this one follows, 0 for the one that opens a conversation. Messages with the same
-- parent are versions of each other: an edited question, an answer given anew. No foreign key, as on SQLite.
-- active: whether it is on the branch that is shown. A conversation is read as its active messages in order of id.
-- status 'queued': a reply that waits until the one before it has ended.
alter table messages
    add column parent_id bigint not null default 0,
    add column active boolean not null default true,
    drop constraint messages_status_check;
alter table messages
    add constraint messages_status_check
        check (status in ('complete', 'queued', 'streaming', 'stopped', 'interrupted', 'failed', 'length')),
    add constraint messages_active_check check (active or status not in ('queued', 'streaming'));

update messages set parent_id = chain.before
from (select id, lag(id, 1, 0::bigint) over (partition by conversation_id order by id) as before from messages) chain
where chain.id = messages.id and chain.before <> 0;

-- What a reader and a model get of a conversation.
create index messages_active_idx on messages (conversation_id, id) where active;
-- Versions of a message; and all that is in a conversation.
create index messages_parent_id_idx on messages (conversation_id, parent_id, id);
drop index messages_conversation_id_idx;
create index messages_queued_idx on messages (conversation_id, id) where status = 'queued';

-- Replicas tell each other that a reply has changed: its id, and its state. Whoever follows it reads the row.
create function docket_announce_reply() returns trigger language plpgsql as $$
begin
    perform pg_notify('docket_replies', new.id || ' ' || new.status);
    return null;
end
$$;
create trigger messages_announce after update on messages
    for each row when (old.status in ('queued', 'streaming')) execute function docket_announce_reply();
