-- A turn stores its messages without adding their words to the index: a transaction of its own does that for many
-- messages at once, which is far less work. words_due holds the messages whose words are still to be added.
--
-- So a message's words are in messages_words if it is not being written and not in words_due.
create table words_due (message_id integer primary key);
drop trigger messages_words_insert;
drop trigger messages_words_update;
drop trigger messages_words_delete;
create trigger messages_words_insert after insert on messages when new.status <> 'streaming' begin
    insert or ignore into words_due (message_id) values (new.id);
end;
create trigger messages_words_update after update of content, status on messages
when old.content <> new.content or old.status <> new.status begin
    insert into messages_words (messages_words, rowid, user_id, content)
        select 'delete', old.id, old.user_id, old.content
        where old.status <> 'streaming' and not exists (select 1 from words_due where message_id = old.id);
    delete from words_due where message_id = old.id;
    insert into words_due (message_id) select new.id where new.status <> 'streaming';
end;
create trigger messages_words_delete after delete on messages when old.status <> 'streaming' begin
    insert into messages_words (messages_words, rowid, user_id, content)
        select 'delete', old.id, old.user_id, old.content
        where not exists (select 1 from words_due where message_id = old.id);
    delete from words_due where message_id = old.id;
end;
