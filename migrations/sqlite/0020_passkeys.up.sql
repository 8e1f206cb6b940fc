-- Passkeys, in the table of Better Auth's plugin. A database that was taken over may have it already.
create table if not exists "passkey" (
    "id" text not null primary key,
    "name" text,
    "publicKey" text not null,
    "userId" text not null references "user" ("id") on delete cascade,
    "credentialID" text not null,
    "counter" integer not null,
    "deviceType" text not null,
    "backedUp" boolean not null check ("backedUp" in (0, 1)),
    "transports" text,
    "createdAt" text,
    "aaguid" text
);
create index if not exists "passkey_userId_idx" on "passkey" ("userId");
-- A credential stands for one person.
create unique index "passkey_credentialID_key" on "passkey" ("credentialID");
