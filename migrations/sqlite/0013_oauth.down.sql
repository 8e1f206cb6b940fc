drop table oauth_tokens;
drop table oauth_codes;
drop table oauth_connections;
drop table oauth_clients;
drop table personal_tokens;
