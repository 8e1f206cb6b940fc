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
    "userId" text NOT NULL,
    "impersonatedBy" text
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
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    role text,
    banned boolean,
    "banReason" text,
    "banExpires" timestamp with time zone
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
INSERT INTO public.account VALUES ('d3hTZYamlnFZXEPGpM5QG2QZafqX1TVl', '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', 'credential', '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', NULL, NULL, NULL, NULL, NULL, NULL, '46bda467e383f26f815a44c041dc2535:1f812b249e5770c80497f06876a629e252cdb178e9d95c23f92c00ff34bac5bf4c5ccc3000577f1a6759edec556411ca0fd770188b4297ef731b05306ed68ef2', '2026-11-27 19:44:57.084+00', '2026-11-27 19:44:57.084+00');
INSERT INTO public.account VALUES ('Rwy8MCfkfZFCtuqPI1NoEKegSnvy6EJG', '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', 'credential', '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', NULL, NULL, NULL, NULL, NULL, NULL, 'a61473cc6498e34fc0473de498fa4516:9cfbe9e122b519ea6016cd45780b9754a5383a21ea81e88aa1667f653b4faf913a3c4b4e5ebca1a0a8ee946ed1fd9c8282a12bf3dfb82cf4e2270a74ad30d8d2', '2026-11-27 19:44:57.504+00', '2026-11-27 19:44:57.504+00');
INSERT INTO public.account VALUES ('EJMmEmj4UAPPp7KS6wgrhxhYwDfefMTX', 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', 'credential', 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', NULL, NULL, NULL, NULL, NULL, NULL, '51a8c37e565f5f5e2b4de1e818575455:fe4a6e2c6bf6486fb7c5f3977c7ebb573384b4a83ce83a9b607ef8897d58bf00d39d7afa5c8e4affd7357c652b14c696fbd940f587cf3d24cf66075bf17a3c2a', '2026-11-27 19:44:57.98+00', '2026-11-27 19:44:57.98+00');
INSERT INTO public.account VALUES ('z83N4b24Y5PPqwCsFh7Vvbh2fPwFAPk4', 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', 'credential', 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', NULL, NULL, NULL, NULL, NULL, NULL, '7e6f8e3a2f99dcda2c211cffdb8819d9:e7cc18f4b88adeb9f91ed1b5b8622039460d67b9cf9427f992a0df5d089aaaa837170a6e13e02bd609384ccad5a0ca12e2a8cf04148a4c64c28f7ad0875c233e', '2026-11-27 19:44:58.36+00', '2026-11-27 19:44:58.36+00');
INSERT INTO public.conversations VALUES (1, '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('iw4cT9AnhyNCqW56FCQPy6oF84i3Qy4c', '2026-12-04 19:44:57.086+00', 'wHTjKOczeyN4hXRL8DtxFdSRmYFnI3ez', '2026-11-27 19:44:57.086+00', '2026-11-27 19:44:57.086+00', '', '', '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', NULL);
INSERT INTO public.tasks_phaseiii VALUES (1, '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, '0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, '99p09M4X477Cj8AbCFJBHOAYmbDeemgx', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, 'mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, 'FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."user" VALUES ('0zWYFRUxjvw2MGWt8kgdJ90zU8YTD0M4', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:44:57.08+00', '2026-11-27 19:44:57.08+00', 'admin', false, NULL, NULL);
INSERT INTO public."user" VALUES ('99p09M4X477Cj8AbCFJBHOAYmbDeemgx', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:44:57.5+00', '2026-11-27 19:44:58.513+00', 'user', true, 'Spam.', NULL);
INSERT INTO public."user" VALUES ('mJL7aThnwttrtNq94GhGf6JIyOKgxTfM', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:44:57.972+00', '2026-11-27 19:44:58.568+00', 'user', true, 'Later.', '2076-11-14 19:44:58.568+00');
INSERT INTO public."user" VALUES ('FbGTa5FHPsQIEQabSQHWXsVxsxnBeQNO', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:44:58.353+00', '2026-11-27 19:44:58.612+00', 'user', true, 'No reason', '2026-11-27 19:44:59.612+00');
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
