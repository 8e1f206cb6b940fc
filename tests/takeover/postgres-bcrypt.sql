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
INSERT INTO public.account VALUES ('tGHeLFNrZsIK8FeYsTG77rpszM9m7VN6', 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', 'credential', 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', NULL, NULL, NULL, NULL, NULL, NULL, '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e', '2026-11-27 19:47:29.066+00', '2026-11-27 19:47:29.066+00');
INSERT INTO public.account VALUES ('ihxrKQb3bko2FFXuoG1T2eUUOowGflnu', 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', 'credential', 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', NULL, NULL, NULL, NULL, NULL, NULL, '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e', '2026-11-27 19:47:29.075+00', '2026-11-27 19:47:29.075+00');
INSERT INTO public.account VALUES ('NIopVXfetODyljYcO7G2WNn4Yp2Lx3LK', 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', 'credential', 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', NULL, NULL, NULL, NULL, NULL, NULL, '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e', '2026-11-27 19:47:29.092+00', '2026-11-27 19:47:29.092+00');
INSERT INTO public.account VALUES ('MOueKXYrQrrwMyPABoNF5KFlScIhpuFV', '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', 'credential', '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', NULL, NULL, NULL, NULL, NULL, NULL, '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e', '2026-11-27 19:47:29.118+00', '2026-11-27 19:47:29.118+00');
INSERT INTO public.conversations VALUES (1, 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('RC5FhAYbE20QTH1HeHT7YPyVGjZ1lEvX', '2026-12-04 19:47:29.068+00', 'wcjfgg9pWFGeDE4MNPgLNHu2MvnbIMFK', '2026-11-27 19:47:29.068+00', '2026-11-27 19:47:29.068+00', '', '', 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4');
INSERT INTO public.session VALUES ('lubTzvPsfLwDWpQzq7P5F5vsZHvTK4u1', '2026-12-04 19:47:29.076+00', '8skx902LA5auIIK6KGpoEdMYujLQ7WfO', '2026-11-27 19:47:29.076+00', '2026-11-27 19:47:29.076+00', '', '', 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa');
INSERT INTO public.session VALUES ('IEaETdiobKKm6Lodm6WAB5lw3qDTAqi7', '2026-12-04 19:47:29.094+00', 'aBWKXlTeB0kCgjtaCDaTCuVmx538yI1K', '2026-11-27 19:47:29.094+00', '2026-11-27 19:47:29.094+00', '', '', 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2');
INSERT INTO public.session VALUES ('zNwjTuLoMTjCnkVv9eF08nGedBv6JsQH', '2026-12-04 19:47:29.124+00', 'VEglDyhLSM1WilHliMHwXXBFSdP1g08i', '2026-11-27 19:47:29.124+00', '2026-11-27 19:47:29.124+00', '', '', '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts');
INSERT INTO public.tasks_phaseiii VALUES (1, 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, 'quConu8ZcifbLezrAZMoVgnoIAFjJCf4', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, 'XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, 'nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, '66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."user" VALUES ('quConu8ZcifbLezrAZMoVgnoIAFjJCf4', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:47:29.064+00', '2026-11-27 19:47:29.064+00');
INSERT INTO public."user" VALUES ('XYrkBrQfIcvVBESGIWRCDzb66zkxjlYa', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:47:29.074+00', '2026-11-27 19:47:29.074+00');
INSERT INTO public."user" VALUES ('nWw1hTCvEoUigslj9w5LvKaQ7U9cCkH2', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:47:29.087+00', '2026-11-27 19:47:29.087+00');
INSERT INTO public."user" VALUES ('66GJVLDfLJ0PYFKo8mTSIMyqbyUK64Ts', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:47:29.116+00', '2026-11-27 19:47:29.116+00');
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
