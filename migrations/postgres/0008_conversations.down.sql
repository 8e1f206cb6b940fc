drop function docket_search;
alter table tasks_phaseiii drop column words;
alter table conversations drop column words;
drop index messages_user_id_idx;
alter table messages drop column words;
drop function docket_words;
drop table drafts;
-- Whoever goes back keeps no conversation that somebody deleted.
delete from conversations where deleted_at is not null;
drop index conversations_deleted_at_idx;
drop index conversations_list_idx;
alter table conversations drop column titled_by, drop column pinned, drop column archived, drop column deleted_at;
