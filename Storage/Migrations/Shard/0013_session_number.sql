-- Counts the states of one claim, so that a save that was held up never replaces a newer one.
alter table session add column number bigint not null default 0;
