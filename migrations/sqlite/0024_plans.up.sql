-- What a task has besides its texts. due_date is the day in the person's zone when the task was written; due_at is the time, if
-- it has one, and due_zone the zone in which the person meant it. repeat_rule is a rule of RFC 5545, and repeat_start its first
-- occurrence, as a clock on the wall shows it. A task without a position stands where its number puts it: newest first.
alter table tasks_phaseiii add column due_date text check (length(due_date) = 10);
alter table tasks_phaseiii add column due_at text;
alter table tasks_phaseiii add column due_zone text;
alter table tasks_phaseiii add column start_date text check (length(start_date) = 10);
alter table tasks_phaseiii add column reminders text check (reminders is null or json_valid(reminders));
alter table tasks_phaseiii add column repeat_rule text check (length(repeat_rule) between 1 and 500);
alter table tasks_phaseiii add column repeat_from text check (repeat_from in ('due', 'completion'));
alter table tasks_phaseiii add column repeat_start text;
alter table tasks_phaseiii add column priority integer check (priority between 1 and 4);
alter table tasks_phaseiii add column tags text check (tags is null or json_valid(tags));
alter table tasks_phaseiii add column list_name text check (length(list_name) between 1 and 100);
alter table tasks_phaseiii add column parent_id integer references tasks_phaseiii (id) on delete cascade;
alter table tasks_phaseiii add column completed_at text;
alter table tasks_phaseiii add column position integer;

-- Each view reads a range of one of these.
create index tasks_phaseiii_order_idx on tasks_phaseiii (user_id, coalesce(position, -id * 1048576)) where not completed;
create index tasks_phaseiii_day_idx on tasks_phaseiii (user_id, coalesce(due_date, start_date))
    where not completed and coalesce(due_date, start_date) is not null;
create index tasks_phaseiii_list_idx on tasks_phaseiii (user_id, lower(list_name), coalesce(position, -id * 1048576))
    where not completed and list_name is not null;
create index tasks_phaseiii_done_idx on tasks_phaseiii (user_id, coalesce(completed_at, updated_at)) where completed;
create index tasks_phaseiii_parent_id_idx on tasks_phaseiii (parent_id) where parent_id is not null;

-- A sub-task belongs to the person of its task, which is no sub-task itself.
create trigger tasks_phaseiii_parent_insert before insert on tasks_phaseiii
when new.parent_id is not null and not exists (
    select 1 from tasks_phaseiii where id = new.parent_id and user_id = new.user_id and parent_id is null)
begin
    select raise(abort, 'a sub-task needs a task of the same person');
end;
create trigger tasks_phaseiii_parent_update before update of parent_id, user_id on tasks_phaseiii
when new.parent_id is not null and not exists (
    select 1 from tasks_phaseiii where id = new.parent_id and user_id = new.user_id and parent_id is null)
begin
    select raise(abort, 'a sub-task needs a task of the same person');
end;

-- The tags again, to find tasks by them. The triggers keep them.
create table task_tags (
    user_id text not null references "user" ("id") on delete cascade,
    tag text not null,
    task_id integer not null references tasks_phaseiii (id) on delete cascade,
    primary key (user_id, tag, task_id)
) without rowid;
create index task_tags_task_id_idx on task_tags (task_id);
create trigger tasks_phaseiii_tags_insert after insert on tasks_phaseiii when new.tags is not null begin
    insert or ignore into task_tags (user_id, tag, task_id)
        select new.user_id, lower(value), new.id from json_each(new.tags);
end;
create trigger tasks_phaseiii_tags_update after update of tags on tasks_phaseiii when old.tags is not new.tags begin
    delete from task_tags where task_id = new.id;
    insert or ignore into task_tags (user_id, tag, task_id)
        select new.user_id, lower(value), new.id from json_each(coalesce(new.tags, '[]'));
end;

-- What a person prefers. time_zone is a name of the IANA database. The browser tells it until the person has chosen one.
create table preferences (
    user_id text primary key references "user" ("id") on delete cascade,
    time_zone text check (length(time_zone) between 1 and 64),
    time_zone_chosen boolean not null default false check (time_zone_chosen in (0, 1)),
    updated_at text not null
);

-- Every change of a task is recorded from now on, not only those of the assistant. actor says who:
-- the person, the assistant, or a program, which then has its name here. also holds the sub-tasks that changed with
-- their task: a list of {"before", "after"}. has_words: the texts are still there; those that no reply changed go after a day.
--
-- SQLite changes no column in place, so the table is made again.
create table task_changes_new (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    conversation_id integer,
    message_id integer,
    call_id text,
    task_id integer not null,
    kind text not null check (kind in ('created', 'completed', 'updated', 'deleted')),
    before text check (before is null or json_valid(before)),
    after text check (after is null or json_valid(after)),
    created_at text not null,
    undone_at text,
    undone_by_message_id integer,
    undone_by_call_id text,
    actor text not null default 'assistant' check (actor in ('person', 'assistant', 'program')),
    program text check (length(program) between 1 and 200),
    also text check (also is null or json_valid(also)),
    has_words boolean not null default true check (has_words in (0, 1)),
    foreign key (message_id, conversation_id, user_id)
        references messages (id, conversation_id, user_id) on delete cascade,
    unique (message_id, call_id),
    check ((before is null) = (kind = 'created')),
    check ((after is null) = (kind = 'deleted')),
    check ((message_id is null) = (conversation_id is null)),
    check ((actor = 'assistant') = (message_id is not null)),
    check ((actor = 'program') = (program is not null))
);
insert into task_changes_new (id, user_id, conversation_id, message_id, call_id, task_id, kind, before, after, created_at,
        undone_at, undone_by_message_id, undone_by_call_id)
    select id, user_id, conversation_id, message_id, call_id, task_id, kind, before, after, created_at,
        undone_at, undone_by_message_id, undone_by_call_id
    from task_changes;
-- No id is given twice.
delete from sqlite_sequence where name = 'task_changes_new';
insert into sqlite_sequence (name, seq) select 'task_changes_new', seq from sqlite_sequence where name = 'task_changes';
drop table task_changes;
alter table task_changes_new rename to task_changes;
create index task_changes_conversation_id_idx on task_changes (conversation_id, message_id)
    where conversation_id is not null;
create index task_changes_task_id_idx on task_changes (user_id, task_id, id);
create index task_changes_created_at_idx on task_changes (created_at) where message_id is null and has_words;
