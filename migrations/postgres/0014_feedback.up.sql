-- A column of this name that is not Docket's holds something else. It is kept under another name (see 0003).
do $$
begin
    if exists (
        select from pg_attribute
        where attrelid = 'messages'::regclass and attname = 'feedback' and attnum > 0 and not attisdropped)
    then
        alter table messages rename column feedback to feedback_phaseiii;
    end if;
end
$$;

-- What the person thinks of a reply. Null means that they have not said.
alter table messages add column feedback text check (feedback in ('positive', 'negative'));
-- Replicas hear of it (see 0012).
create trigger messages_tell_feedback after update of feedback on messages
    for each row when (old.feedback is distinct from new.feedback) execute function docket_tell_news();
