-- Files with tasks that people import. The content waits while the person looks at the preview, for an hour at most, and goes when it
-- was imported. tasks is how many tasks it became.
create table task_imports (
    id integer primary key autoincrement,
    user_id text not null references "user" ("id") on delete cascade,
    file_name text not null check (length(file_name) <= 200),
    content blob,
    tasks integer,
    created_at text not null,
    imported_at text,
    undone_at text,
    check ((content is null) = (imported_at is not null)),
    check ((tasks is null) = (imported_at is null)),
    check (undone_at is null or imported_at is not null)
);
create index task_imports_user_id_idx on task_imports (user_id, id);
create index task_imports_created_at_idx on task_imports (created_at);

-- The import that made the change. The row of the import goes before the change does, so this is no foreign key.
alter table task_changes add column import_id integer;
create index task_changes_import_id_idx on task_changes (user_id, import_id) where import_id is not null;
