-- People and their log-ins: Better Auth's four tables, its column names.
--
-- A database of the stack that Docket replaces has these tables already, and others that the next migrations take
-- over. Every row stays. What old rows violate is enforced for new ones only (NOT VALID), with a notice.

-- Gives the columns of a table the types that Docket uses (times without a zone were UTC), and lets columns that
-- Docket does not know stay empty.
create function docket_adopt(target regclass, known text[]) returns void language plpgsql as $$
declare
    col record;
begin
    for col in
        select attname, atttypid::regtype::text as type, attnotnull, atthasdef, attidentity
        from pg_attribute where attrelid = target and attnum > 0 and not attisdropped
    loop
        if col.type = 'timestamp without time zone' then
            execute format('alter table %s alter column %I type timestamptz using %2$I at time zone ''UTC''', target, col.attname);
        elsif col.type = 'character varying' then
            execute format('alter table %s alter column %I type text', target, col.attname);
        elsif col.type in ('integer', 'smallint') and col.attname = any (known) then
            execute format('alter table %s alter column %I type bigint', target, col.attname);
        end if;
        if col.attnotnull and not col.atthasdef and col.attidentity = '' and col.attname <> all (known) then
            execute format('alter table %s alter column %I drop not null', target, col.attname);
        end if;
    end loop;
end
$$;

-- Adds a constraint. If old rows violate it, it binds new ones; if it cannot be added at all, that is said.
create function docket_constrain(target regclass, name text, definition text) returns void language plpgsql as $$
begin
    if exists (select from pg_constraint where conrelid = target and conname = name) then
        return;
    end if;
    begin
        execute format('alter table %s add constraint %I %s', target, name, definition);
    exception when others then
        raise notice 'some rows of % violate %: %', target, name, sqlerrm;
        if definition not like 'unique%' then
            execute format('alter table %s add constraint %I %s not valid', target, name, definition);
        end if;
    end;
end
$$;

-- Old foreign keys do not cascade, or lead to something else.
create function docket_drop_foreign_keys(target regclass) returns void language plpgsql as $$
declare
    name text;
begin
    for name in select conname from pg_constraint where conrelid = target and contype = 'f' loop
        execute format('alter table %s drop constraint %I', target, name);
    end loop;
end
$$;

do $$
begin
    if to_regclass('"user"') is not null then
        perform docket_adopt('"user"', '{id,name,email,emailVerified,image,createdAt,updatedAt}');
        alter table "user" add column if not exists "image" text;
        alter table "user" alter column "emailVerified" set default false;
        alter table "user" alter column "createdAt" set default current_timestamp;
        alter table "user" alter column "updatedAt" set default current_timestamp;
        -- Addresses are compared in lower case.
        update "user" set "email" = lower("email")
        where "email" <> lower("email")
          and not exists (select from "user" other where other."email" = lower("user"."email"));
        perform docket_constrain('"user"', 'user_email_key', 'unique ("email")');
        perform docket_constrain('"user"', 'user_email_check', 'check ("email" = lower("email"))');
    end if;
    if to_regclass('"session"') is not null then
        perform docket_adopt('"session"', '{id,userId,token,expiresAt,ipAddress,userAgent,createdAt,updatedAt}');
        alter table "session" add column if not exists "ipAddress" text, add column if not exists "userAgent" text;
        perform docket_drop_foreign_keys('"session"');
        perform docket_constrain('"session"', 'session_userId_fkey',
            'foreign key ("userId") references "user" ("id") on delete cascade');
        perform docket_constrain('"session"', 'session_token_key', 'unique ("token")');
    end if;
    if to_regclass('"account"') is not null then
        -- account.issuer (better-auth 1.7.0 to 1.7.2) is one of those that may stay empty.
        perform docket_adopt('"account"', '{id,userId,accountId,providerId,password,accessToken,refreshToken,idToken,accessTokenExpiresAt,refreshTokenExpiresAt,scope,createdAt,updatedAt}');
        alter table "account"
            add column if not exists "accessTokenExpiresAt" timestamptz,
            add column if not exists "refreshTokenExpiresAt" timestamptz,
            add column if not exists "scope" text;
        perform docket_drop_foreign_keys('"account"');
        perform docket_constrain('"account"', 'account_userId_fkey',
            'foreign key ("userId") references "user" ("id") on delete cascade');
        perform docket_constrain('"account"', 'account_providerId_accountId_key',
            'unique ("providerId", "accountId")');
    end if;
    if to_regclass('"verification"') is not null then
        perform docket_adopt('"verification"', '{id,identifier,value,expiresAt,createdAt,updatedAt}');
        alter table "verification" alter column "createdAt" set default current_timestamp;
        alter table "verification" alter column "updatedAt" set default current_timestamp;
    end if;
end
$$;

create table if not exists "user" (
    "id" text not null primary key,
    "name" text not null,
    "email" text not null unique check ("email" = lower("email")),
    "emailVerified" boolean not null default false,
    "image" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp
);

create table if not exists "session" (
    "id" text not null primary key,
    "userId" text not null references "user" ("id") on delete cascade,
    "token" text not null unique,
    "expiresAt" timestamptz not null,
    "ipAddress" text,
    "userAgent" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null
);
create index if not exists "session_userId_idx" on "session" ("userId");
create index if not exists "session_expiresAt_idx" on "session" ("expiresAt");

create table if not exists "account" (
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
create index if not exists "account_userId_idx" on "account" ("userId");

create table if not exists "verification" (
    "id" text not null primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp
);
create index if not exists "verification_identifier_idx" on "verification" ("identifier");
