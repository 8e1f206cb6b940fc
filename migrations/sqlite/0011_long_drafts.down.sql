create table new_drafts (
    user_id text not null references "user" ("id") on delete cascade,
    conversation_id integer,
    text text not null check (length(text) between 1 and 8000),
    updated_at text not null,
    foreign key (conversation_id, user_id) references conversations (id, user_id) on delete cascade
);
insert into new_drafts (user_id, conversation_id, text, updated_at)
    select user_id, conversation_id, text, updated_at from drafts where length(text) <= 8000;
drop table drafts;
alter table new_drafts rename to drafts;
create unique index drafts_conversation_idx on drafts (user_id, conversation_id) where conversation_id is not null;
create unique index drafts_new_idx on drafts (user_id) where conversation_id is null;
