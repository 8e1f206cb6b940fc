drop trigger messages_tell_version on messages;
drop trigger messages_tell_news on messages;
drop trigger conversations_tell_news on conversations;
drop trigger tasks_phaseiii_tell_news on tasks_phaseiii;
drop function docket_tell_news;
