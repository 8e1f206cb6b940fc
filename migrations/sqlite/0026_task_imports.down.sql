drop index task_changes_import_id_idx;
alter table task_changes drop column import_id;
drop table task_imports;
