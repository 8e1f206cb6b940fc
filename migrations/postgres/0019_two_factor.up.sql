-- Two-factor log-in, in the column and the table of Better Auth's plugin. A database that was taken over may have them
-- already. Secrets and recovery codes are encrypted.
alter table "user" add column if not exists "twoFactorEnabled" boolean not null default false;
alter table "user" alter column "twoFactorEnabled" set default false;

create table if not exists "twoFactor" (
    "id" text not null primary key,
    "userId" text not null,
    "secret" text not null,
    "backupCodes" text not null,
    "verified" boolean not null default true,
    "failedVerificationCount" bigint not null default 0,
    "lockedUntil" timestamptz
);

-- The types of an old table, as 0001 makes them of the others.
do $$
declare
    col record;
begin
    for col in
        select attname, atttypid::regtype::text as type, attnotnull, atthasdef, attidentity
        from pg_attribute where attrelid = '"twoFactor"'::regclass and attnum > 0 and not attisdropped
    loop
        if col.type = 'timestamp without time zone' then
            execute format('alter table "twoFactor" alter column %I type timestamptz using %1$I at time zone ''UTC''', col.attname);
        elsif col.type = 'character varying' then
            execute format('alter table "twoFactor" alter column %I type text', col.attname);
        elsif col.type in ('integer', 'smallint') and col.attname = 'failedVerificationCount' then
            execute format('alter table "twoFactor" alter column %I type bigint', col.attname);
        end if;
        if col.attnotnull and not col.atthasdef and col.attidentity = ''
            and col.attname not in ('id', 'userId', 'secret', 'backupCodes')
        then
            execute format('alter table "twoFactor" alter column %I drop not null', col.attname);
        end if;
    end loop;
end
$$;
delete from "twoFactor" where not exists (select from "user" where "user"."id" = "twoFactor"."userId");

-- A code works once, so "lastUsedStep" is the time step of the last one (RFC 6238, 5.2). That column is Docket's own.
alter table "twoFactor"
    alter column "verified" set default true,
    alter column "failedVerificationCount" set default 0,
    add column if not exists "lockedUntil" timestamptz,
    add column "lastUsedStep" bigint,
    add constraint "twoFactor_userId_fkey" foreign key ("userId") references "user" ("id") on delete cascade,
    add constraint "twoFactor_userId_key" unique ("userId");

-- What a person has begun at the log-in, and the devices that they trust, end together.
create index verification_two_factor_idx on "verification" ("value")
    where "identifier" like '2fa-%' or "identifier" like 'trust-device-%';
