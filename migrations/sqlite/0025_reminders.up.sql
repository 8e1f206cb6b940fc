-- When the server must look next whether a reminder of this task is due. It then tells those since that moment, and writes
-- the moment of the next one; year 9999 if none is left. It is null if the task has no reminders. Triggers set it to the
-- moment of a change of the plan, so what was due before is not told. (A task that comes back by undoing has an old
-- updated_at.) snoozed_until is one more moment, until it is told.
alter table tasks_phaseiii add column remind_at text;
alter table tasks_phaseiii add column snoozed_until text;
update tasks_phaseiii set remind_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where reminders is not null and not completed;
create index tasks_phaseiii_remind_idx on tasks_phaseiii (remind_at) where remind_at is not null and not completed;

create unique index tasks_phaseiii_owner_idx on tasks_phaseiii (id, user_id);

-- The reminders that were told. remind_at is the moment that each was for. The open pages show those that nobody dismissed.
create table reminders (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    task_id integer not null,
    remind_at text not null,
    told_at text not null,
    dismissed_at text,
    foreign key (task_id, user_id) references tasks_phaseiii (id, user_id) on delete cascade,
    unique (task_id, remind_at),
    unique (id, user_id)
);
create index reminders_open_idx on reminders (user_id, id) where dismissed_at is null;
create index reminders_told_at_idx on reminders (told_at);

create trigger tasks_phaseiii_remind_insert after insert on tasks_phaseiii when new.reminders is not null begin
    update tasks_phaseiii set remind_at = max(new.updated_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) where id = new.id;
end;
create trigger tasks_phaseiii_remind_update after update of reminders, due_at, due_date, completed on tasks_phaseiii
when (old.remind_at is not null or new.reminders is not null)
    and (new.reminders, new.due_at, new.due_date, new.completed)
        is not (old.reminders, old.due_at, old.due_date, old.completed)
begin
    update tasks_phaseiii set snoozed_until = null
    where id = new.id and (new.completed or (new.due_at, new.due_date) is not (old.due_at, old.due_date));
    update tasks_phaseiii set remind_at = case when reminders is not null or snoozed_until is not null
        then max(new.updated_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) end
    where id = new.id;
    update reminders set dismissed_at = max(new.updated_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    where task_id = new.id and dismissed_at is null
        and (new.completed or (new.due_at, new.due_date) is not (old.due_at, old.due_date));
end;

-- The browsers that are told when no page is open (RFC 8030). The keys encrypt what they are told (RFC 8291). A browser is
-- forgotten with the session that it was added in.
create table push_subscriptions (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    session_id text not null references session ("id") on delete cascade,
    endpoint text not null check (length(endpoint) between 1 and 2000),
    p256dh text not null check (length(p256dh) between 1 and 200),
    auth text not null check (length(auth) between 1 and 100),
    created_at text not null,
    unique (user_id, endpoint),
    unique (id, user_id)
);
create index push_subscriptions_session_id_idx on push_subscriptions (session_id);
create index push_subscriptions_endpoint_idx on push_subscriptions (endpoint);

-- What is still to be sent. A server that sends one moves its due_at into the future first, so that no other sends it too; if
-- the server dies, another one sends it then. A row is deleted when it was sent, or when that makes no sense any more.
-- subscription_id is null for a mail. A mail without a reminder is the plan of a day.
create table deliveries (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    reminder_id integer,
    subscription_id integer,
    plan_date text check (length(plan_date) = 10),
    attempts integer not null default 0,
    due_at text not null,
    created_at text not null,
    foreign key (reminder_id, user_id) references reminders (id, user_id) on delete cascade,
    foreign key (subscription_id, user_id) references push_subscriptions (id, user_id) on delete cascade,
    check ((reminder_id is null) = (plan_date is not null)),
    check (subscription_id is null or reminder_id is not null),
    unique (user_id, plan_date)
);
create index deliveries_due_at_idx on deliveries (due_at);
create index deliveries_reminder_id_idx on deliveries (reminder_id);
create index deliveries_subscription_id_idx on deliveries (subscription_id);

-- plan_time is the time of day ("07:00") at which the person wants the plan of the day by mail; plan_at is the next one.
alter table preferences add column reminder_mail boolean not null default true check (reminder_mail in (0, 1));
alter table preferences add column plan_time text check (length(plan_time) = 5);
alter table preferences add column plan_at text;
create index preferences_plan_at_idx on preferences (plan_at) where plan_at is not null;

-- Keys that all servers of this database share, encrypted with the secret.
create table server_keys (
    name text primary key,
    value text not null,
    created_at text not null
);
