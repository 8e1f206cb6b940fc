drop function docket_end_turn;
drop function docket_begin_turn;
drop function docket_enter;
