CREATE TABLE public.account (
    id text NOT NULL,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    user_id text NOT NULL,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamp with time zone,
    refresh_token_expires_at timestamp with time zone,
    scope text,
    password text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone NOT NULL
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
    expires_at timestamp with time zone NOT NULL,
    token text NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ip_address text,
    user_agent text,
    user_id text NOT NULL
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
    email_verified boolean NOT NULL,
    image text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE TABLE public.verification (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
ALTER TABLE ONLY public.conversations ALTER COLUMN id SET DEFAULT nextval('public.conversations_id_seq'::regclass);
ALTER TABLE ONLY public.messages ALTER COLUMN id SET DEFAULT nextval('public.messages_id_seq'::regclass);
ALTER TABLE ONLY public.tasks_phaseiii ALTER COLUMN id SET DEFAULT nextval('public.tasks_phaseiii_id_seq'::regclass);
INSERT INTO public.account VALUES ('9EYnHAe1UfAYeVLeEko7U5j7nAIVkMMj', 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', 'credential', 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', NULL, NULL, NULL, NULL, NULL, NULL, '2a248d4cb7b4c851be44f4ccd3d671d2:e7574468d1f3db063ef770cf8b019b566862742767beb9cd157d8484e6fc93558443a70676514cfc82e3478848b6bedb170569f6b92ea97d71f5c1eaf7e2bbcb', '2026-11-27 19:44:30.726+00', '2026-11-27 19:44:30.726+00');
INSERT INTO public.account VALUES ('jy9AXXDqRxHqSWn6WGkpSQQJHe17VORd', 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', 'credential', 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', NULL, NULL, NULL, NULL, NULL, NULL, '246d3e051b227ed856025db70fe81372:f18527676068b4982fc4996ffcffd6e6f0fd37b8409be65bbb990bf82d86a26cf6a0afd925ac70d8e86ed3b94d3573cd92ddbb74848fa7b0389a924a7bd7cc27', '2026-11-27 19:44:31.167+00', '2026-11-27 19:44:31.167+00');
INSERT INTO public.account VALUES ('ktj1awQH08lVPa4b9eaG1m3YRbkCEfW5', 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', 'credential', 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', NULL, NULL, NULL, NULL, NULL, NULL, 'd7d6b7df9005b590a62543cc10f3d0b5:946d7e68dee4eb9c98b3f447eda0bd4cc98d329ffe1fade0bd254708a6f5083e92d09e684f6faebc552d13c9ed521569d07aff111c29001c0865724ba61610f4', '2026-11-27 19:44:31.581+00', '2026-11-27 19:44:31.581+00');
INSERT INTO public.account VALUES ('V0f3awpsgAiWQ131yrCjq6KRD3VPfqQb', 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', 'credential', 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', NULL, NULL, NULL, NULL, NULL, NULL, '290d86ac9e85d11df6c0dfbe3ca3e5ce:d1663aee78875676cb62f989e01f2e2e56cead003f378cf8fa8749847288b224e6d25ccee0dd73e55c54d20facfd70f73d3c953783e7e1ebce34425c11b988e4', '2026-11-27 19:44:31.989+00', '2026-11-27 19:44:31.989+00');
INSERT INTO public.conversations VALUES (1, 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('rASKkqyTkMY9bs9w4ywQo8ea0RU43euL', '2026-12-04 19:44:30.736+00', 'IswVaAmWOdiWtHbQEFPOrmUi7mDu5TaZ', '2026-11-27 19:44:30.736+00', '2026-11-27 19:44:30.736+00', '', '', 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2');
INSERT INTO public.session VALUES ('rEu6OfPU6Sjh8qBwVs4GEhGfnw16GJv6', '2026-12-04 19:44:31.172+00', 'L08QHxG7Yot0BLNjy28rKDAVGWLatQd0', '2026-11-27 19:44:31.172+00', '2026-11-27 19:44:31.172+00', '', '', 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y');
INSERT INTO public.session VALUES ('N6Dtf2A1T2YeFFsdLNxhagg1sdB6AwdC', '2026-12-04 19:44:31.588+00', 'DnLaUGsD10ps6tqKFTuAXST9JYch8Xlt', '2026-11-27 19:44:31.588+00', '2026-11-27 19:44:31.588+00', '', '', 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY');
INSERT INTO public.session VALUES ('NjUREzItS06JPwBtRIdJQlNqEfeJ77A9', '2026-12-04 19:44:32+00', 'LJiRW4gZG49vLuSCDqzkrOZtrVpj5Njl', '2026-11-27 19:44:32+00', '2026-11-27 19:44:32+00', '', '', 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV');
INSERT INTO public.tasks_phaseiii VALUES (1, 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, 'GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, 'R373FaAF83E8q0WuQUidpUfuFNPdxa9y', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, 'C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, 'pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."user" VALUES ('GYSowvy23mbwaBpJAy5Khq6tDO4agBO2', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:44:30.724+00', '2026-11-27 19:44:30.724+00');
INSERT INTO public."user" VALUES ('R373FaAF83E8q0WuQUidpUfuFNPdxa9y', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:44:31.164+00', '2026-11-27 19:44:31.164+00');
INSERT INTO public."user" VALUES ('C22N1xYHgSfCAx0m92ESfRmA5RqnGuPY', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:44:31.58+00', '2026-11-27 19:44:31.58+00');
INSERT INTO public."user" VALUES ('pEhdohOJ6s4L3IV5A8Mxr64zpyQarsiV', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:44:31.977+00', '2026-11-27 19:44:31.977+00');
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
CREATE INDEX account_user_id_idx ON public.account USING btree (user_id);
CREATE INDEX ix_tasks_phaseiii_user_id ON public.tasks_phaseiii USING btree (user_id);
CREATE INDEX session_user_id_idx ON public.session USING btree (user_id);
CREATE INDEX verification_identifier_idx ON public.verification USING btree (identifier);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user"(id) ON DELETE CASCADE;
