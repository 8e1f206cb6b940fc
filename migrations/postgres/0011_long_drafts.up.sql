-- A message may be refused because it is too long. Its text waits as a draft, so a draft may be as long as a form.
alter table drafts
    drop constraint drafts_text_check,
    add constraint drafts_text_check check (length(text) between 1 and 131072);
