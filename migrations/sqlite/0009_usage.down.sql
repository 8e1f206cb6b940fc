drop table usage;
drop index messages_running_idx;
alter table messages drop column output_tokens;
alter table messages drop column input_tokens;
alter table messages drop column model;
alter table conversations drop column model;
