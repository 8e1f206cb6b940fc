-- Calendars that programs read and write (CalDAV): one for each list of a person, and one for the tasks without a list, whose list_key is
-- empty. A person has none until a program asks for them. name is the segment of the path; it never changes. list_key is the list's name
-- in small letters. revision grows with each change of an object; up to forgotten nobody knows what was removed. kept: it stays in sight when it
-- has no tasks. form, of the default calendar alone, is the version of the texts in which all objects have been compared with their tasks.
create table calendars (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    name text not null check (length(name) between 1 and 255),
    list_key text not null,
    list_name text check (length(list_name) between 1 and 100),
    revision integer not null default 0,
    forgotten integer not null default 0,
    color text check (length(color) <= 100),
    place integer,
    kept boolean not null default false check (kept in (0, 1)),
    form integer not null default 0,
    created_at text not null,
    unique (user_id, name),
    unique (user_id, list_key),
    unique (id, user_id)
);

-- An object of a calendar is a task. task_id becomes null when the task is deleted; the next look at the calendar makes a tombstone of it
-- (removed), which tells programs that it is gone. task_number stays, so that a deletion that is undone brings the same object back. content is
-- the text as a program has put it. parent_uid names a task above it that is not there (yet).
create table calendar_objects (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    calendar_id integer not null,
    name text not null check (length(name) between 1 and 255),
    uid text not null,
    task_id integer references tasks_phaseiii (id) on delete set null,
    task_number integer,
    parent_uid text,
    etag text not null,
    revision integer not null,
    removed boolean not null default false check (removed in (0, 1)),
    content text,
    changed_at text not null,
    foreign key (calendar_id, user_id) references calendars (id, user_id) on delete cascade,
    unique (calendar_id, name),
    check (not removed or task_id is null)
);
create index calendar_objects_revision_idx on calendar_objects (calendar_id, revision);
create index calendar_objects_uid_idx on calendar_objects (calendar_id, uid);
create index calendar_objects_parent_uid_idx on calendar_objects (calendar_id, parent_uid) where parent_uid is not null;
create unique index calendar_objects_task_id_idx on calendar_objects (task_id) where task_id is not null;
create index calendar_objects_task_number_idx on calendar_objects (user_id, task_number) where removed;
create index calendar_objects_gone_idx on calendar_objects (user_id) where task_id is null and not removed;
create index calendar_objects_changed_at_idx on calendar_objects (changed_at) where removed;

-- Tasks that were added or changed since the last look at the person's calendars, one row for each change. Who looks takes rows away and
-- then reads the tasks, so that no change is lost.
create table calendar_touched (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    task_id integer not null
);
create index calendar_touched_user_id_idx on calendar_touched (user_id, id);

create trigger tasks_phaseiii_calendar_insert after insert on tasks_phaseiii
when exists (select 1 from calendars where user_id = new.user_id) begin
    insert into calendar_touched (user_id, task_id) values (new.user_id, new.id);
end;
create trigger tasks_phaseiii_calendar_update after update of title, description, completed, updated_at, due_date, due_at, due_zone,
    start_date, reminders, repeat_rule, repeat_from, repeat_start, priority, tags, list_name, parent_id on tasks_phaseiii
when exists (select 1 from calendars where user_id = new.user_id) begin
    insert into calendar_touched (user_id, task_id) values (new.user_id, new.id);
end;

-- Times without a zone, in the texts that programs have put, are those of the person's zone. What is noted already is not noted again,
-- or changes to and fro would fill the table.
create trigger preferences_calendar_insert after insert on preferences
when new.time_zone is not null begin
    insert into calendar_touched (user_id, task_id)
        select user_id, task_id from calendar_objects
        where user_id = new.user_id and task_id is not null and content is not null
            and task_id not in (select task_id from calendar_touched where user_id = new.user_id);
end;
create trigger preferences_calendar_update after update of time_zone on preferences
when old.time_zone is not new.time_zone begin
    insert into calendar_touched (user_id, task_id)
        select user_id, task_id from calendar_objects
        where user_id = new.user_id and task_id is not null and content is not null
            and task_id not in (select task_id from calendar_touched where user_id = new.user_id);
end;
