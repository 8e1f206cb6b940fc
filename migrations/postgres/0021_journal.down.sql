drop index messages_writer_idx;
alter table messages
    add column heartbeat_at timestamptz,
    drop column stopping,
    drop column writer;
drop table reply_pieces;
drop table leases;

create function docket_announce_reply() returns trigger language plpgsql as $$
begin
    perform pg_notify('docket_replies', new.id || ' ' || new.status);
    return null;
end
$$;
create trigger messages_announce after update on messages
    for each row when (old.status in ('queued', 'streaming')) execute function docket_announce_reply();
create function docket_tell_news() returns trigger language plpgsql as $$
declare
    changed record := case when tg_op = 'DELETE' then old else new end;
begin
    case tg_table_name
        when 'tasks_phaseiii' then
            perform pg_notify('docket_news', 'tasks ' || changed.user_id);
        when 'conversations' then
            perform pg_notify('docket_news', 'conversation ' || changed.id || ' ' || changed.user_id);
        else
            perform pg_notify('docket_news', 'messages ' || changed.conversation_id || ' ' || changed.user_id);
    end case;
    return null;
end
$$;
create trigger tasks_phaseiii_tell_news after insert or update or delete on tasks_phaseiii
    for each row execute function docket_tell_news();
create trigger conversations_tell_news after insert or update or delete on conversations
    for each row execute function docket_tell_news();
create trigger messages_tell_news after insert on messages
    for each row execute function docket_tell_news();
-- Another version is shown, or a reply begins that waited or had failed.
create trigger messages_tell_version after update of active, status on messages
    for each row when (old.active <> new.active or (new.status = 'streaming' and old.status <> 'streaming'))
    execute function docket_tell_news();
create trigger messages_tell_feedback after update of feedback on messages
    for each row when (old.feedback is distinct from new.feedback) execute function docket_tell_news();
alter function docket_tell_news() set search_path = pg_catalog, pg_temp;
alter function docket_announce_reply() set search_path = pg_catalog, pg_temp;
