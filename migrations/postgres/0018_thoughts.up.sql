-- A column of this name that is not Docket's holds something else. It is kept under another name (see 0003).
do $$
begin
    if exists (
        select from pg_attribute
        where attrelid = 'messages'::regclass and attname = 'thoughts' and attnum > 0 and not attisdropped)
    then
        alter table messages rename column thoughts to thoughts_phaseiii;
    end if;
end
$$;

-- What the model thought while it wrote a reply. Readers see it folded; prompts, titles and searches leave it out.
alter table messages add column thoughts jsonb not null default '[]';
