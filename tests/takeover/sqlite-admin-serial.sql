BEGIN TRANSACTION;
CREATE TABLE "account" ("id" integer not null primary key, "accountId" text not null, "providerId" text not null, "userId" integer not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES(1,'1','credential',1,NULL,NULL,NULL,NULL,NULL,NULL,'4fa3dfe0460ddf1525fae8f60a1a2c75:4a0ac5be0069caa87d052bf66fa8e9aeb98266032ad0938a51e8edb461d0a89aa291109d4463352060aca7aa108cf501e203baa82ff991636ea6c4cb2107d0dd','2026-11-27T19:45:54.448Z','2026-11-27T19:45:54.448Z');
INSERT INTO "account" VALUES(2,'2','credential',2,NULL,NULL,NULL,NULL,NULL,NULL,'793834ea6a98cfbeae4c4f284fe54748:8f0601cbf1ee68db9b7315306db5105f09388ca61a8d4557036a8832cf8d542efd4bfb4d57a64ee36195bb3269abcf750e3ed5dae7544390c4ba07914ff692d5','2026-11-27T19:45:58.548Z','2026-11-27T19:45:58.548Z');
INSERT INTO "account" VALUES(3,'3','credential',3,NULL,NULL,NULL,NULL,NULL,NULL,'d99a19366df3ea122e9880ba97af89cd:81a489df2715126cb26917bde5d8a010a17fcf6a2d4708acc12c6bd5a3719584f1b36a2d7bcd81a025619916df2b7f27651dfed155ff29212379328fd61e36e5','2026-11-27T19:46:02.780Z','2026-11-27T19:46:02.780Z');
INSERT INTO "account" VALUES(4,'4','credential',4,NULL,NULL,NULL,NULL,NULL,NULL,'c25d6ffcf07bd36ff8dd51787d307034:ee093975ea6df7ab115f7f3ec36f959d826a90b3aabf5bb3afc3d23feeb28a6642d6b8076f92ee9c58f2c9196eeb5e75d299aea9882e48a8315dec675e8344d0','2026-11-27T19:46:06.540Z','2026-11-27T19:46:06.540Z');
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
CREATE TABLE "session" ("id" integer not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" integer not null references "user" ("id") on delete cascade, "impersonatedBy" text);
INSERT INTO "session" VALUES(1,'2026-12-04T19:45:54.943Z','dKNs3FD2kfKLp86SjvjHw9LAV7gQjaQG','2026-11-27T19:45:54.943Z','2026-11-27T19:45:54.943Z','','',1,NULL);
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
CREATE TABLE "user" ("id" integer not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null, "role" text, "banned" integer, "banReason" text, "banExpires" date);
INSERT INTO "user" VALUES(1,'Ann','ann@example.com',0,NULL,'2026-11-27T19:45:53.687Z','2026-11-27T19:45:53.687Z','admin',0,NULL,NULL);
INSERT INTO "user" VALUES(2,'Bob','bob@example.com',0,NULL,'2026-11-27T19:45:57.820Z','2026-11-27T19:46:13.692Z','user',1,'Spam.',NULL);
INSERT INTO "user" VALUES(3,'Cid','cid@example.com',0,NULL,'2026-11-27T19:46:02.032Z','2026-11-27T19:46:18.024Z','user',1,'Later.','2076-11-14T19:46:18.024Z');
INSERT INTO "user" VALUES(4,'Dee','dee@example.com',0,NULL,'2026-11-27T19:46:05.827Z','2026-11-27T19:46:22.516Z','user',1,'No reason','2026-11-27T19:46:23.516Z');
CREATE TABLE "verification" ("id" integer not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
