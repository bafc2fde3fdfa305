-- For a mention of a user group (user_id is the group's id): its members in the channel at the time of the message; null for others.
alter table mention add column members text[];

-- Whether a member wants to look away.
alter table user_setting add column away bool not null default false;

create index user_setting_away on user_setting (team_id) where away;
