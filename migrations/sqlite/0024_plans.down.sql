delete from task_changes where message_id is null;
create table task_changes_old (
    id integer primary key autoincrement,
    user_id text not null,
    conversation_id integer not null,
    message_id integer not null,
    call_id text,
    task_id integer not null,
    kind text not null check (kind in ('created', 'completed', 'updated', 'deleted')),
    before text check (before is null or json_valid(before)),
    after text check (after is null or json_valid(after)),
    created_at text not null,
    undone_at text,
    undone_by_message_id integer,
    undone_by_call_id text,
    foreign key (message_id, conversation_id, user_id)
        references messages (id, conversation_id, user_id) on delete cascade,
    unique (message_id, call_id),
    check ((before is null) = (kind = 'created')),
    check ((after is null) = (kind = 'deleted'))
);
insert into task_changes_old
    select id, user_id, conversation_id, message_id, call_id, task_id, kind, before, after, created_at,
        undone_at, undone_by_message_id, undone_by_call_id
    from task_changes;
delete from sqlite_sequence where name = 'task_changes_old';
insert into sqlite_sequence (name, seq) select 'task_changes_old', seq from sqlite_sequence where name = 'task_changes';
drop table task_changes;
alter table task_changes_old rename to task_changes;
create index task_changes_conversation_id_idx on task_changes (conversation_id, message_id);
drop table preferences;
drop trigger tasks_phaseiii_tags_update;
drop trigger tasks_phaseiii_tags_insert;
drop table task_tags;
drop trigger tasks_phaseiii_parent_update;
drop trigger tasks_phaseiii_parent_insert;
drop index tasks_phaseiii_parent_id_idx;
drop index tasks_phaseiii_done_idx;
drop index tasks_phaseiii_list_idx;
drop index tasks_phaseiii_day_idx;
drop index tasks_phaseiii_order_idx;
alter table tasks_phaseiii drop column position;
alter table tasks_phaseiii drop column completed_at;
alter table tasks_phaseiii drop column parent_id;
alter table tasks_phaseiii drop column list_name;
alter table tasks_phaseiii drop column tags;
alter table tasks_phaseiii drop column priority;
alter table tasks_phaseiii drop column repeat_start;
alter table tasks_phaseiii drop column repeat_from;
alter table tasks_phaseiii drop column repeat_rule;
alter table tasks_phaseiii drop column reminders;
alter table tasks_phaseiii drop column start_date;
alter table tasks_phaseiii drop column due_zone;
alter table tasks_phaseiii drop column due_at;
alter table tasks_phaseiii drop column due_date;
