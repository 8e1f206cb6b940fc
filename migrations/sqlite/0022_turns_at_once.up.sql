-- On SQLite a turn begins and ends on the thread that has the database (src/chat/store/turns/sqlite.rs).
select 1;
