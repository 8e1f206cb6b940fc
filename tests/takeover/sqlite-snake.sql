BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "account_id" text not null, "provider_id" text not null, "user_id" text not null references "user" ("id") on delete cascade, "access_token" text, "refresh_token" text, "id_token" text, "access_token_expires_at" date, "refresh_token_expires_at" date, "scope" text, "password" text, "created_at" date not null, "updated_at" date not null);
INSERT INTO "account" VALUES('P19p0mtEdRs5oP2T82PtW2nnYLkY1rrV','Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj','credential','Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj',NULL,NULL,NULL,NULL,NULL,NULL,'ff9b012ec208e2af9c36caa9e54e64ea:3ee1d87796f8992784b462f501fd55349459cec4dc76367805aca053384ab11281eda8839ea37a37bf71594fe883990043ce7e02517c6061e186da874ab2f272','2026-11-27T19:44:42.918Z','2026-11-27T19:44:42.918Z');
INSERT INTO "account" VALUES('RBZa1tjclo4s0PMrp6j12WzoYbd2pTyZ','umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h','credential','umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h',NULL,NULL,NULL,NULL,NULL,NULL,'b70a2a4213d17c361e7fb5bbe5ef8057:756fba75ee385c8c1a2b145c422c0a49c63f462c08c075d84bc955d14d0b4c81ebf40bc1d5530599467ae50e6db1f5365f0cd98ff8d0ebdc2fc4778f1d0c7d9f','2026-11-27T19:44:46.412Z','2026-11-27T19:44:46.412Z');
INSERT INTO "account" VALUES('wEEVvBy2MVE4jfKrUGENBzBtST0fiXFH','HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA','credential','HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA',NULL,NULL,NULL,NULL,NULL,NULL,'16ae90ebd036589daded8b20ffa034ff:bdbb65150538dcd848e21f3fa0cf1bd0b4535d14003a4e1ce250db454d68fcfb0d19649467013a1a98c2c18039bab5727ec7f797d079cffcc3217b2e9d87b2da','2026-11-27T19:44:50.106Z','2026-11-27T19:44:50.106Z');
INSERT INTO "account" VALUES('YLsxIa7V6qfqpRBx9EbDXXuEq5MLIDgk','9vdc9vSOSNxigaRFH12py0aoLmIUGirH','credential','9vdc9vSOSNxigaRFH12py0aoLmIUGirH',NULL,NULL,NULL,NULL,NULL,NULL,'037014e57c111fa5cfa489a817a700bd:6abae0cf02e2a47f4ee1b6402e45cff9efb04bda79433270d5a65372af10aa7449bfef90a0b49a0e4c831068e4286c92e5a0570f2e38622d35755e909fb2974e','2026-11-27T19:44:53.465Z','2026-11-27T19:44:53.465Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'9vdc9vSOSNxigaRFH12py0aoLmIUGirH','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'9vdc9vSOSNxigaRFH12py0aoLmIUGirH',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'9vdc9vSOSNxigaRFH12py0aoLmIUGirH',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expires_at" date not null, "token" text not null unique, "created_at" date not null, "updated_at" date not null, "ip_address" text, "user_agent" text, "user_id" text not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES('o1nIQz0W3BRLTRo8vnmtOEmWCmFaQw7a','2026-12-04T19:44:43.677Z','2QJ0e7nXTTKx49nx9NJ3N5KPA3cCk7u2','2026-11-27T19:44:43.677Z','2026-11-27T19:44:43.677Z','','','Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj');
INSERT INTO "session" VALUES('rTlPJnhvozZRARu7Mgzu6ntf5ZWFGcDi','2026-12-04T19:44:47.222Z','UUSSo9OWi7gpWzaN5zzK2P0FocLpES9h','2026-11-27T19:44:47.223Z','2026-11-27T19:44:47.223Z','','','umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h');
INSERT INTO "session" VALUES('gGBm64a70xjLmFa9pZEN59ONExjxn3qE','2026-12-04T19:44:50.861Z','3HqVpmLlrtBDAhafU1mNgwujZZzxjjIM','2026-11-27T19:44:50.862Z','2026-11-27T19:44:50.862Z','','','HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA');
INSERT INTO "session" VALUES('z71t6L39nR0koy9eDxvyK9CEdO9wWgsn','2026-12-04T19:44:54.293Z','7NLbl5u03W75Ki4YwBkrmKr6Jh5OvZKV','2026-11-27T19:44:54.293Z','2026-11-27T19:44:54.293Z','','','9vdc9vSOSNxigaRFH12py0aoLmIUGirH');
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'9vdc9vSOSNxigaRFH12py0aoLmIUGirH',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'9vdc9vSOSNxigaRFH12py0aoLmIUGirH','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "email_verified" integer not null, "image" text, "created_at" date not null, "updated_at" date not null);
INSERT INTO "user" VALUES('Mdqtu60kHKupjuYYelnZiV6EFvpbKWmj','Ann','ann@example.com',0,NULL,'2026-11-27T19:44:42.132Z','2026-11-27T19:44:42.132Z');
INSERT INTO "user" VALUES('umPyOsk8V2ZdaPJpNO5OJgMMQKnJMn3h','Bob','bob@example.com',0,NULL,'2026-11-27T19:44:45.756Z','2026-11-27T19:44:45.756Z');
INSERT INTO "user" VALUES('HcxqyETFmtzN8HliJQr0l4TZ68h1kHzA','Cid','cid@example.com',0,NULL,'2026-11-27T19:44:49.297Z','2026-11-27T19:44:49.297Z');
INSERT INTO "user" VALUES('9vdc9vSOSNxigaRFH12py0aoLmIUGirH','Dee','dee@example.com',0,NULL,'2026-11-27T19:44:52.604Z','2026-11-27T19:44:52.604Z');
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expires_at" date not null, "created_at" date not null, "updated_at" date not null);
CREATE INDEX "session_user_id_idx" on "session" ("user_id");
CREATE INDEX "account_user_id_idx" on "account" ("user_id");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
