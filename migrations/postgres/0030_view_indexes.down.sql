drop function docket_search_tasks;
drop index tasks_phaseiii_words_idx;
drop index tasks_phaseiii_newest_idx;
drop index tasks_phaseiii_list_idx;
drop index tasks_phaseiii_day_idx;
alter table tasks_phaseiii drop column list_key, drop column day;
create index tasks_phaseiii_day_idx on tasks_phaseiii (user_id, coalesce(due_date, start_date))
    where not completed and coalesce(due_date, start_date) is not null;
create index tasks_phaseiii_list_idx on tasks_phaseiii (user_id, lower(list_name), coalesce("position", -id * 1048576))
    where not completed and list_name is not null;
