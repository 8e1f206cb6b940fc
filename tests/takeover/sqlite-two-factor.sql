BEGIN TRANSACTION;
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
INSERT INTO "account" VALUES('SkwDZSLAybmVni3gdOmWagl80qoxBMYI','NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf','credential','NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf',NULL,NULL,NULL,NULL,NULL,NULL,'e18e5f9a9ee8705b5ee8b49431ae85ad:278d16d8743bc9e79f23f80d1c06312c30b513452f74bc367c0fa9d54c63dfc393081e0b83b8fc3034683345571764a15a87100292751cb470c6af8d2f039083','2026-11-27T19:46:41.084Z','2026-11-27T19:46:41.084Z');
INSERT INTO "account" VALUES('3Bj8txschEHjVhRVrOHnZ3qWKQ30WEON','XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K','credential','XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K',NULL,NULL,NULL,NULL,NULL,NULL,'0cd1a91fbbbeb60aa90917940a478c98:e1cf6f3014bdb93692cf554be23708b0b55df2d3b5674b15e2d233ce234acb4e4d499a4f5d6958ff0211ec7ad83d05c1ff89c61fd7a35d86d8ab641d4a68fb57','2026-11-27T19:46:44.000Z','2026-11-27T19:46:44.000Z');
INSERT INTO "account" VALUES('vRVslfh7hW0PycuwqWf0O9a2JYab0aiJ','KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS','credential','KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS',NULL,NULL,NULL,NULL,NULL,NULL,'0402a6a740ed2a77c20bf5458da2b91d:109a988b2e3252b0dada05b143aca5d1a9d2f8b98dd96bab4ee8c40c3eba242b8ed1a8b3c60999a43ba319ae119ade61bdfdb4a00df9d057ec8a404636422e0c','2026-11-27T19:46:46.384Z','2026-11-27T19:46:46.384Z');
INSERT INTO "account" VALUES('jfBCtcKDz9KCnZHMHH9P180VnEiQ3TvI','9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP','credential','9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP',NULL,NULL,NULL,NULL,NULL,NULL,'83f34c8cec84660a8e9da4a394c54ec4:13fdb31b55e8d08319ebc1dcbce719b65702651b492a9760a62a7fb12c12d9a276e1880d6308aa69cac95667ac53e4a013f772b7a0331cbab3096a360e2e27d9','2026-11-27T19:46:48.888Z','2026-11-27T19:46:48.888Z');
CREATE TABLE conversations (id integer primary key, user_id varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "conversations" VALUES(1,'NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(2,'XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(3,'KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS','2026-01-02 03:04:05','2026-01-02 03:04:06');
INSERT INTO "conversations" VALUES(4,'9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP','2026-01-02 03:04:05','2026-01-02 03:04:06');
CREATE TABLE messages (id integer primary key, user_id varchar not null,
    conversation_id integer not null references conversations (id), role varchar not null, content text not null,
    tool_calls json, created_at datetime not null);
INSERT INTO "messages" VALUES(1,'NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf',1,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(2,'XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K',2,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(3,'KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS',3,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(4,'9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP',4,'user','Add milk',NULL,'2026-01-02 03:04:05');
INSERT INTO "messages" VALUES(5,'NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf',1,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(6,'XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K',2,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(7,'KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS',3,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
INSERT INTO "messages" VALUES(8,'9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP',4,'assistant','Added it.','[{"name": "add_task"}]','2026-01-02 03:04:06');
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
INSERT INTO "session" VALUES('pQbzArzzpTNsPPYhvCuWeCenTcD4bUvY','2026-12-04T19:46:41.641Z','msVUr1lUVMl5mBPlLhsuBnTbAoOAi23C','2026-11-27T19:46:41.642Z','2026-11-27T19:46:41.642Z','','','NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf');
INSERT INTO "session" VALUES('PfVFrZnV36sQkRNzJkt1hGfLUihllnN3','2026-12-04T19:46:46.880Z','CgscO5bQ5tgaKLjXmYHJow2t3zkfjFTK','2026-11-27T19:46:46.880Z','2026-11-27T19:46:46.880Z','','','KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS');
INSERT INTO "session" VALUES('9cTsEficExFn31Qm9LedhR2LHEkYZKDI','2026-12-04T19:46:49.427Z','1jPYxYPXCUCjaENxCzbmLTif1409xP7h','2026-11-27T19:46:49.427Z','2026-11-27T19:46:49.427Z','','','9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP');
INSERT INTO "session" VALUES('rFxE1fUWySGpJrTlk65atWVFklsKFZGW','2026-12-04T19:46:52.513Z','wm0QimY69sopm2jlhYwuxPd9O73ISE8b','2026-11-27T19:46:52.513Z','2026-11-27T19:46:52.513Z','','','XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K');
CREATE TABLE tasks_phaseiii (id integer primary key, user_id varchar not null, title varchar(200) not null,
    description varchar(1000), completed boolean not null, priority varchar not null,
    created_at datetime not null, updated_at datetime not null);
INSERT INTO "tasks_phaseiii" VALUES(1,'NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(2,'XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(3,'KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(4,'9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP',' Buy milk','',0,'high','2026-01-02 03:04:05.678901','2026-01-02 03:04:05.678901');
INSERT INTO "tasks_phaseiii" VALUES(5,'NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(6,'XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(7,'KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
INSERT INTO "tasks_phaseiii" VALUES(8,'9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP','Call mom',NULL,1,'low','2026-01-03 03:04:05','2026-01-03 03:04:05');
CREATE TABLE "twoFactor" ("id" text not null primary key, "secret" text not null, "backupCodes" text not null, "userId" text not null references "user" ("id") on delete cascade, "verified" integer, "failedVerificationCount" integer, "lockedUntil" date);
INSERT INTO "twoFactor" VALUES('jnU1X9PBzwsjN2Yuqx6zLr31rPeFMkiF','fbfa593b5146da40cfcd8d169766f950e72bfda90fd0c1ec615e56213405deebf1a76ea9cac9d236a280b52de2a325a829bdd13feecabb83346fc6c92152cd949137267e36e389e9','42851d8c9f3e4a3892d9b535e1b3233ef6aaac111163ccc48dac8692a12c5aa1e2b8da2dadfb14a98a67ef8b45cea338c23f3f2b09619470c886b6c5eb2f7fffda2d223f7d11844f1dcba1e760d58caf490bdaf21af4dae43db7df1eb158821aa34935ffdbfebd0a5bd5405bd04c501956286f35b684ce91dd42a4e474e213ef52cf48fe57d3599c3faf62b8f8270d34a4db99190cdb23b9b5dc9fbf7366ebe648dc23ca23aac33d8dcdf682e8b7a370681971dcd1','XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K',1,0,NULL);
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null, "twoFactorEnabled" integer);
INSERT INTO "user" VALUES('NWI0GNLm0JoagVjqWqOsd5XzzuyuzZbf','Ann','ann@example.com',0,NULL,'2026-11-27T19:46:40.399Z','2026-11-27T19:46:40.399Z',0);
INSERT INTO "user" VALUES('XkgGbmcwOFejoldKIZN9Ek0R3kWIYM9K','Bob','bob@example.com',0,NULL,'2026-11-27T19:46:43.480Z','2026-11-27T19:46:52.225Z',1);
INSERT INTO "user" VALUES('KRqEWvt3oBTOcXUOAd92r0yB81zlEPMS','Cid','cid@example.com',0,NULL,'2026-11-27T19:46:45.924Z','2026-11-27T19:46:45.924Z',0);
INSERT INTO "user" VALUES('9X9oA4tuvKL6h8CTicTGsN5D7s7B3RKP','Dee','dee@example.com',0,NULL,'2026-11-27T19:46:48.324Z','2026-11-27T19:46:48.324Z',0);
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
CREATE INDEX "session_userId_idx" on "session" ("userId");
CREATE INDEX "account_userId_idx" on "account" ("userId");
CREATE INDEX "verification_identifier_idx" on "verification" ("identifier");
CREATE INDEX "twoFactor_secret_idx" on "twoFactor" ("secret");
CREATE INDEX "twoFactor_userId_idx" on "twoFactor" ("userId");
CREATE INDEX ix_tasks_phaseiii_user_id on tasks_phaseiii (user_id);
COMMIT;
