alter table messages drop column thoughts;
