drop index verification_value_idx;
drop table rate_limits;
