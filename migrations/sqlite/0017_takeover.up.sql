-- Bans, in the columns of Better Auth's admin plugin.
alter table "user" add column "role" text;
alter table "user" add column "banned" boolean default false check ("banned" in (0, 1));
alter table "user" add column "banReason" text;
alter table "user" add column "banExpires" text;

-- What is deleted must be gone from the file. A contentless_delete table (0008) only marks words as deleted. These
-- tables are told the deleted text and remove its words at once ('secure-delete'; it is stored with the table).
drop trigger tasks_words_delete;
drop trigger tasks_words_update;
drop trigger tasks_words_insert;
drop table tasks_words;
drop trigger conversations_words_delete;
drop trigger conversations_words_update;
drop trigger conversations_words_insert;
drop table conversations_words;
drop trigger messages_words_delete;
drop trigger messages_words_update;
drop trigger messages_words_insert;
drop table messages_words;

create virtual table messages_words using fts5(
    user_id, content, content = '', prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
insert into messages_words (messages_words, rank) values ('secure-delete', 1);
insert into messages_words (rowid, user_id, content)
    select id, user_id, content from messages where status <> 'streaming';
create trigger messages_words_insert after insert on messages when new.status <> 'streaming' begin
    insert into messages_words (rowid, user_id, content) values (new.id, new.user_id, new.content);
end;
create trigger messages_words_update after update of content, status on messages
when old.content <> new.content or old.status <> new.status begin
    insert into messages_words (messages_words, rowid, user_id, content)
        select 'delete', old.id, old.user_id, old.content where old.status <> 'streaming';
    insert into messages_words (rowid, user_id, content)
        select new.id, new.user_id, new.content where new.status <> 'streaming';
end;
create trigger messages_words_delete after delete on messages when old.status <> 'streaming' begin
    insert into messages_words (messages_words, rowid, user_id, content)
        values ('delete', old.id, old.user_id, old.content);
end;

create virtual table conversations_words using fts5(
    user_id, title, content = '', prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
insert into conversations_words (conversations_words, rank) values ('secure-delete', 1);
insert into conversations_words (rowid, user_id, title) select id, user_id, title from conversations;
create trigger conversations_words_insert after insert on conversations begin
    insert into conversations_words (rowid, user_id, title) values (new.id, new.user_id, new.title);
end;
create trigger conversations_words_update after update of title on conversations when old.title <> new.title begin
    insert into conversations_words (conversations_words, rowid, user_id, title)
        values ('delete', old.id, old.user_id, old.title);
    insert into conversations_words (rowid, user_id, title) values (new.id, new.user_id, new.title);
end;
create trigger conversations_words_delete after delete on conversations begin
    insert into conversations_words (conversations_words, rowid, user_id, title)
        values ('delete', old.id, old.user_id, old.title);
end;

create virtual table tasks_words using fts5(
    user_id, title, description, content = '', prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 2');
insert into tasks_words (tasks_words, rank) values ('secure-delete', 1);
insert into tasks_words (rowid, user_id, title, description) select id, user_id, title, description from tasks_phaseiii;
create trigger tasks_words_insert after insert on tasks_phaseiii begin
    insert into tasks_words (rowid, user_id, title, description)
        values (new.id, new.user_id, new.title, new.description);
end;
create trigger tasks_words_update after update of title, description on tasks_phaseiii
when old.title <> new.title or old.description is not new.description begin
    insert into tasks_words (tasks_words, rowid, user_id, title, description)
        values ('delete', old.id, old.user_id, old.title, old.description);
    insert into tasks_words (rowid, user_id, title, description)
        values (new.id, new.user_id, new.title, new.description);
end;
create trigger tasks_words_delete after delete on tasks_phaseiii begin
    insert into tasks_words (tasks_words, rowid, user_id, title, description)
        values ('delete', old.id, old.user_id, old.title, old.description);
end;
