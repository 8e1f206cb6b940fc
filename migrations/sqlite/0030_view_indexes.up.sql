-- The day on which a task is in the views of days, and the name of its list in small letters. As columns the indexes of views can have
-- them on PostgreSQL too (see there).
alter table tasks_phaseiii add column day text generated always as (coalesce(due_date, start_date)) virtual;
alter table tasks_phaseiii add column list_key text generated always as (lower(list_name)) virtual;

-- With all that the counts of due tasks ask for, so that they read no table.
drop index tasks_phaseiii_day_idx;
create index tasks_phaseiii_day_idx on tasks_phaseiii (user_id, day, due_at, due_date, start_date, list_key, completed)
    where not completed and day is not null;
drop index tasks_phaseiii_list_idx;
create index tasks_phaseiii_list_idx on tasks_phaseiii (user_id, list_key, coalesce(position, -id * 1048576))
    where not completed and list_key is not null;
