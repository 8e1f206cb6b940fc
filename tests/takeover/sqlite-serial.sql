BEGIN TRANSACTION;
CREATE TABLE "account" ("id" integer not null primary key, "accountId" text not null, "providerId" text not null, "userId" integer not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES(1,'1','credential',1,NULL,NULL,NULL,NULL,NULL,NULL,'b537ae3f50518cf063629548c224f4f5:7f755b96c141bcde4d3aed1081fb184dd886f9c820a7e72dcd17fb9c5a2b34557465a50f937e9ebabedc197a6ee32ab3898c70ac81f4502a84c50cd6abfc1c24','2026-11-27T19:44:15.288Z','2026-11-27T19:44:15.288Z');
INSERT INTO "account" VALUES(2,'2','credential',2,NULL,NULL,NULL,NULL,NULL,NULL,'28e339d84864e3967eea9d8e95c5fada:2f7495f6514578f63655685633d723bbba48ab4b73d9641ee2de1fc434efbc85a5f7684f0a79562add85c55cb1a020f18bbfd8666700284a108e26c4590c0523','2026-11-27T19:44:18.484Z','2026-11-27T19:44:18.484Z');
INSERT INTO "account" VALUES(3,'3','credential',3,NULL,NULL,NULL,NULL,NULL,NULL,'12ec55c657444eaaa4a1cef794805000:f929c5dfd9a0e3882e1e75914d227c1126cfb6d1066dd8dd99581b0baf49846eeabea822a14a4689724d0267c7f5ea0b036d5cc7f3a418838e99304fc6aeb3be','2026-11-27T19:44:22.177Z','2026-11-27T19:44:22.177Z');
INSERT INTO "account" VALUES(4,'4','credential',4,NULL,NULL,NULL,NULL,NULL,NULL,'c5fffd2d50759bbc8197da321c50e700:f3715c6eac26ba94bc77ef8abc1ad4e659ea5915bf1bea3f6c120819b001f08ee0d4baf90d6cf17633607b22b38b989fe303dfe444d2ef3e3a67e7077eece603','2026-11-27T19:44:26.517Z','2026-11-27T19:44:26.517Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'1','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'2','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'3','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'4','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'1',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'2',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'3',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'4',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'1',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'2',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'3',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'4',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" integer not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" integer not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES(1,'2026-12-04T19:44:16.050Z','BuoRGqc8L0VkN8ru8upryYb7ylwZsSla','2026-11-27T19:44:16.050Z','2026-11-27T19:44:16.050Z','','',1);
INSERT INTO "session" VALUES(2,'2026-12-04T19:44:19.136Z','vYkT0umfIgjdrD4CnfbT6juAayF2Bhba','2026-11-27T19:44:19.136Z','2026-11-27T19:44:19.136Z','','',2);
INSERT INTO "session" VALUES(3,'2026-12-04T19:44:22.976Z','7WlzEYqjUiGIvNQg2IdnYFvan9WWUmlM','2026-11-27T19:44:22.976Z','2026-11-27T19:44:22.976Z','','',3);
INSERT INTO "session" VALUES(4,'2026-12-04T19:44:27.385Z','IH9Py46ZOPLavtaWbqvoDhTxZGm7wgBb','2026-11-27T19:44:27.385Z','2026-11-27T19:44:27.385Z','','',4);
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'1',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'2',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'3',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'4',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'1','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'2','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'3','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'4','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "user" ("id" integer not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "user" VALUES(1,'Ann','ann@example.com',0,NULL,'2026-11-27T19:44:14.436Z','2026-11-27T19:44:14.436Z');
INSERT INTO "user" VALUES(2,'Bob','bob@example.com',0,NULL,'2026-11-27T19:44:17.948Z','2026-11-27T19:44:17.948Z');
INSERT INTO "user" VALUES(3,'Cid','cid@example.com',0,NULL,'2026-11-27T19:44:21.296Z','2026-11-27T19:44:21.296Z');
INSERT INTO "user" VALUES(4,'Dee','dee@example.com',0,NULL,'2026-11-27T19:44:25.436Z','2026-11-27T19:44:25.436Z');
CREATE TABLE "verification" ("id" integer not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
