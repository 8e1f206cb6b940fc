BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES('5jgfCc7rIDP7AL1LTxtcy3PW6NqLxeKe','WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR','credential','WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR',NULL,NULL,NULL,NULL,NULL,NULL,'99e1e24a660e47b75b645af6b14e276d:0f7b1dc7b65c8307553e64958c6edc2483c414e3d0ddcdeb26695fcbadfc3147e8ba3aa693b665f9db60d0d77ae3343933a89c8958477ecdfeed527514cdf3da','2026-11-27T19:45:07.994Z','2026-11-27T19:45:07.994Z');
INSERT INTO "account" VALUES('ORp68DYyVRypfTzqBWC8q8jk5ZgUguGv','5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3','credential','5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3',NULL,NULL,NULL,NULL,NULL,NULL,'16ab5dfd9e291212d124d024866f05e5:7388484e16fe8f23fa786ba7d5431ce5f0d291e8aba7186ff28f7301eb638eeddb10df473dd53cb1f39add87b0b9a477eac560807c341e1e9b833aa9199268cc','2026-11-27T19:45:11.700Z','2026-11-27T19:45:11.700Z');
INSERT INTO "account" VALUES('3sZZ96zIQGyViqCxkFh2ryqOHlsvdp0G','Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0','credential','Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0',NULL,NULL,NULL,NULL,NULL,NULL,'8936edf0c92a11a8faa29e661a11d6cf:1d9e9541d676dcae685f6928d385e6ed2df08ea0604c9c0e43f4694aaf3ff1a4c4c429725405b1fa52abff7f6ae9e8e8706d68f065809d202190b19ed1e699ac','2026-11-27T19:45:15.544Z','2026-11-27T19:45:15.544Z');
INSERT INTO "account" VALUES('nRWjoR6bcjDttj05vVD89SMZUXje3Zzm','DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK','credential','DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK',NULL,NULL,NULL,NULL,NULL,NULL,'54c0c207123df4a2d056cdf2911457c4:becec16b07a6a6f3a0941628c4fc47344353b8d565fd333a75034863d6c06eb9e9d1ea705393818e8b85d01db6fdf259c46a076c01a3fd54bf674c79b63b9af7','2026-11-27T19:45:20.217Z','2026-11-27T19:45:20.217Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade, "impersonatedBy" text);
INSERT INTO "session" VALUES('qlIN6ytItqXkO6Cz4fW9SVINeQYPhsz0','2026-12-04T19:45:08.549Z','3lbtgZDyhH8IeAuRJSpreBXaePoNQhrI','2026-11-27T19:45:08.549Z','2026-11-27T19:45:08.549Z','','','WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR',NULL);
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null, "role" text, "banned" integer, "banReason" text, "banExpires" date);
INSERT INTO "user" VALUES('WurxRcDOIg3a8ff9tc1WrWf8vIzeCTnR','Ann','ann@example.com',0,NULL,'2026-11-27T19:45:07.168Z','2026-11-27T19:45:07.168Z','admin',0,NULL,NULL);
INSERT INTO "user" VALUES('5vRtIHmMHKl9ACpsfw7CFdlr65bMqCM3','Bob','bob@example.com',0,NULL,'2026-11-27T19:45:11.132Z','2026-11-27T19:45:28.009Z','user',1,'Spam.',NULL);
INSERT INTO "user" VALUES('Bt1Z2V2Rk18Cdu6X0DR0fcJ6Om80aXn0','Cid','cid@example.com',0,NULL,'2026-11-27T19:45:14.963Z','2026-11-27T19:45:32.292Z','user',1,'Later.','2076-11-14T19:45:32.292Z');
INSERT INTO "user" VALUES('DM2zFe2xttwdLKxJv8NPWbBVyC3inXuK','Dee','dee@example.com',0,NULL,'2026-11-27T19:45:19.420Z','2026-11-27T19:45:36.532Z','user',1,'No reason','2026-11-27T19:45:37.532Z');
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
