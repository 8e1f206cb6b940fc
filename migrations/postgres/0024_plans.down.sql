drop function docket_edit_task(
    text, boolean, bigint, bigint, text, text, bigint, text, boolean, text, boolean, boolean, timestamptz, bigint);
create or replace function docket_task(_task tasks_phaseiii) returns jsonb language plpgsql stable as $$
begin
    return jsonb_build_object(
        'id', _task.id, 'title', _task.title, 'description', _task.description, 'completed', _task.completed,
        'created_at', to_char(_task.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'updated_at', to_char(_task.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
end
$$;
do $$
begin
    execute format('alter function docket_task(tasks_phaseiii) set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$$;
delete from task_changes where message_id is null;
drop index task_changes_created_at_idx;
drop index task_changes_task_id_idx;
alter table task_changes drop column has_words, drop column also, drop column program, drop column actor,
    alter column conversation_id set not null, alter column message_id set not null,
    drop constraint task_changes_user_id_fkey;
drop table preferences;
drop trigger tasks_phaseiii_tags_update on tasks_phaseiii;
drop trigger tasks_phaseiii_tags_insert on tasks_phaseiii;
drop function docket_keep_tags();
drop table task_tags;
alter table tasks_phaseiii drop constraint tasks_phaseiii_parent_fkey;
drop index tasks_phaseiii_owner_idx;
alter table tasks_phaseiii
    drop column due_date, drop column due_at, drop column due_zone, drop column start_date, drop column reminders,
    drop column repeat_rule, drop column repeat_from, drop column repeat_start, drop column priority, drop column tags,
    drop column list_name, drop column parent_id, drop column completed_at, drop column "position";
