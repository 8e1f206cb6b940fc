drop policy owner_only on messages;
drop policy owner_only on conversations;
drop policy owner_only on tasks_phaseiii;

alter table messages disable row level security;
alter table conversations disable row level security;
alter table tasks_phaseiii disable row level security;

-- The role itself stays: other databases of the same server may use it.
revoke all on tasks_phaseiii, conversations, messages from docket_app;
