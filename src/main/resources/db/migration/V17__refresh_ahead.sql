-- When an access token is to be renewed ahead of its end. While a renewal is under way it is the instant at which its lease ends: a
-- node that dies in the middle leaves it due, so that what became of it is found out and shown.
alter table checks_due add refresh_at timestamptz;
create index checks_due_refresh on checks_due (refresh_at) where refresh_at is not null;
grant select (refresh_at), update (refresh_at) on checks_due to ${engine};
