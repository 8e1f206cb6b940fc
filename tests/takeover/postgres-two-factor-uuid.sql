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
CREATE TABLE public."twoFactor" (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    secret text NOT NULL,
    "backupCodes" text NOT NULL,
    "userId" uuid NOT NULL,
    verified boolean,
    "failedVerificationCount" integer,
    "lockedUntil" timestamp with time zone
);
CREATE TABLE public."user" (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "twoFactorEnabled" boolean
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
INSERT INTO public.account VALUES ('e57ecb7a-35e6-44cc-a74d-4bfa1246dd0d', 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', 'credential', 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', NULL, NULL, NULL, NULL, NULL, NULL, 'b62cb4d749043cad111fabc4f2dc3a49:774b7b1860edf9d5601786bd9da6db3494a710fa069ad273a5f69355c5743022f45cd0d18196b8ef8f168b7424b35bffb799250be2532435f47bf094a7d8b048', '2026-11-27 19:46:55.614+00', '2026-11-27 19:46:55.614+00');
INSERT INTO public.account VALUES ('57ddc40c-1727-4913-a57e-a8997695ca56', 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', 'credential', 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', NULL, NULL, NULL, NULL, NULL, NULL, 'd359f3b55fb509f1c06e9f280f296736:26e057f84aafc2a9508b4f052a44bdb6950e05da0e9352393b8a9d938a872c4aa784a3d6642ca0c1808644c955db821abad7304ec0d280fda7ebd57ce580a980', '2026-11-27 19:46:55.954+00', '2026-11-27 19:46:55.954+00');
INSERT INTO public.account VALUES ('32509e7c-054d-4925-a854-acd62f5bc165', '1b3d5263-1d20-4d5c-ba55-239fd42987c2', 'credential', '1b3d5263-1d20-4d5c-ba55-239fd42987c2', NULL, NULL, NULL, NULL, NULL, NULL, '06a687a24b37f0c24df272bd4a7bb35f:fda8e7f4f6e6e867a96ab4697e9870c34859fbfb1c485b2d1bcaf86aea18ca3206f3807e90e62bd5e1523d6220a9a7bbf006f3f7c6597569538d6fcdaff23227', '2026-11-27 19:46:56.316+00', '2026-11-27 19:46:56.316+00');
INSERT INTO public.account VALUES ('d4973375-c4fa-4447-ae48-a2a95f400a63', '62c25fba-78b1-4f32-9ad8-d8272a884800', 'credential', '62c25fba-78b1-4f32-9ad8-d8272a884800', NULL, NULL, NULL, NULL, NULL, NULL, '2cd88acacfe8cc2f3ee582d729434fd4:bcaea6ba2bf9c4c83b725e1bdaf0b727ea22c42082ca522b6de374342a1cfed5154599c911628574cae9e9cb510dc2108289cfb5aa6ff4a2a0adfe1240b1d9a4', '2026-11-27 19:46:56.659+00', '2026-11-27 19:46:56.659+00');
INSERT INTO public.conversations VALUES (1, 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (2, 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (3, '1b3d5263-1d20-4d5c-ba55-239fd42987c2', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.conversations VALUES (4, '62c25fba-78b1-4f32-9ad8-d8272a884800', '2026-01-02 03:04:05', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (1, 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', 1, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (2, 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', 2, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (3, '1b3d5263-1d20-4d5c-ba55-239fd42987c2', 3, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (4, '62c25fba-78b1-4f32-9ad8-d8272a884800', 4, 'user', 'Add milk', NULL, '2026-01-02 03:04:05');
INSERT INTO public.messages VALUES (5, 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', 1, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (6, 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', 2, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (7, '1b3d5263-1d20-4d5c-ba55-239fd42987c2', 3, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.messages VALUES (8, '62c25fba-78b1-4f32-9ad8-d8272a884800', 4, 'assistant', 'Added it.', '[{"name": "add_task"}]', '2026-01-02 03:04:06');
INSERT INTO public.session VALUES ('28776224-9ed7-45ef-a736-7d49966efcc2', '2026-12-04 19:46:55.616+00', 'Y1GXBss7KL3Wsl0dNPBWWYX9R1RNqhfK', '2026-11-27 19:46:55.616+00', '2026-11-27 19:46:55.616+00', '', '', 'f8dae07e-5b64-4c5d-b16a-923b57876cbb');
INSERT INTO public.session VALUES ('45088223-e917-4840-8c71-72f5dc9bb080', '2026-12-04 19:46:56.318+00', 'soO4VkdzJFqQOXwgxxwqMeHneGVa2Ya6', '2026-11-27 19:46:56.318+00', '2026-11-27 19:46:56.318+00', '', '', '1b3d5263-1d20-4d5c-ba55-239fd42987c2');
INSERT INTO public.session VALUES ('9cddc908-1466-408f-94ef-8b361dc74b30', '2026-12-04 19:46:56.664+00', 'rnyG9R58gLYfwjjDZajFP4PmVSJdwKk3', '2026-11-27 19:46:56.664+00', '2026-11-27 19:46:56.664+00', '', '', '62c25fba-78b1-4f32-9ad8-d8272a884800');
INSERT INTO public.session VALUES ('b6dc90da-e23b-45d3-bfe3-edf98511fb8d', '2026-12-04 19:46:57.068+00', 'NH25R7OivgVmEiGzcuI6gcjohnPyhPQU', '2026-11-27 19:46:57.068+00', '2026-11-27 19:46:57.068+00', '', '', 'c0c2acab-04fc-46d5-bc06-baa46e41d92c');
INSERT INTO public.tasks_phaseiii VALUES (1, 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (2, 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (3, '1b3d5263-1d20-4d5c-ba55-239fd42987c2', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (4, '62c25fba-78b1-4f32-9ad8-d8272a884800', ' Buy milk', '', false, 'high', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901');
INSERT INTO public.tasks_phaseiii VALUES (5, 'f8dae07e-5b64-4c5d-b16a-923b57876cbb', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (6, 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (7, '1b3d5263-1d20-4d5c-ba55-239fd42987c2', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public.tasks_phaseiii VALUES (8, '62c25fba-78b1-4f32-9ad8-d8272a884800', 'Call mom', NULL, true, 'low', '2026-01-03 03:04:05', '2026-01-03 03:04:05');
INSERT INTO public."twoFactor" VALUES ('cbb0af85-0079-4889-ae5b-105706c02e4d', '6fe4298a0418ccb2cbffafc9c8980a9ebdfe911d8084176bf37e92330d550c87d581827d02e0a2334ca6c0388935e458bc51110bab1f2d50220cfebf371f9eb09f93c9625d8f84a5', '6a225a8128f7e970eeae6ac74950aef75ad9927016cdf22553c4297e92d9dc93711e4a7a096a0be1cd338d7cdb199c3114b5b93a08d2a5975a2e54367bd713364ea7887a3eb12522c9a44a8cfc471a1e3237f0ae7163dc22bf836e85c6ac437c20e3d976f60bcc9e38583b55dd1ceddee6b959c8d168118c2a87eaa0d45a428c7050f52b960daca0dea25b9c019d7057689991f2f85ca72fa2f8ec58b0a94427bb0b95d96d8d3e2d5f3815110608e912925cb45aff', 'c0c2acab-04fc-46d5-bc06-baa46e41d92c', true, 0, NULL);
INSERT INTO public."user" VALUES ('f8dae07e-5b64-4c5d-b16a-923b57876cbb', 'Ann', 'ann@example.com', false, NULL, '2026-11-27 19:46:55.609+00', '2026-11-27 19:46:55.609+00', false);
INSERT INTO public."user" VALUES ('1b3d5263-1d20-4d5c-ba55-239fd42987c2', 'Cid', 'cid@example.com', false, NULL, '2026-11-27 19:46:56.309+00', '2026-11-27 19:46:56.309+00', false);
INSERT INTO public."user" VALUES ('62c25fba-78b1-4f32-9ad8-d8272a884800', 'Dee', 'dee@example.com', false, NULL, '2026-11-27 19:46:56.657+00', '2026-11-27 19:46:56.657+00', false);
INSERT INTO public."user" VALUES ('c0c2acab-04fc-46d5-bc06-baa46e41d92c', 'Bob', 'bob@example.com', false, NULL, '2026-11-27 19:46:55.952+00', '2026-11-27 19:46:57.065+00', true);
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
