-- length() counts characters. A title is trimmed and not empty; an empty description is null.
create table tasks_phaseiii (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    title text not null check (length(title) between 1 and 200),
    description text check (length(description) between 1 and 1000),
    completed boolean not null default false check (completed in (0, 1)),
    created_at text not null,
    updated_at text not null
);
create index tasks_phaseiii_user_id_idx on tasks_phaseiii (user_id, id);
