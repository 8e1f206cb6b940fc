drop trigger reminders_tell;
drop trigger task_changes_tell_undone;
drop trigger task_changes_tell;
drop table webhook_deliveries;
drop table webhook_events;
drop table webhooks;
