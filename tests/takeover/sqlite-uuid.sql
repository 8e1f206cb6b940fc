BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES('feaf2add-1844-4b1c-ad0f-4dff0706e8e0','db6a7eab-11a9-4f35-a315-b0c4e8998ed0','credential','db6a7eab-11a9-4f35-a315-b0c4e8998ed0',NULL,NULL,NULL,NULL,NULL,NULL,'e1b06c909d119c78946b0b396a4e029f:92b473be058106917c27239695dad81b75a6e2ca5c655cdea2f12bfa47af37cdf2d9e59cf32d61846d80673686995f4dbd30570a58f2fd3421cb3b60333a85ba','2026-11-27T19:43:44.796Z','2026-11-27T19:43:44.796Z');
INSERT INTO "account" VALUES('261ea45c-52ef-4077-af4b-2869723acbac','772f98d9-71d9-42ca-aee9-cea788ede23b','credential','772f98d9-71d9-42ca-aee9-cea788ede23b',NULL,NULL,NULL,NULL,NULL,NULL,'f1926663d152bb501ffc9cdec28c03fd:2f3772716421e3859c897f62e32d9df11ce8126992c7299059d86c54af7b7322baea08f704b77f5d4ccfb54fd0b8082bbcfdf64095cbdc1f8b344595a9ef0e8f','2026-11-27T19:43:48.645Z','2026-11-27T19:43:48.645Z');
INSERT INTO "account" VALUES('d6e7e2fa-b14a-4a5c-8c72-a14d76750e37','9713703b-cf68-4597-9295-354175bca8aa','credential','9713703b-cf68-4597-9295-354175bca8aa',NULL,NULL,NULL,NULL,NULL,NULL,'8eae634be4dcea052ef33f7585f64718:20524802c95e674e62ebf03ce828bfac5e6bead20f151ed3ea04a940ba66bf5774a09164d5462e33f275e44857221294e3b5b501931baa80b7da30404c9d58b1','2026-11-27T19:43:52.762Z','2026-11-27T19:43:52.762Z');
INSERT INTO "account" VALUES('853f1d87-012a-4782-9fb9-2c5c8518fbde','1dc37c24-2d89-4782-a687-cd8bd83338d2','credential','1dc37c24-2d89-4782-a687-cd8bd83338d2',NULL,NULL,NULL,NULL,NULL,NULL,'523731d7dd75af3fcc8050735ce1c4ac:f63579b7517e1bdfeecdb73962aaef50509f0c59abe8179a92e0842cfe9360a50d053e26fbaad770abc3e22c54ee6e542806de2ae58c996a4207e52158bd0d55','2026-11-27T19:43:57.264Z','2026-11-27T19:43:57.264Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'db6a7eab-11a9-4f35-a315-b0c4e8998ed0','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'772f98d9-71d9-42ca-aee9-cea788ede23b','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'9713703b-cf68-4597-9295-354175bca8aa','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'1dc37c24-2d89-4782-a687-cd8bd83338d2','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'db6a7eab-11a9-4f35-a315-b0c4e8998ed0',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'772f98d9-71d9-42ca-aee9-cea788ede23b',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'9713703b-cf68-4597-9295-354175bca8aa',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'1dc37c24-2d89-4782-a687-cd8bd83338d2',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'db6a7eab-11a9-4f35-a315-b0c4e8998ed0',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'772f98d9-71d9-42ca-aee9-cea788ede23b',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'9713703b-cf68-4597-9295-354175bca8aa',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'1dc37c24-2d89-4782-a687-cd8bd83338d2',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES('b8834da6-9c72-4267-890a-b9a616f79d27','2026-12-04T19:43:45.681Z','SbdMrBgGEmogtUBbjKqq8LrDsl0eF39O','2026-11-27T19:43:45.681Z','2026-11-27T19:43:45.681Z','','','db6a7eab-11a9-4f35-a315-b0c4e8998ed0');
INSERT INTO "session" VALUES('861aa32d-3a42-4e66-9a9e-8497efa688c0','2026-12-04T19:43:49.503Z','xjmEEwc0cPh2yfWEPB4ge0bDr1RpOHhC','2026-11-27T19:43:49.507Z','2026-11-27T19:43:49.507Z','','','772f98d9-71d9-42ca-aee9-cea788ede23b');
INSERT INTO "session" VALUES('bfd9a9a9-4614-47b6-85b0-d8aa125dcbc0','2026-12-04T19:43:53.656Z','p1l3xJ0eFvNAk9IDgpnGmCYhMDIgimx0','2026-11-27T19:43:53.656Z','2026-11-27T19:43:53.656Z','','','9713703b-cf68-4597-9295-354175bca8aa');
INSERT INTO "session" VALUES('a9cf7d60-2a51-483f-a371-7da375a5a3e7','2026-12-04T19:43:57.964Z','zd6GeyJjd5M5ITWDcJsaXwbR5O3s6Zo9','2026-11-27T19:43:57.964Z','2026-11-27T19:43:57.964Z','','','1dc37c24-2d89-4782-a687-cd8bd83338d2');
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'db6a7eab-11a9-4f35-a315-b0c4e8998ed0',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'772f98d9-71d9-42ca-aee9-cea788ede23b',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'9713703b-cf68-4597-9295-354175bca8aa',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'1dc37c24-2d89-4782-a687-cd8bd83338d2',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'db6a7eab-11a9-4f35-a315-b0c4e8998ed0','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'772f98d9-71d9-42ca-aee9-cea788ede23b','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'9713703b-cf68-4597-9295-354175bca8aa','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'1dc37c24-2d89-4782-a687-cd8bd83338d2','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "user" VALUES('db6a7eab-11a9-4f35-a315-b0c4e8998ed0','Ann','ann@example.com',0,NULL,'2026-11-27T19:43:43.825Z','2026-11-27T19:43:43.825Z');
INSERT INTO "user" VALUES('772f98d9-71d9-42ca-aee9-cea788ede23b','Bob','bob@example.com',0,NULL,'2026-11-27T19:43:47.832Z','2026-11-27T19:43:47.832Z');
INSERT INTO "user" VALUES('9713703b-cf68-4597-9295-354175bca8aa','Cid','cid@example.com',0,NULL,'2026-11-27T19:43:51.976Z','2026-11-27T19:43:51.976Z');
INSERT INTO "user" VALUES('1dc37c24-2d89-4782-a687-cd8bd83338d2','Dee','dee@example.com',0,NULL,'2026-11-27T19:43:56.420Z','2026-11-27T19:43:56.420Z');
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
