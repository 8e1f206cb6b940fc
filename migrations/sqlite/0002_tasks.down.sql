drop table tasks_phaseiii;
