-- How often something was tried (a password for an account, say) within a window of time. Shared by all replicas.
create table rate_limits (
    key text not null primary key,
    count bigint not null,
    resets_at timestamptz not null
);
create index rate_limits_resets_at_idx on rate_limits (resets_at);

-- All links of one person that reset a password end together.
create index verification_value_idx on "verification" ("value");
