-- Links by which calendars read a person's tasks. Each person has one at most. digest is the SHA-256 of the secret in it. revision is that
-- of the tasks when the link was last used, and changed_at when it was first that.
create table calendar_feeds (
    user_id text primary key references "user" ("id") on delete cascade,
    digest text not null unique,
    created_at text not null,
    last_used_at text,
    revision text,
    changed_at text not null
);
