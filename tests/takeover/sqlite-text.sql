BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES('XvDIsecD9g3PcooKsDAFkkHxY3Y77kv6','d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V','credential','d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V',NULL,NULL,NULL,NULL,NULL,NULL,'256b36946a8d9122150d84fab534f0fb:8da95ba49542a6fdc5019d12b4164301cedacd3f4f8e99afc55259c19c0c43da07e2f72aeaf5b35fe2888ad4f1c282ba6a1446435b42806a2d1ddd176e0b5d03','2026-11-27T19:43:17.429Z','2026-11-27T19:43:17.429Z');
INSERT INTO "account" VALUES('ypPCxtdv1IlUlGHcsMLHZgYU57H3qjnY','CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER','credential','CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER',NULL,NULL,NULL,NULL,NULL,NULL,'03afee32e8161829b8500e16095c65f6:4fdbee62bd9f79bfd63b51f179837fec8cec0c245d852e8dcc4a366724b3aa5d3bd5f76f238c16b7d63b1c8d0d388515855ec1c89473b4481ef82318400b4dd4','2026-11-27T19:43:20.321Z','2026-11-27T19:43:20.321Z');
INSERT INTO "account" VALUES('3bDWwwawU8eLhLmJ2mDHNCIecDvkh9fR','Us4WPZ342D1m1MEenIbw3nOazGwtNyL6','credential','Us4WPZ342D1m1MEenIbw3nOazGwtNyL6',NULL,NULL,NULL,NULL,NULL,NULL,'c195c8f94c041069bdc167d40b01a511:e5874a3769bb8079263de5897dd3e161d36311aa68e5e7817477a7b491c2ca2c4500461294835a89e8cf5375b3a3231f685d07df28d2704b6e92f499d4c5b53e','2026-11-27T19:43:24.032Z','2026-11-27T19:43:24.032Z');
INSERT INTO "account" VALUES('FzKH6J60JxvQ3b79Wyv9oC8sxkwvI1We','fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY','credential','fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY',NULL,NULL,NULL,NULL,NULL,NULL,'0244860f7ac548e0f2a8c86196b3767d:335c8821397e06f72024ce650cc6fb81a57c71ccfad9d67f0e006c2dca6053a82b591f9ee9c3a912f57c18f83aad8b97a0129bbcd2c6b5fecbb4f62ae2adb6d7','2026-11-27T19:43:27.276Z','2026-11-27T19:43:27.276Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'Us4WPZ342D1m1MEenIbw3nOazGwtNyL6','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'Us4WPZ342D1m1MEenIbw3nOazGwtNyL6',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'Us4WPZ342D1m1MEenIbw3nOazGwtNyL6',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES('5GKmDOgec2FQfTnwoFbFIuVIQDrTDlSo','2026-12-04T19:43:18.093Z','pge1ymkGDieUjkydGSSRGpwF1430uDOo','2026-11-27T19:43:18.093Z','2026-11-27T19:43:18.093Z','','','d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V');
INSERT INTO "session" VALUES('rDhsbdisIFydwq5uHf3CkHpYPwFwdZWf','2026-12-04T19:43:21.104Z','lGAKxSzYBZGi8EP8KSLJrwd1C1Du7cJJ','2026-11-27T19:43:21.104Z','2026-11-27T19:43:21.104Z','','','CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER');
INSERT INTO "session" VALUES('uv0S3aOXFTnRnxbKJObSfOQtlBma7nF2','2026-12-04T19:43:24.694Z','wWkJsNe9YvRFjBHxejR04hcp81jg750G','2026-11-27T19:43:24.694Z','2026-11-27T19:43:24.694Z','','','Us4WPZ342D1m1MEenIbw3nOazGwtNyL6');
INSERT INTO "session" VALUES('6FoeVPZXaoy9txpTuZ7s13PIyJeUS5pN','2026-12-04T19:43:27.969Z','x9awaVd3tvc04YXqnzMGohzLV5rzWTp9','2026-11-27T19:43:27.969Z','2026-11-27T19:43:27.969Z','','','fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY');
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'Us4WPZ342D1m1MEenIbw3nOazGwtNyL6',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'Us4WPZ342D1m1MEenIbw3nOazGwtNyL6','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "user" VALUES('d7kaCwun5Je3GM3iBQHkJHBEAPelnj9V','Ann','ann@example.com',0,NULL,'2026-11-27T19:43:16.871Z','2026-11-27T19:43:16.871Z');
INSERT INTO "user" VALUES('CkJ3rWKAVa7Ab9KaHWW8nK4V4k5xVGER','Bob','bob@example.com',0,NULL,'2026-11-27T19:43:19.744Z','2026-11-27T19:43:19.744Z');
INSERT INTO "user" VALUES('Us4WPZ342D1m1MEenIbw3nOazGwtNyL6','Cid','cid@example.com',0,NULL,'2026-11-27T19:43:23.298Z','2026-11-27T19:43:23.298Z');
INSERT INTO "user" VALUES('fZklC9uaqTDYS7QTnFlcf1D4OCOHaAkY','Dee','dee@example.com',0,NULL,'2026-11-27T19:43:26.672Z','2026-11-27T19:43:26.672Z');
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
