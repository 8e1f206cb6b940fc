drop index messages_writer_idx;
alter table messages add column heartbeat_at text;
alter table messages drop column stopping;
alter table messages drop column writer;
drop table reply_pieces;
drop table leases;
