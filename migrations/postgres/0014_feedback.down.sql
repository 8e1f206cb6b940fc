drop trigger messages_tell_feedback on messages;
alter table messages drop column feedback;
