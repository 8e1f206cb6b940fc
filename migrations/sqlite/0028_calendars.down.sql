drop trigger preferences_calendar_update;
drop trigger preferences_calendar_insert;
drop trigger tasks_phaseiii_calendar_update;
drop trigger tasks_phaseiii_calendar_insert;
drop table calendar_touched;
drop table calendar_objects;
drop table calendars;
