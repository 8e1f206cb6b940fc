-- Who writes a reply, and what it has written so far.
--
-- leases: one for each process that writes replies. beats grows while the process lives.
-- writer: the lease of the process that writes the reply, or wrote it and has not stored its end.
-- stopping: somebody wants the reply to stop; its writer ends it.
-- reply_pieces: the journal. While a reply is written its pieces are appended here; the end writes the whole into
-- messages and removes them. at: how many bytes of the text come before delta; it cuts off what was longer. marks: calls
-- and thoughts, if there is something new of them. No foreign key: each piece would look up its message.
create table leases (
    id text primary key check (length(id) between 1 and 64),
    beats integer not null default 0
);
create table reply_pieces (
    reply integer not null,
    number integer not null,
    user_id text not null,
    at integer not null check (at >= 0),
    delta text not null,
    marks text check (marks is null or json_valid(marks)),
    primary key (reply, number)
) without rowid;
alter table messages add column writer text;
alter table messages add column stopping boolean not null default false check (stopping in (0, 1));
alter table messages drop column heartbeat_at;
create index messages_writer_idx on messages (writer) where status = 'streaming';
