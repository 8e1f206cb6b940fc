drop table usage;
drop function docket_running;
drop index messages_running_idx;
alter table messages drop column output_tokens, drop column input_tokens, drop column model;
alter table conversations drop column model;
