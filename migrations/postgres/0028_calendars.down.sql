drop trigger preferences_calendar_update on preferences;
drop trigger preferences_calendar_insert on preferences;
drop function docket_touch_calendars();
drop trigger tasks_phaseiii_calendar_update on tasks_phaseiii;
drop trigger tasks_phaseiii_calendar_insert on tasks_phaseiii;
drop function docket_touch_calendar();
drop table calendar_touched;
drop table calendar_objects;
drop table calendars;
