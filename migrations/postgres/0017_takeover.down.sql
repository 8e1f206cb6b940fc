-- The functions stay as they are, because they do the same as before. Bans stay too: a database that was taken over
-- may have had these columns before.
drop policy owner_at_most on request_keys;
drop policy owner_at_most on usage;
drop policy owner_at_most on drafts;
drop policy owner_at_most on task_changes;
drop policy owner_at_most on messages;
drop policy owner_at_most on conversations;
drop policy owner_at_most on tasks_phaseiii;
