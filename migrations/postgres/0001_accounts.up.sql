-- People and their log-ins: Better Auth's four tables, its column names.
create table "user" (
    "id" text not null primary key,
    "name" text not null,
    "email" text not null unique check ("email" = lower("email")),
    "emailVerified" boolean not null default false,
    "image" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp
);

create table "session" (
    "id" text not null primary key,
    "userId" text not null references "user" ("id") on delete cascade,
    "token" text not null unique,
    "expiresAt" timestamptz not null,
    "ipAddress" text,
    "userAgent" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null
);
create index "session_userId_idx" on "session" ("userId");
create index "session_expiresAt_idx" on "session" ("expiresAt");

create table "account" (
    "id" text not null primary key,
    "userId" text not null references "user" ("id") on delete cascade,
    "accountId" text not null,
    "providerId" text not null,
    "password" text,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    "scope" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null,
    unique ("providerId", "accountId")
);
create index "account_userId_idx" on "account" ("userId");

create table "verification" (
    "id" text not null primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp
);
create index "verification_identifier_idx" on "verification" ("identifier");
