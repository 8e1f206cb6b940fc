-- Columns of these names that are not Docket's hold something else. They are kept under another name (see 0003).
do $$
declare
    other record;
begin
    for other in
        select attrelid::regclass as name, attname from pg_attribute
        where attnum > 0 and not attisdropped
          and attrelid = 'messages'::regclass and attname in ('writer', 'stopping')
    loop
        execute format('alter table %s rename column %I to %I',
            other.name, other.attname, other.attname || '_phaseiii');
    end loop;
end
$$;

-- Who writes a reply, and what it has written so far.
--
-- leases: one for each process that writes replies. beats grows while the process lives.
-- writer: the lease of the process that writes the reply, or wrote it and has not stored its end.
-- stopping: somebody wants the reply to stop; its writer ends it.
-- reply_pieces: the journal. While a reply is written its pieces are appended here; the end writes the whole into
-- messages and removes them. at: how many bytes of the text come before delta; it cuts off what was longer. marks: calls
-- and thoughts, if there is something new of them. No foreign key: each piece would look up its message, and lock it.
create table leases (
    id text primary key check (length(id) between 1 and 64),
    beats bigint not null default 0
);
create table reply_pieces (
    reply bigint not null,
    number bigint not null,
    user_id text not null,
    at bigint not null check (at >= 0),
    delta text not null,
    marks jsonb,
    primary key (reply, number)
);
alter table messages
    add column writer text,
    add column stopping boolean not null default false,
    drop column heartbeat_at;
create index messages_writer_idx on messages (writer) where status = 'streaming';

alter table reply_pieces enable row level security;
create policy owner_only on reply_pieces to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
create policy owner_at_most on reply_pieces as restrictive to docket_app
    using (user_id = current_setting('docket.user_id', true)
        and (select has_table_privilege(session_user, '"user"'::regclass, 'select')))
    with check (user_id = current_setting('docket.user_id', true)
        and (select has_table_privilege(session_user, '"user"'::regclass, 'select')));
grant select, insert, update, delete on reply_pieces to docket_app;

-- PostgreSQL holds one lock for the whole server while a transaction that notifies commits. So no transaction of a person
-- notifies any more: each process tells the others what changed, in batches (src/db/bus.rs).
drop trigger messages_announce on messages;
drop function docket_announce_reply;
drop trigger tasks_phaseiii_tell_news on tasks_phaseiii;
drop trigger conversations_tell_news on conversations;
drop trigger messages_tell_news on messages;
drop trigger messages_tell_version on messages;
drop trigger messages_tell_feedback on messages;
drop function docket_tell_news;
