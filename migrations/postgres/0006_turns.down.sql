-- Only the branch that is shown stays.
drop trigger messages_announce on messages;
drop function docket_announce_reply;
delete from messages where not active;
update messages set status = 'stopped' where status = 'queued';
alter table messages
    drop constraint messages_active_check,
    drop constraint messages_status_check,
    drop column parent_id,
    drop column active;
alter table messages
    add constraint messages_status_check
        check (status in ('complete', 'streaming', 'stopped', 'interrupted', 'failed', 'length'));
drop index if exists messages_active_idx, messages_parent_id_idx, messages_queued_idx;
create index messages_conversation_id_idx on messages (conversation_id, id);
