-- Links by which calendars read a person's tasks. Each person has one at most. digest is the SHA-256 of the secret in it. revision is that
-- of the tasks when the link was last used, and changed_at when it was first that.
-- As other tables of tokens, it is closed to the role of a person's transactions (0013).
create table calendar_feeds (
    user_id text primary key references "user" ("id") on delete cascade,
    digest text not null unique,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revision text,
    changed_at timestamptz not null
);
