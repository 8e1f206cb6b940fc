drop function docket_change_task;
drop function docket_task;
drop function docket_end_turn;
drop function docket_begin_turn;
drop function docket_enter;
