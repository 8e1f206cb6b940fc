-- What the model thought while it wrote a reply. Readers see it folded; prompts, titles and searches leave it out.
alter table messages add column thoughts text not null default '[]' check (json_valid(thoughts));
