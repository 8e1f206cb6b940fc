drop index verification_two_factor_idx;
drop table "twoFactor";
alter table "user" drop column "twoFactorEnabled";
