-- PostgreSQL gets row-level security here. SQLite has no roles: there the composite keys of 0003 and
-- the Scope that every query goes through keep people apart.
select 1;
