BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES('757db867-6433-47c1-afca-77a115ed952e','723e41de-b8e3-48d8-95af-dd40429c85d4','credential','723e41de-b8e3-48d8-95af-dd40429c85d4',NULL,NULL,NULL,NULL,NULL,NULL,'1878148a6f4d588554d99f43e6637dab:c8c58c1b1b97a15d8e19e0fb5a4fd8294c544b978b28b003d2bce6c4f2b49330969ea692fbe74c9bfee8274be2c0c7ec67d443b63bcef48777b92f9622341a89','2026-11-27T19:47:09.596Z','2026-11-27T19:47:09.596Z');
INSERT INTO "account" VALUES('7e1e47bb-7f3b-42e1-9dbe-3c2906d9fbac','c166a22b-45e3-4114-ac37-69eed9b3a7bf','credential','c166a22b-45e3-4114-ac37-69eed9b3a7bf',NULL,NULL,NULL,NULL,NULL,NULL,'0b739b2c99aae4bdaebadd9852277177:14069e17d80f72f20abc8258092edacdb6bbc693ae6e3e8c9d4a75f570ccbd349c2afb8fb545f058e335c942ac943c066632406120f2c49633218c491ad38604','2026-11-27T19:47:12.828Z','2026-11-27T19:47:12.828Z');
INSERT INTO "account" VALUES('4a775f90-701a-4139-a271-f37047dd932a','7e99e333-d024-49db-b7d4-bb1ec58ab1cd','credential','7e99e333-d024-49db-b7d4-bb1ec58ab1cd',NULL,NULL,NULL,NULL,NULL,NULL,'35d0eb6855d80a8cd2e85bb8ec6f6d3e:706ab4588cff293a400557293e2bd0ca5cc3d860230f5a0ea4f03a799c4034bb635de27714d3b75ec5e7069d56cdb4bc914826b51aad3c19cfafc5198ec19759','2026-11-27T19:47:15.322Z','2026-11-27T19:47:15.322Z');
INSERT INTO "account" VALUES('a20c48f0-060c-4952-9bc0-3b64d3f7b969','0b262796-ce81-4cb4-9aa9-083f5741a810','credential','0b262796-ce81-4cb4-9aa9-083f5741a810',NULL,NULL,NULL,NULL,NULL,NULL,'4aebf0eec7e2dbe2c6cbe27be1be1744:ec6f43916bcf657ffd48faff9be7324e24a0a753c8c8e49d25c15d60ad9b946aca50cae3236755d9b91b53bd62d8da66eb33defdacef632f2a9cf70f5fb8bb7e','2026-11-27T19:47:18.454Z','2026-11-27T19:47:18.454Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'723e41de-b8e3-48d8-95af-dd40429c85d4','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'c166a22b-45e3-4114-ac37-69eed9b3a7bf','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'7e99e333-d024-49db-b7d4-bb1ec58ab1cd','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'0b262796-ce81-4cb4-9aa9-083f5741a810','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'723e41de-b8e3-48d8-95af-dd40429c85d4',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'c166a22b-45e3-4114-ac37-69eed9b3a7bf',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'7e99e333-d024-49db-b7d4-bb1ec58ab1cd',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'0b262796-ce81-4cb4-9aa9-083f5741a810',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'723e41de-b8e3-48d8-95af-dd40429c85d4',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'c166a22b-45e3-4114-ac37-69eed9b3a7bf',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'7e99e333-d024-49db-b7d4-bb1ec58ab1cd',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'0b262796-ce81-4cb4-9aa9-083f5741a810',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES('66e0479d-0163-4d4c-8fd2-d8d7ab27f836','2026-12-04T19:47:10.276Z','vH1kMzYaR4gqfhEQfYgOfSQmkIh9MXVR','2026-11-27T19:47:10.277Z','2026-11-27T19:47:10.277Z','','','723e41de-b8e3-48d8-95af-dd40429c85d4');
INSERT INTO "session" VALUES('c0cf8057-5ae2-479a-b21d-b14a31f2a314','2026-12-04T19:47:15.992Z','JEydrbxmpGFKODmEJpGdc32pS1OCYXbb','2026-11-27T19:47:15.992Z','2026-11-27T19:47:15.992Z','','','7e99e333-d024-49db-b7d4-bb1ec58ab1cd');
INSERT INTO "session" VALUES('ae39a857-61cc-40b3-bb66-526972c08ccb','2026-12-04T19:47:19.563Z','L9MBBmkPqh38O36nGXo14Ck8Yhn4BU6O','2026-11-27T19:47:19.564Z','2026-11-27T19:47:19.564Z','','','0b262796-ce81-4cb4-9aa9-083f5741a810');
INSERT INTO "session" VALUES('197952b4-ec99-445c-93d5-ac4729c493b1','2026-12-04T19:47:24.433Z','Bg5wOHD4tkJeQGtw4NmGMb5AQthOZ86l','2026-11-27T19:47:24.433Z','2026-11-27T19:47:24.433Z','','','c166a22b-45e3-4114-ac37-69eed9b3a7bf');
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'723e41de-b8e3-48d8-95af-dd40429c85d4',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'c166a22b-45e3-4114-ac37-69eed9b3a7bf',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'7e99e333-d024-49db-b7d4-bb1ec58ab1cd',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'0b262796-ce81-4cb4-9aa9-083f5741a810',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'723e41de-b8e3-48d8-95af-dd40429c85d4','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'c166a22b-45e3-4114-ac37-69eed9b3a7bf','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'7e99e333-d024-49db-b7d4-bb1ec58ab1cd','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'0b262796-ce81-4cb4-9aa9-083f5741a810','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "twoFactor" ("id" text not null primary key, "secret" text not null, "backupCodes" text not null, "userId" text not null references "user" ("id") on delete cascade, "verified" integer, "failedVerificationCount" integer, "lockedUntil" date);
INSERT INTO "twoFactor" VALUES('444ab1b0-0833-44a6-bb06-f071fb566d60','6b232ab10fce89f3839f5b6c2d559177aef5c201274e60d8bd54ede37c59df35421dd58d16bd7bbcdb38a5d56b8dbab6388d24ca9b01186ec0efef31edd5c770c94f48e0afdd4592','193f70dc13891519e439291369a8f503b7a2164d776aec2ba8f17b9530fe1aecc4174163649667da6af6fbc50640ea2c4fff1708a56f1a576ab29de882936a9370db3f170583a6cb29687a00ab8e02aa7f2f577c93bf7457cbbcc16f1f2842615351027cd7d682ef5af25786834878728ae3a128955620d474dda1b9a94f1f248ce3137e999dd076cef9b22d4e6ace2ce92ab8785da5216486a9c9f0aa4ad26fb3bc1f626b51c7dca60dc11510306f4afdf0442091','c166a22b-45e3-4114-ac37-69eed9b3a7bf',1,0,NULL);
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null, "twoFactorEnabled" integer);
INSERT INTO "user" VALUES('723e41de-b8e3-48d8-95af-dd40429c85d4','Ann','ann@example.com',0,NULL,'2026-11-27T19:47:08.841Z','2026-11-27T19:47:08.841Z',0);
INSERT INTO "user" VALUES('c166a22b-45e3-4114-ac37-69eed9b3a7bf','Bob','bob@example.com',0,NULL,'2026-11-27T19:47:12.081Z','2026-11-27T19:47:23.674Z',1);
INSERT INTO "user" VALUES('7e99e333-d024-49db-b7d4-bb1ec58ab1cd','Cid','cid@example.com',0,NULL,'2026-11-27T19:47:15.021Z','2026-11-27T19:47:15.021Z',0);
INSERT INTO "user" VALUES('0b262796-ce81-4cb4-9aa9-083f5741a810','Dee','dee@example.com',0,NULL,'2026-11-27T19:47:17.656Z','2026-11-27T19:47:17.656Z',0);
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX "twoFactor_secret_idx" on "twoFactor" ("secret");
CREATE INDEX "twoFactor_userId_idx" on "twoFactor" ("userId");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
