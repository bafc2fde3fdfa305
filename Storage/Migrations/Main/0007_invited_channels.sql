-- What an invite promised a member and is not done yet: both are null once the member is in those channels.
alter table account_member
  add column invited_by text,
  add column invited_channels text[];
