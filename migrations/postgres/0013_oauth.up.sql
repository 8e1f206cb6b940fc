-- Personal access tokens: with one, a program acts for a person. Only a digest is stored. The role docket_app, in
-- which a person's data is read, gets no right to this table or to the ones below.
create table personal_tokens (
    id text not null primary key,
    user_id text not null references "user" ("id") on delete cascade,
    digest text not null unique,
    name text not null check (length(name) between 1 and 100),
    permission text not null check (permission in ('read', 'write')),
    created_at timestamptz not null,
    last_used_at timestamptz,
    expires_at timestamptz not null
);
create index personal_tokens_user_id_idx on personal_tokens (user_id, created_at);
create index personal_tokens_expires_at_idx on personal_tokens (expires_at);

-- Apps that know this server. The id is a random text (an app that registered itself) or the address of a document that
-- describes the app. redirect_uris holds one a line. used_at: when a person first allowed the app; the app is then kept,
-- because apps use their registration for ever.
create table oauth_clients (
    id text not null primary key,
    name text not null,
    redirect_uris text not null,
    fetched_at timestamptz,
    created_at timestamptz not null,
    used_at timestamptz
);
create index oauth_clients_unused_idx on oauth_clients (created_at) where used_at is null;

-- What a person allowed an app to do. Ending it removes the row and, by cascade, its tokens.
create table oauth_connections (
    id text not null primary key,
    user_id text not null references "user" ("id") on delete cascade,
    client_id text not null references oauth_clients (id),
    redirect_uri text not null,
    permission text not null check (permission in ('read', 'write')),
    resource text not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null
);
create index oauth_connections_user_id_idx on oauth_connections (user_id, created_at);
create index oauth_connections_client_id_idx on oauth_connections (client_id);

-- Authorization codes. connection_id: the connection for which the code was used; if the code comes again, that one ends.
create table oauth_codes (
    digest text not null primary key,
    user_id text not null references "user" ("id") on delete cascade,
    client_id text not null references oauth_clients (id) on delete cascade,
    redirect_uri text not null,
    challenge text not null,
    permission text not null check (permission in ('read', 'write')),
    resource text not null,
    expires_at timestamptz not null,
    connection_id text
);
create index oauth_codes_user_id_idx on oauth_codes (user_id);
create index oauth_codes_client_id_idx on oauth_codes (client_id);
create index oauth_codes_expires_at_idx on oauth_codes (expires_at);

-- Tokens of connections. replaced_at: when a refresh token was used. The row stays, so that a second use is noticed.
create table oauth_tokens (
    digest text not null primary key,
    connection_id text not null references oauth_connections (id) on delete cascade,
    kind text not null check (kind in ('access', 'refresh')),
    permission text not null check (permission in ('read', 'write')),
    expires_at timestamptz not null,
    replaced_at timestamptz
);
create index oauth_tokens_connection_id_idx on oauth_tokens (connection_id);
create index oauth_tokens_expires_at_idx on oauth_tokens (expires_at);
