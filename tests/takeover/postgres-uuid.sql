CREATE TABLE public.account (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    "accountId" text NOT NULL,
    "providerId" text NOT NULL,
    "userId" uuid NOT NULL,
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
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    "expiresAt" timestamp with time zone NOT NULL,
    token text NOT NULL,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone NOT NULL,
    "ipAddress" text,
    "userAgent" text,
    "userId" uuid NOT NULL
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
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE TABLE public.verification (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    "expiresAt" timestamp with time zone NOT NULL,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
ALTER TABLE ONLY public.conversations ALTER COLUMN id SET DEFAULT nextval('public.conversations_id_seq'::regclass);
ALTER TABLE ONLY public.messages ALTER COLUMN id SET DEFAULT nextval('public.messages_id_seq'::regclass);
ALTER TABLE ONLY public.tasks_phaseiii ALTER COLUMN id SET DEFAULT nextval('public.tasks_phaseiii_id_seq'::regclass);
INSERT INTO public.account VALUES ('78b4782f-8562-4c6d-9933-e42ce006c5f0', 'feaebab0-5717-4090-bf14-86e50362a904', 'credential', 'feaebab0-5717-4090-bf14-86e50362a904', NULL, NULL, NULL, NULL, NULL, NULL, '5e58a88298fe877447caee50764fe6e8:267f73204a536f7fff37806f34c510f675de1bc24e08d20ce478c0cee77ac057a026091b247e710b12f3051b9c72f6ac7cd8b040c78a5ca53ed11287f363b10d', '2026-11-27 19:43:31.409+00', '2026-11-27 19:43:31.409+00');
INSERT INTO public.account VALUES ('47c1d006-814b-430e-a63f-16f301a7488e', '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', 'credential', '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', NULL, NULL, NULL, NULL, NULL, NULL, '4df5e6e94c9474d3308316d05889fe49:fc67761e4573e8fd0f417bc0812745dcca29030c821a0d53774ea6d1e91eb67e686dcb1b390880613b80ea4ac736b900757e2493ec819462c80a7df2065d5055', '2026-11-27 19:43:31.962+00', '2026-11-27 19:43:31.962+00');
INSERT INTO public.account VALUES ('d02e5d04-d78f-484a-be19-6528feb7b02c', '177b53fa-2ec2-40ce-ba83-efddabcf255d', 'credential', '177b53fa-2ec2-40ce-ba83-efddabcf255d', NULL, NULL, NULL, NULL, NULL, NULL, '818921baf5274c0cd75cdeba3e67f2c0:dd556115c904613d07da999a58f764e5d397c969cc53aa4bbd4be8819eade9d2ceba6c86fda91199f1f750391a73959d09cc7a3347ee48974fc4346ff6858c1d', '2026-11-27 19:43:32.45+00', '2026-11-27 19:43:32.45+00');
INSERT INTO public.account VALUES ('ba418044-c1a3-4a75-b7fa-49976994f5a8', 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', 'credential', 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', NULL, NULL, NULL, NULL, NULL, NULL, 'e51fe6625bbe0bfc00ab7acb7bca026f:da1d08f8db9c7e959f9dd53e64d0c792afb87f17a1b34fcecaaa97eefa990b381e432f37f417434d845bb83e26c0e53b47149949f64d55a38a1c237a080c3f52', '2026-11-27 19:43:33.004+00', '2026-11-27 19:43:33.004+00');
INSERT INTO public.conversations VALUES (1, 'feaebab0-5717-4090-bf14-86e50362a904', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, '177b53fa-2ec2-40ce-ba83-efddabcf255d', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, 'feaebab0-5717-4090-bf14-86e50362a904', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, '177b53fa-2ec2-40ce-ba83-efddabcf255d', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, 'feaebab0-5717-4090-bf14-86e50362a904', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, '177b53fa-2ec2-40ce-ba83-efddabcf255d', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('ce2fe925-189f-49c8-b7b6-7a48637fc23c', '2026-12-04 19:43:31.416+00', 'QYWLtiD0BakxgiTdACmxusku5erXTWFI', '2026-11-27 19:43:31.416+00', '2026-11-27 19:43:31.416+00', '', '', 'feaebab0-5717-4090-bf14-86e50362a904');
INSERT INTO public.session VALUES ('65e80476-75cc-481f-b86b-1d7e784be8fa', '2026-12-04 19:43:31.967+00', 'NWj1emHWSHa3Q600rMF514dRDuD9sdfA', '2026-11-27 19:43:31.967+00', '2026-11-27 19:43:31.967+00', '', '', '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2');
INSERT INTO public.session VALUES ('fc2c8755-e899-4de5-bc4a-f8b7110638c9', '2026-12-04 19:43:32.456+00', 'S9cl8baYmFOwokGpNwvXS0R55C0aYRqC', '2026-11-27 19:43:32.456+00', '2026-11-27 19:43:32.456+00', '', '', '177b53fa-2ec2-40ce-ba83-efddabcf255d');
INSERT INTO public.session VALUES ('d7533172-d715-4f99-891c-38424bd5450a', '2026-12-04 19:43:33.009+00', '4o572ZMRBHIUCkc29ZV4OolkQoIew093', '2026-11-27 19:43:33.009+00', '2026-11-27 19:43:33.009+00', '', '', 'e2fa8ad6-0079-49b1-8a4e-55656ec26245');
INSERT INTO public.tasks_phaseiii VALUES (1, 'feaebab0-5717-4090-bf14-86e50362a904', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, '177b53fa-2ec2-40ce-ba83-efddabcf255d', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, 'feaebab0-5717-4090-bf14-86e50362a904', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, '8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, '177b53fa-2ec2-40ce-ba83-efddabcf255d', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, 'e2fa8ad6-0079-49b1-8a4e-55656ec26245', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."user" VALUES ('feaebab0-5717-4090-bf14-86e50362a904', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:43:31.404+00', '2026-11-27 19:43:31.404+00');
INSERT INTO public."user" VALUES ('8a4613f4-6b94-4aa3-9e1d-9a31b64c61e2', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:43:31.96+00', '2026-11-27 19:43:31.96+00');
INSERT INTO public."user" VALUES ('177b53fa-2ec2-40ce-ba83-efddabcf255d', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:43:32.448+00', '2026-11-27 19:43:32.448+00');
INSERT INTO public."user" VALUES ('e2fa8ad6-0079-49b1-8a4e-55656ec26245', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:43:32.998+00', '2026-11-27 19:43:32.998+00');
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
