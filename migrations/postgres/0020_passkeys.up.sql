-- Passkeys, in the table of Better Auth's plugin. A database that was taken over may have it already. The role
-- docket_app gets no right to this table.
create table if not exists "passkey" (
    "id" text not null primary key,
    "name" text,
    "publicKey" text not null,
    "userId" text not null,
    "credentialID" text not null,
    "counter" bigint not null,
    "deviceType" text not null,
    "backedUp" boolean not null,
    "transports" text,
    "createdAt" timestamptz,
    "aaguid" text
);

-- What migration 0001 does with the tables that it finds: times without a zone were UTC, and columns that Docket does
-- not know may stay empty. An old foreign key may not cascade.
do $$
declare
    col record;
    known text[] := '{id,name,publicKey,userId,credentialID,counter,deviceType,backedUp,transports,createdAt,aaguid}';
begin
    for col in
        select attname, atttypid::regtype::text as type, attnotnull, atthasdef, attidentity
        from pg_attribute where attrelid = '"passkey"'::regclass and attnum > 0 and not attisdropped
    loop
        if col.type = 'timestamp without time zone' then
            execute format('alter table "passkey" alter column %I type timestamptz using %1$I at time zone ''UTC''',
                col.attname);
        elsif col.type = 'character varying' then
            execute format('alter table "passkey" alter column %I type text', col.attname);
        elsif col.type in ('integer', 'smallint') and col.attname = any (known) then
            execute format('alter table "passkey" alter column %I type bigint', col.attname);
        end if;
        if col.attnotnull and not col.atthasdef and col.attidentity = '' and col.attname <> all (known) then
            execute format('alter table "passkey" alter column %I drop not null', col.attname);
        end if;
    end loop;
    for col in select conname from pg_constraint where conrelid = '"passkey"'::regclass and contype = 'f' loop
        execute format('alter table "passkey" drop constraint %I', col.conname);
    end loop;
end
$$;
alter table "passkey"
    add column if not exists "name" text,
    add column if not exists "transports" text,
    add column if not exists "createdAt" timestamptz,
    add column if not exists "aaguid" text,
    add constraint "passkey_userId_fkey" foreign key ("userId") references "user" ("id") on delete cascade;
create index if not exists "passkey_userId_idx" on "passkey" ("userId");
-- A credential stands for one person.
create unique index "passkey_credentialID_key" on "passkey" ("credentialID");
