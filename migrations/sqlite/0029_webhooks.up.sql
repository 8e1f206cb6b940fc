-- Addresses that a person has told of changes of their tasks. secret signs what is sent, and is encrypted as two-factor secrets are;
-- old_secret signs too until old_secret_until. types: which events it is told ("task.created"). state: on, paused (events wait), or off
-- (nothing is told; off_because says why). Nobody sends before due_at: a server that sends moves it into the future first, and after a
-- failure it is the end of a pause. failures: the attempts that failed since the last one that did not, and failing_since the first of
-- them. is_slow: the last answer took long.
create table webhooks (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    url text not null check (length(url) between 1 and 2000),
    types text not null,
    secret text not null,
    old_secret text,
    old_secret_until text,
    state text not null default 'on' check (state in ('on', 'paused', 'off')),
    off_because text check (off_because in ('gone', 'failing', 'unreadable')),
    due_at text not null,
    failures integer not null default 0,
    failing_since text,
    is_slow boolean not null default false check (is_slow in (0, 1)),
    created_at text not null,
    check ((state = 'off') = (off_because is not null)),
    check ((old_secret is null) = (old_secret_until is null)),
    unique (id, user_id)
);
create index webhooks_user_id_idx on webhooks (user_id);

-- What happened, for those who are told. data is what the triggers below know of it. The first attempt to send it makes body, which is
-- what is sent, and then data goes.
create table webhook_events (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    type text not null,
    data text,
    body text,
    created_at text not null,
    check ((data is null) <> (body is null)),
    unique (id, user_id)
);
create index webhook_events_user_id_idx on webhook_events (user_id);
create index webhook_events_created_at_idx on webhook_events (created_at);

-- An event for an address. It waits while due_at is not null, and has ended when ended_at is not null. since: from when the days count
-- in which it is tried. status: that of the last answer; failure: why there was none.
create table webhook_deliveries (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    webhook_id integer not null,
    event_id integer not null,
    attempts integer not null default 0,
    due_at text,
    since text not null,
    ended_at text,
    delivered boolean not null default false check (delivered in (0, 1)),
    status integer,
    failure text,
    foreign key (webhook_id, user_id) references webhooks (id, user_id) on delete cascade,
    foreign key (event_id, user_id) references webhook_events (id, user_id) on delete cascade,
    check ((due_at is null) = (ended_at is not null)),
    check (ended_at is not null or not delivered)
);
create index webhook_deliveries_waiting_idx on webhook_deliveries (webhook_id, id) where due_at is not null;
create index webhook_deliveries_webhook_id_idx on webhook_deliveries (webhook_id, id);
create index webhook_deliveries_event_id_idx on webhook_deliveries (event_id);
create index webhook_deliveries_ended_at_idx on webhook_deliveries (ended_at) where ended_at is not null;
create index webhook_deliveries_user_id_idx on webhook_deliveries (user_id);

-- The triggers write in the transaction of the change. For people without webhooks they look into one index. A change of the position is a
-- move by hand, which nobody is told.
create trigger task_changes_tell after insert on task_changes
when (new.kind <> 'updated' or json_extract(new.before, '$.position') is json_extract(new.after, '$.position'))
    and exists (select 1 from webhooks, json_each(webhooks.types) chosen
                where webhooks.user_id = new.user_id and state <> 'off' and chosen.value = 'task.' || new.kind)
begin
    insert into webhook_events (user_id, type, data, created_at)
    values (new.user_id, 'task.' || new.kind, json_object('actor', new.actor, 'program', new.program,
        'before', json(new.before), 'after', json(new.after), 'also', json(new.also)), new.created_at);
    insert into webhook_deliveries (user_id, webhook_id, event_id, due_at, since)
    select new.user_id, webhooks.id, (select max(id) from webhook_events), new.created_at, new.created_at
    from webhooks
    where webhooks.user_id = new.user_id and state <> 'off'
      and exists (select 1 from json_each(webhooks.types) chosen where chosen.value = 'task.' || new.kind);
end;

-- A task that was deleted by hand after an import is gone already when the import is undone.
create trigger task_changes_tell_undone after update of undone_at on task_changes
when old.undone_at is null and new.undone_at is not null
    and (new.kind <> 'updated' or json_extract(new.before, '$.position') is json_extract(new.after, '$.position'))
    and exists (select 1 from webhooks, json_each(webhooks.types) chosen
        where webhooks.user_id = new.user_id and state <> 'off' and chosen.value =
            case new.kind when 'created' then 'task.deleted' when 'deleted' then 'task.created' else 'task.updated' end)
    and (new.kind <> 'created' or not exists (
        select 1 from task_changes later
        where later.user_id = new.user_id and later.task_id = new.task_id and later.id > new.id
          and later.kind = 'deleted' and later.undone_at is null))
begin
    insert into webhook_events (user_id, type, data, created_at)
    values (new.user_id, case new.kind when 'created' then 'task.deleted' when 'deleted' then 'task.created' else 'task.updated' end,
        json_object('actor', case when new.undone_by_message_id is null then 'person' else 'assistant' end, 'undo', json('true'),
            'before', json(new.before), 'after', json(new.after), 'also', json(new.also)), new.undone_at);
    insert into webhook_deliveries (user_id, webhook_id, event_id, due_at, since)
    select new.user_id, webhooks.id, event.id, new.undone_at, new.undone_at
    from webhook_events event, webhooks
    where event.id = (select max(id) from webhook_events) and webhooks.user_id = new.user_id and state <> 'off'
      and exists (select 1 from json_each(webhooks.types) chosen where chosen.value = event.type);
end;

create trigger reminders_tell after insert on reminders
when exists (select 1 from webhooks, json_each(webhooks.types) chosen
             where webhooks.user_id = new.user_id and state <> 'off' and chosen.value = 'reminder.due')
begin
    insert into webhook_events (user_id, type, data, created_at)
    values (new.user_id, 'reminder.due', json_object('task_id', new.task_id, 'remind_at', new.remind_at), new.told_at);
    insert into webhook_deliveries (user_id, webhook_id, event_id, due_at, since)
    select new.user_id, webhooks.id, (select max(id) from webhook_events), new.told_at, new.told_at
    from webhooks
    where webhooks.user_id = new.user_id and state <> 'off'
      and exists (select 1 from json_each(webhooks.types) chosen where chosen.value = 'reminder.due');
end;

create trigger webhook_deliveries_forget after delete on webhook_deliveries begin
    delete from webhook_events
    where id = old.event_id and not exists (select 1 from webhook_deliveries where event_id = old.event_id);
end;
