-- What the person thinks of a reply. Null means that they have not said.
alter table messages add column feedback text check (feedback in ('positive', 'negative'));
