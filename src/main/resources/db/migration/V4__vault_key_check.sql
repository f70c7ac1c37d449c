-- A value that the master key sealed, so that a start with another key is refused before anything is written under it.
-- It belongs to no tenant and says nothing about any, so it needs no row-level security; the app reads and adds, and never changes.
create table vault_keys (
  id          text primary key,
  check_value bytea not null,
  made_at     timestamptz not null default now()
);
grant select, insert on vault_keys to ${app};
