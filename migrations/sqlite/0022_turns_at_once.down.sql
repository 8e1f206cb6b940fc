-- On SQLite the one process that has the database knows of every change.
select 1;
