-- Two-factor log-in, in the column and the table of Better Auth's plugin. Secrets and recovery codes are encrypted.
-- A code works once, so "lastUsedStep" is the time step of the last one (RFC 6238, 5.2). That column is Docket's own.
alter table "user" add column "twoFactorEnabled" boolean not null default false check ("twoFactorEnabled" in (0, 1));

create table "twoFactor" (
    "id" text not null primary key,
    "userId" text not null unique references "user" ("id") on delete cascade,
    "secret" text not null,
    "backupCodes" text not null,
    "verified" boolean not null default true check ("verified" in (0, 1)),
    "failedVerificationCount" bigint not null default 0,
    "lockedUntil" text,
    "lastUsedStep" bigint
);

-- What a person has begun at the log-in, and the devices that they trust, end together.
create index verification_two_factor_idx on "verification" ("value")
    where "identifier" like '2fa-%' or "identifier" like 'trust-device-%';
