insert into messages_words (rowid, user_id, content)
    select id, user_id, content from messages where id in (select message_id from words_due);
drop trigger messages_words_insert;
drop trigger messages_words_update;
drop trigger messages_words_delete;
drop table words_due;
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
