CREATE TABLE public.account (
    id text NOT NULL,
    "accountId" text NOT NULL,
    "providerId" text NOT NULL,
    "userId" text NOT NULL,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamp with time zone,
    "refreshTokenExpiresAt" timestamp with time zone,
    scope text,
    password text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone NOT NULL
);
CREATE TABLE public.conversations (
    id integer NOT NULL,
    user_id character varying NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.conversations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.conversations_id_seq OWNED BY public.conversations.id;
CREATE TABLE public.messages (
    id integer NOT NULL,
    user_id character varying NOT NULL,
    conversation_id integer NOT NULL,
    role character varying NOT NULL,
    content text NOT NULL,
    tool_calls json,
    created_at timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.messages_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.messages_id_seq OWNED BY public.messages.id;
CREATE TABLE public.session (
    id text NOT NULL,
    "expiresAt" timestamp with time zone NOT NULL,
    token text NOT NULL,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone NOT NULL,
    "ipAddress" text,
    "userAgent" text,
    "userId" text NOT NULL
);
CREATE TABLE public.tasks_phaseiii (
    id integer NOT NULL,
    user_id character varying NOT NULL,
    title character varying(200) NOT NULL,
    description character varying(1000),
    completed boolean NOT NULL,
    priority character varying NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.tasks_phaseiii_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tasks_phaseiii_id_seq OWNED BY public.tasks_phaseiii.id;
CREATE TABLE public."twoFactor" (
    id text NOT NULL,
    secret text NOT NULL,
    "backupCodes" text NOT NULL,
    "userId" text NOT NULL,
    verified boolean,
    "failedVerificationCount" integer,
    "lockedUntil" timestamp with time zone
);
CREATE TABLE public."user" (
    id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "twoFactorEnabled" boolean
);
CREATE TABLE public.verification (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    "expiresAt" timestamp with time zone NOT NULL,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
ALTER TABLE ONLY public.conversations ALTER COLUMN id SET DEFAULT nextval('public.conversations_id_seq'::regclass);
ALTER TABLE ONLY public.messages ALTER COLUMN id SET DEFAULT nextval('public.messages_id_seq'::regclass);
ALTER TABLE ONLY public.tasks_phaseiii ALTER COLUMN id SET DEFAULT nextval('public.tasks_phaseiii_id_seq'::regclass);
INSERT INTO public.account VALUES ('OpkuOXTwZV5Wpyxua2z4teoCovfPMvIN', 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', 'credential', 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', NULL, NULL, NULL, NULL, NULL, NULL, 'c04bdc9dc1436e76e5fe80fe3b524291:0f3452b3fceb269d70f445cd35a03d9023543db662c7adcc68bb15cfcf886e163f074d30470db2e3cd1035ac32da70910af2773f0bdc1493671e60eb5483c849', '2026-11-27 19:46:27.03+00', '2026-11-27 19:46:27.03+00');
INSERT INTO public.account VALUES ('73DWZ1hSst7vzuSVy4ZaKrB7v8Fy5VNI', 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', 'credential', 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', NULL, NULL, NULL, NULL, NULL, NULL, 'f5e93ffcb82c4c705029f438890192e3:595eae7f2ba36be9a26c709bd0e5928119cf220b64e3b72eae7323db41c940d5660214eee7a5a28998c078fdbe769bdfd177b83b5e23a9db1e543aa60ed5e77d', '2026-11-27 19:46:27.64+00', '2026-11-27 19:46:27.64+00');
INSERT INTO public.account VALUES ('QFVD02ctdiOdrmQl4N1TGAO4aahGIW33', 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', 'credential', 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', NULL, NULL, NULL, NULL, NULL, NULL, '49c3296a8616c9cb3e5dd0a9cdd3aa1b:47d34465e91124005d7be2d6f5d8e816145e4dca7ffac625577b52f65b1e7f0ac9cbe9c2e11e9d6c5f9ce7c9fc6b9fec672bc92956dd4a81c5ee20b5d20292fa', '2026-11-27 19:46:28.554+00', '2026-11-27 19:46:28.554+00');
INSERT INTO public.account VALUES ('qSU9m1ktTnL3o4rmBrOf2riUqZwqlB5t', 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', 'credential', 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', NULL, NULL, NULL, NULL, NULL, NULL, 'acfad6a5bd7e54f179837792aa006522:28a27efc8fd6f7df9d46a74ef02f8d224c70de4807a76923c6ca5d59c46e977f83a4bd706106aface98cb9406ab093041932b7ff260f38818438f5de22215ac2', '2026-11-27 19:46:29.391+00', '2026-11-27 19:46:29.391+00');
INSERT INTO public.conversations VALUES (1, 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('BZr44mLjaiB84j3GA5rvb4W9yWYcH5rN', '2026-12-04 19:46:27.033+00', 'cZmtKdlVT6vJwEH1B9UwVLJ7ymjUfLks', '2026-11-27 19:46:27.033+00', '2026-11-27 19:46:27.033+00', '', '', 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA');
INSERT INTO public.session VALUES ('qGWtPNIzXyCbBASxA96ZKdNA7Z4vMbWQ', '2026-12-04 19:46:28.561+00', 'rOtlG9LPdanzaM3h9C4usq4cKnwl4yH4', '2026-11-27 19:46:28.561+00', '2026-11-27 19:46:28.561+00', '', '', 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8');
INSERT INTO public.session VALUES ('P0xzTL7wrnXux89mPlT62hMw3BxuM0po', '2026-12-04 19:46:29.397+00', 'JNuqouX89dorqnhXmJfplqrRjYGX5qoE', '2026-11-27 19:46:29.397+00', '2026-11-27 19:46:29.397+00', '', '', 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu');
INSERT INTO public.session VALUES ('9E0X4iyM5HmUK0gmV9aaBpBXASj4XOdV', '2026-12-04 19:46:29.964+00', 'uCfVaSE5FZlF01djAtcPsPwyhDQrHLo2', '2026-11-27 19:46:29.964+00', '2026-11-27 19:46:29.964+00', '', '', 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02');
INSERT INTO public.tasks_phaseiii VALUES (1, 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, 'IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, 'ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, 'sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."twoFactor" VALUES ('qq1DLWsDkwrDteivwiROP9VB8MukE4Yp', '221a209c8d0f9991a3de2991df3807a25d39dbcfeafcbb58434966ed03d45903e0350cae6974e7689919246491f727abcdd511287769f8690e5e721ea00f76ff3972214286db3dfb', '18066dd874ef82b6530fdfaea3444e12a1b321c1571c39c06df5f17bac22dd545a7da59e4ff13ec78105dd50fb9792dbe2facc78f3d78f6fc353cdd065c88c9bf9371cb2baa8ae786e436e95a9ec5408860a54c6b82e8627be32680f93bb18f8c097c3f90fbe4aedc1bf8a2fdb52bc69f531b232179d03b6261948311da486f0a9d51d133393a775f3a6226e409d3d4c47ea7e433f54d78a1e5d175324d34b80fd77d0533aa4e4fbec4046a06b2a1f530f5f6f99d9', 'DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', true, 0, NULL);
INSERT INTO public."user" VALUES ('IhVtn0vA3QI0gunr1Va2lNNQZliAtLXA', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:46:27.028+00', '2026-11-27 19:46:27.028+00', false);
INSERT INTO public."user" VALUES ('ClBq2P4XkWmQEoFylgp7wTUwFM9KkPH8', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:46:28.552+00', '2026-11-27 19:46:28.552+00', false);
INSERT INTO public."user" VALUES ('sOCr5v6tFGn7yNfic8tLfkBUYsURVKJu', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:46:29.39+00', '2026-11-27 19:46:29.39+00', false);
INSERT INTO public."user" VALUES ('DYxKMG8U27HiuTbO1YO4hekDNM1XZR02', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:46:27.632+00', '2026-11-27 19:46:29.953+00', true);
SELECT pg_catalog.setval('public.conversations_id_seq', 4, true);
SELECT pg_catalog.setval('public.messages_id_seq', 8, true);
SELECT pg_catalog.setval('public.tasks_phaseiii_id_seq', 8, true);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_token_key UNIQUE (token);
ALTER TABLE ONLY public.tasks_phaseiii
    ADD CONSTRAINT tasks_phaseiii_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public."twoFactor"
    ADD CONSTRAINT "twoFactor_pkey" PRIMARY KEY (id);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_email_key UNIQUE (email);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);
CREATE INDEX "account_userId_idx" ON public.account USING btree ("userId");
CREATE INDEX ix_tasks_phaseiii_user_id ON public.tasks_phaseiii USING btree (user_id);
CREATE INDEX "session_userId_idx" ON public.session USING btree ("userId");
CREATE INDEX "twoFactor_secret_idx" ON public."twoFactor" USING btree (secret);
CREATE INDEX "twoFactor_userId_idx" ON public."twoFactor" USING btree ("userId");
CREATE INDEX verification_identifier_idx ON public.verification USING btree (identifier);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."user"(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."user"(id) ON DELETE CASCADE;
ALTER TABLE ONLY public."twoFactor"
    ADD CONSTRAINT "twoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."user"(id) ON DELETE CASCADE;
