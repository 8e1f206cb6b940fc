-- What requests with an Idempotency-Key led to, so that a repeated request gets the same answer. key and fingerprint are
-- SHA-256 digests: of the key that the program chose, and of what it asked for.
create table request_keys (
    user_id text not null references "user" ("id") on delete cascade,
    key text not null check (length(key) = 64),
    fingerprint text not null check (length(fingerprint) = 64),
    result text not null check (json_valid(result)),
    created_at text not null,
    primary key (user_id, key)
);
create index request_keys_created_at_idx on request_keys (created_at);
