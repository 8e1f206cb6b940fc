-- Periodic work: when it is due, and which replica does it now. A replica that dies keeps a lease until it ends.
create table jobs (
    name text not null primary key,
    due_at timestamptz not null,
    holder text,
    leased_until timestamptz
);
