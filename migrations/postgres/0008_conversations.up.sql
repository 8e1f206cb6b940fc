-- Columns of these names that are not Docket's hold something else. They are kept under another name (see 0003).
do $$
declare
    other record;
begin
    for other in
        select attrelid::regclass as name, attname from pg_attribute
        where attnum > 0 and not attisdropped
          and (attrelid = 'conversations'::regclass
                  and attname in ('titled_by', 'pinned', 'archived', 'deleted_at', 'words')
               or attrelid in ('messages'::regclass, 'tasks_phaseiii'::regclass) and attname = 'words')
    loop
        execute format('alter table %s rename column %I to %I',
            other.name, other.attname, other.attname || '_phaseiii');
    end loop;
end
$$;

-- titled_by: who gave the title; what the person wrote is never overwritten. deleted_at: hidden everywhere from then
-- on, and gone a minute later. Writing to an archived conversation brings it back.
alter table conversations
    add column titled_by text not null default 'message' check (titled_by in ('message', 'model', 'person')),
    add column pinned boolean not null default false,
    add column archived boolean not null default false,
    add column deleted_at timestamptz;
-- The list, a page at a time.
create index conversations_list_idx on conversations (user_id, archived, pinned, updated_at, id)
    where deleted_at is null;
create index conversations_deleted_at_idx on conversations (deleted_at) where deleted_at is not null;

-- What somebody has written and not sent. conversation_id is null for the next new conversation.
create table drafts (
    user_id text not null references "user" ("id") on delete cascade,
    conversation_id bigint,
    text text not null check (length(text) between 1 and 8000),
    updated_at timestamptz not null,
    foreign key (conversation_id, user_id) references conversations (id, user_id) on delete cascade
);
create unique index drafts_conversation_idx on drafts (user_id, conversation_id) where conversation_id is not null;
create unique index drafts_new_idx on drafts (user_id) where conversation_id is null;

alter table drafts enable row level security;
create policy owner_only on drafts to docket_app
    using (user_id = current_setting('docket.user_id', true))
    with check (user_id = current_setting('docket.user_id', true));
grant select, insert, update, delete on drafts to docket_app;

-- The words of a text, as they are searched: in lower case, without accents and punctuation, whatever the language.
-- With them goes the text's owner, whom no word looks like (it has no '@'), so that the index finds one person's
-- messages without looking at anybody else's. What the server cannot do is left out: without UTF-8, accents stay;
-- without ICU, a database whose locale is C knows capital letters in English alone. A tsvector has at most a megabyte,
-- hence the cut. It uses no other function of ours, because restoring a dump runs it with an empty search_path.
do $$
declare
    folded text := 'left(words, 100000)';
begin
    if current_setting('server_encoding') = 'UTF8' then
        if exists (select from pg_collation where collname = 'und-x-icu') then
            folded := folded || ' collate pg_catalog."und-x-icu"';
        end if;
        folded := format('regexp_replace(normalize(lower(%s), nfkd), ''[\u0300-\u036f]'', '''', ''g'')', folded);
        folded := format('regexp_replace(%s, ''[\u00a1\u00ab\u00b7\u00bb\u00bf\u2000-\u206f\u3000-\u303f]'', '' '', ''g'')',
            folded);
    end if;
    execute format($function$
        create function docket_words(owner text, words text) returns tsvector
        language sql immutable strict parallel safe
        as $body$
            select array_to_tsvector(array['@' || owner]) || to_tsvector('pg_catalog.simple',
                translate(%s, '!"#$%%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
        $body$
    $function$, folded);
end
$$;

-- A reply that is being written changes twice a second; its words count when it is there.
alter table messages add column words tsvector generated always as
    (case when status <> 'streaming' then docket_words(user_id, content) end) stored;
create index messages_words_idx on messages using gin (words) with (fastupdate = off);
-- One person's messages, the newest first. By -id, so that nobody else's are walked through: by id the planner would take
-- the primary key, expecting everybody's messages to be mixed.
create index messages_user_id_idx on messages (user_id, (-id));
alter table conversations add column words tsvector
    generated always as (docket_words(user_id, title)) stored;
alter table tasks_phaseiii add column words tsvector
    generated always as (docket_words(user_id, title || ' ' || coalesce(description, ''))) stored;

-- The newest messages of this transaction's person that have these words. Row-level security keeps the planner from
-- using an index for '@@' (for all it knows, the operator tells of the rows it sees), so this looks with the rights of
-- the tables' owner, and gives numbers only: whoever asks reads the rows themselves, as always. Planned anew each time:
-- common words are found soonest by walking back, rare ones by the index.
do $$
begin
    execute format($function$
        create function docket_search(wanted text, most bigint) returns setof bigint
        language plpgsql stable security definer rows 50
        set search_path = %I, pg_temp
        set plan_cache_mode = force_custom_plan
        as $body$
        declare
            person text := current_setting('docket.user_id');
            quoted text := replace(replace(person, '\', '\\'), '''', '''''');
            query tsquery := format('''@%%s''', quoted)::tsquery && to_tsquery('pg_catalog.simple', wanted);
        begin
            return query
                select messages.id from messages
                where user_id = person and active and words @@ query and not exists (
                    select from conversations
                    where conversations.id = messages.conversation_id and deleted_at is not null)
                order by -messages.id limit most;
        end
        $body$
    $function$, current_schema());
end
$$;
revoke execute on function docket_search from public;
grant execute on function docket_search to docket_app;
