drop index account_other_hash_idx;
drop table known_places;
