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
CREATE TABLE public."user" (
    id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
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
INSERT INTO public.account VALUES ('SKXtUTDB7mjht0WfTVyIvixOWaMaoNMj', 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', 'credential', 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', NULL, NULL, NULL, NULL, NULL, NULL, '960c9b5ff72a567c38b52e782118f46f:6953bf829ec15a9f49efe57e64578bbe9c95962c570622bb3196781ed707a5b5aca40daf8f93fe925afb3f4097a8f9b1dd39dd36410e0cf06bde853927a4ca2e', '2026-11-27 19:43:04.23+00', '2026-11-27 19:43:04.23+00');
INSERT INTO public.account VALUES ('TZj76GGUpwfjR9Ve6TMfbdn1KUGHYCmU', 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', 'credential', 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', NULL, NULL, NULL, NULL, NULL, NULL, '740860c1930e38cb4fb97211c03d2229:fd4cb457b9c1b6d2697683dbfbaa583bbf56686aeefcac42188ced82130a5604c5cfae8715041697793fc9706fd36eb7e41d0e7d6c2c49891f51201aa990202d', '2026-11-27 19:43:04.864+00', '2026-11-27 19:43:04.864+00');
INSERT INTO public.account VALUES ('GbwM1E3ZewynAWtDeEUNVAbmWZfrjX0a', 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', 'credential', 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', NULL, NULL, NULL, NULL, NULL, NULL, 'e92a1c12b64312db61ae34adad74623a:68eb5cf3649bff9f4febfee5c2ea87e465d3f38449f337a4978ff09f42b0b866628847fd0158274c22b8bf01f26a08266932529d9f8b309dd61095824989c890', '2026-11-27 19:43:05.38+00', '2026-11-27 19:43:05.38+00');
INSERT INTO public.account VALUES ('Iek0NwWiqeDlCbqNx9V2DuXEtNoaUt1N', 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', 'credential', 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', NULL, NULL, NULL, NULL, NULL, NULL, '95e1cb367121ad1f122ef7e9c1701da2:149cac0272b9c3133a6289363a58c949cf7bb992fe7ad84df093e869b2d4e75ffc80e2981cb13003259180b1cff2d6590724118a880e493a207ff1b3c54edeed', '2026-11-27 19:43:05.868+00', '2026-11-27 19:43:05.868+00');
INSERT INTO public.conversations VALUES (1, 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('IaQtDm79DXmd4EtwfJL1dYhicV8xI3Xp', '2026-12-04 19:43:04.235+00', 'KVcF2s7Rvg1nmUPhqfd76qcrX7UiaYNk', '2026-11-27 19:43:04.239+00', '2026-11-27 19:43:04.239+00', '', '', 'mglcen07wShh2yLmuZIEQZ2odWic5Orx');
INSERT INTO public.session VALUES ('dIYCtdmNJVUrMoIWraQHX0gK0fl42Rbn', '2026-12-04 19:43:04.88+00', 'kJzjzj3a3Z8rQNe6nwkkC91dAQb4OKPM', '2026-11-27 19:43:04.881+00', '2026-11-27 19:43:04.881+00', '', '', 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY');
INSERT INTO public.session VALUES ('0HsHTYfsbLLFXvI1XXJExw6y0e0YclPI', '2026-12-04 19:43:05.393+00', 'K6qsp1iJWtNFqFj8pse9MILmCiV4eLI5', '2026-11-27 19:43:05.393+00', '2026-11-27 19:43:05.393+00', '', '', 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE');
INSERT INTO public.session VALUES ('5FxKXTVThHBv9tl4yivBJVnbtdQaGNWD', '2026-12-04 19:43:05.872+00', 'iayUz8JU0bcIKIISvuqYFghv3ES0XpnW', '2026-11-27 19:43:05.872+00', '2026-11-27 19:43:05.872+00', '', '', 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai');
INSERT INTO public.tasks_phaseiii VALUES (1, 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, 'mglcen07wShh2yLmuZIEQZ2odWic5Orx', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, 'Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, 'lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, 'qCGutuc7E4kMRoM51qxjl043P9JT8Zai', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."user" VALUES ('mglcen07wShh2yLmuZIEQZ2odWic5Orx', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:43:04.208+00', '2026-11-27 19:43:04.208+00');
INSERT INTO public."user" VALUES ('Ou9KwswHfnQLKaKUrOKmyTNya9CP3IiY', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:43:04.844+00', '2026-11-27 19:43:04.844+00');
INSERT INTO public."user" VALUES ('lzULvbLJxBaGe5SSlYLXg7KS3ztpSwNE', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:43:05.376+00', '2026-11-27 19:43:05.376+00');
INSERT INTO public."user" VALUES ('qCGutuc7E4kMRoM51qxjl043P9JT8Zai', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:43:05.865+00', '2026-11-27 19:43:05.865+00');
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
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_email_key UNIQUE (email);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);
CREATE INDEX "account_userId_idx" ON public.account USING btree ("userId");
CREATE INDEX ix_tasks_phaseiii_user_id ON public.tasks_phaseiii USING btree (user_id);
CREATE INDEX "session_userId_idx" ON public.session USING btree ("userId");
CREATE INDEX verification_identifier_idx ON public.verification USING btree (identifier);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."user"(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES public."user"(id) ON DELETE CASCADE;
