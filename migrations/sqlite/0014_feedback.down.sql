alter table messages drop column feedback;
