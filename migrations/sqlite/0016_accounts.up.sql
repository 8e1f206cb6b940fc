-- Places from which a person has logged in: the client's network, and its browser's name without the version. At these,
-- the wrong passwords of strangers keep nobody out.
create table known_places (
    user_id text not null references "user" ("id") on delete cascade,
    network text not null,
    agent text not null,
    seen_at text not null,
    primary key (user_id, network, agent)
);
create index known_places_seen_at_idx on known_places (seen_at);

-- The keys held e-mail addresses until now. What they counted is over within the hour.
delete from rate_limits;

-- Whether anybody has a hash of another kind is asked at each refused log-in.
create index account_other_hash_idx on "account" ("id") where substr("password", 1, 7) <> '$argon2';
