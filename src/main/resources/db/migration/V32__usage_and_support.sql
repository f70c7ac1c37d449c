-- How much the product is used, by hour: no workspace, no person, no address.
create table usage_counts (
  hour        timestamptz not null,
  integration text not null,
  what        text not null,
  detail      text not null default '',   -- a bucket, a reason, or whole seconds
  count       bigint not null,
  primary key (hour, integration, what, detail)
);
grant select, insert, update on usage_counts to ${engine};

-- What operators see across workspaces: which connections are in trouble and why, and how many there are; never a secret, an
-- account's name, or anything that came from a provider.
create policy across on workspaces for select to ${engine} using (true);
grant select (id, slug, name) on workspaces to ${engine};
create policy across on installs for select to ${engine} using (true);
grant select (workspace_id, id, integration, created_at, disabled_at) on installs to ${engine};
create policy across on connections for select to ${engine} using (true);
grant select (owner_id, id, owner_kind, integration, install_id, created_at, removed_at) on connections to ${engine};
create policy across on observations for select to ${engine} using (true);
grant select (owner_id, connection_id, last_ok_at, last_attempt_at, refused_as, refused_code, refused_since, unreachable_as, unreachable_code,
  unreachable_since, unreachable_attempts, vanished_since) on observations to ${engine};
create index observations_in_trouble on observations (owner_id, connection_id) where refused_as is not null or unreachable_as is not null;
create index connections_living on connections (integration) where removed_at is null;

alter table support_notes add column written_by_name text not null default '';
