drop table task_changes;
drop index messages_owner_idx;
