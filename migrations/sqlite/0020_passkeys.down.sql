drop table "passkey";
