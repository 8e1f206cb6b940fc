-- titled_by: who gave the title; what the person wrote is never overwritten. deleted_at: hidden everywhere from then
-- on, and gone a minute later. Writing to an archived conversation brings it back.
alter table conversations add column titled_by text not null default 'message'
    check (titled_by in ('message', 'model', 'person'));
alter table conversations add column pinned boolean not null default false check (pinned in (0, 1));
alter table conversations add column archived boolean not null default false check (archived in (0, 1));
alter table conversations add column deleted_at text;
-- The list, a page at a time.
create index conversations_list_idx on conversations (user_id, archived, pinned, updated_at, id)
    where deleted_at is null;
create index conversations_deleted_at_idx on conversations (deleted_at) where deleted_at is not null;

-- What somebody has written and not sent. conversation_id is null for the next new conversation.
create table drafts (
    user_id text not null references "user" ("id") on delete cascade,
    conversation_id integer,
    text text not null check (length(text) between 1 and 8000),
    updated_at text not null,
    foreign key (conversation_id, user_id) references conversations (id, user_id) on delete cascade
);
create unique index drafts_conversation_idx on drafts (user_id, conversation_id) where conversation_id is not null;
create unique index drafts_new_idx on drafts (user_id) where conversation_id is null;

-- The words of messages, titles and tasks, each with its owner, who is one more word to look for. The texts are not kept
-- twice. A reply that is being written changes twice a second; its words count when it is there.
create virtual table messages_words using fts5(
    user_id, content, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
insert into messages_words (rowid, user_id, content)
    select id, user_id, content from messages where status <> 'streaming';
create trigger messages_words_insert after insert on messages when new.status <> 'streaming' begin
    insert into messages_words (rowid, user_id, content) values (new.id, new.user_id, new.content);
end;
create trigger messages_words_update after update of content, status on messages
when old.content <> new.content or old.status <> new.status begin
    delete from messages_words where rowid = old.id and old.status <> 'streaming';
    insert into messages_words (rowid, user_id, content)
        select new.id, new.user_id, new.content where new.status <> 'streaming';
end;
create trigger messages_words_delete after delete on messages when old.status <> 'streaming' begin
    delete from messages_words where rowid = old.id;
end;

create virtual table conversations_words using fts5(
    user_id, title, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
insert into conversations_words (rowid, user_id, title) select id, user_id, title from conversations;
create trigger conversations_words_insert after insert on conversations begin
    insert into conversations_words (rowid, user_id, title) values (new.id, new.user_id, new.title);
end;
create trigger conversations_words_update after update of title on conversations when old.title <> new.title begin
    delete from conversations_words where rowid = old.id;
    insert into conversations_words (rowid, user_id, title) values (new.id, new.user_id, new.title);
end;
create trigger conversations_words_delete after delete on conversations begin
    delete from conversations_words where rowid = old.id;
end;

create virtual table tasks_words using fts5(
    user_id, title, description, content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 2');
insert into tasks_words (rowid, user_id, title, description) select id, user_id, title, description from tasks_phaseiii;
create trigger tasks_words_insert after insert on tasks_phaseiii begin
    insert into tasks_words (rowid, user_id, title, description)
        values (new.id, new.user_id, new.title, new.description);
end;
create trigger tasks_words_update after update of title, description on tasks_phaseiii
when old.title <> new.title or old.description is not new.description begin
    delete from tasks_words where rowid = old.id;
    insert into tasks_words (rowid, user_id, title, description)
        values (new.id, new.user_id, new.title, new.description);
end;
create trigger tasks_words_delete after delete on tasks_phaseiii begin
    delete from tasks_words where rowid = old.id;
end;
