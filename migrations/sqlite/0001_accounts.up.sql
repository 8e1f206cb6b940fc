-- People and their log-ins: Better Auth's four tables, its column names. Times are ISO 8601 text with
-- milliseconds and Z, as Better Auth itself writes them on SQLite; they sort as text.
create table "user" (
    "id" text not null primary key,
    "name" text not null,
    "email" text not null unique check ("email" = lower("email")),
    "emailVerified" boolean not null default false,
    "image" text,
    "createdAt" text not null,
    "updatedAt" text not null
);

create table "session" (
    "id" text not null primary key,
    "userId" text not null references "user" ("id") on delete cascade,
    "token" text not null unique,
    "expiresAt" text not null,
    "ipAddress" text,
    "userAgent" text,
    "createdAt" text not null,
    "updatedAt" text not null
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
    "accessTokenExpiresAt" text,
    "refreshTokenExpiresAt" text,
    "scope" text,
    "createdAt" text not null,
    "updatedAt" text not null,
    unique ("providerId", "accountId")
);
create index "account_userId_idx" on "account" ("userId");

create table "verification" (
    "id" text not null primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" text not null,
    "createdAt" text not null,
    "updatedAt" text not null
);
create index "verification_identifier_idx" on "verification" ("identifier");
