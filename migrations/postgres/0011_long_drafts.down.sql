delete from drafts where length(text) > 8000;
alter table drafts
    drop constraint drafts_text_check,
    add constraint drafts_text_check check (length(text) between 1 and 8000);
