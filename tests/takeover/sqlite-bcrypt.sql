BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES('hrvsfDqFpC10SIKR8jJ6ZrEkNlZTcXbl','Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE','credential','Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE',NULL,NULL,NULL,NULL,NULL,NULL,'$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e','2026-11-27T19:47:38.064Z','2026-11-27T19:47:38.064Z');
INSERT INTO "account" VALUES('Mrmx0PKyymUwiI9McSLztZOEent9WWlB','Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4','credential','Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4',NULL,NULL,NULL,NULL,NULL,NULL,'$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e','2026-11-27T19:47:41.291Z','2026-11-27T19:47:41.291Z');
INSERT INTO "account" VALUES('GBYOyIpAVda3mmrN4HE4NvFioo6KLiMo','HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n','credential','HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n',NULL,NULL,NULL,NULL,NULL,NULL,'$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e','2026-11-27T19:47:44.920Z','2026-11-27T19:47:44.920Z');
INSERT INTO "account" VALUES('TrjBwYWN7E3WJNlbf3hcAbcTHJYhCUni','sH7xYKQdBKCvmw5osNgQYanafw076Pt2','credential','sH7xYKQdBKCvmw5osNgQYanafw076Pt2',NULL,NULL,NULL,NULL,NULL,NULL,'$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e','2026-11-27T19:47:47.616Z','2026-11-27T19:47:47.616Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'sH7xYKQdBKCvmw5osNgQYanafw076Pt2','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'sH7xYKQdBKCvmw5osNgQYanafw076Pt2',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'sH7xYKQdBKCvmw5osNgQYanafw076Pt2',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES('T9t8ex2yApmtacgZlmjJh4f8g1TskdCR','2026-12-04T19:47:38.700Z','K8c26YA8XqQzJFOfccVw8pnVwVig0xCy','2026-11-27T19:47:38.700Z','2026-11-27T19:47:38.700Z','','','Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE');
INSERT INTO "session" VALUES('cnXKFGBDseB6ZA4fYmrjHUtqvUAWuXnk','2026-12-04T19:47:42.264Z','3PqprtxdzBlMSb4zQ5mWRG10MxxPt2hn','2026-11-27T19:47:42.265Z','2026-11-27T19:47:42.265Z','','','Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4');
INSERT INTO "session" VALUES('vLuvgewPIeXqjJSZMNxTfE5qrkEYp05x','2026-12-04T19:47:45.852Z','VYdJVNNvzxgfJDXScJHFu4TOExX4RruJ','2026-11-27T19:47:45.853Z','2026-11-27T19:47:45.853Z','','','HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n');
INSERT INTO "session" VALUES('VpgQZQ9IVw4CQfDu56u4YrQfSc2GQRNb','2026-12-04T19:47:48.444Z','6SD45hCpNu3GcTmngPptWdCn3mijntNq','2026-11-27T19:47:48.444Z','2026-11-27T19:47:48.444Z','','','sH7xYKQdBKCvmw5osNgQYanafw076Pt2');
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'sH7xYKQdBKCvmw5osNgQYanafw076Pt2',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'sH7xYKQdBKCvmw5osNgQYanafw076Pt2','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "user" VALUES('Yn0Pmoucs70cdL3DgTlfR6ZXACVcCKIE','Ann','ann@example.com',0,NULL,'2026-11-27T19:47:37.204Z','2026-11-27T19:47:37.204Z');
INSERT INTO "user" VALUES('Tv8FdnARY4qoGQkmrteSkBnXuUOziaZ4','Bob','bob@example.com',0,NULL,'2026-11-27T19:47:40.432Z','2026-11-27T19:47:40.432Z');
INSERT INTO "user" VALUES('HM2GW0ZJh1nS3M5ov1YMw1npNWuVe99n','Cid','cid@example.com',0,NULL,'2026-11-27T19:47:44.077Z','2026-11-27T19:47:44.077Z');
INSERT INTO "user" VALUES('sH7xYKQdBKCvmw5osNgQYanafw076Pt2','Dee','dee@example.com',0,NULL,'2026-11-27T19:47:47.345Z','2026-11-27T19:47:47.345Z');
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
