-- What the host app was told last of each install, so that it hears of every change once, also of those that time alone brings.
-- Nothing displays this: a status is asked of facts.
create table announced_statuses (
  workspace_id  uuid not null,
  install_id    uuid not null,
  integration   text not null,
  label         text not null,
  reason        text not null,
  connections   jsonb not null default '{}',    -- connection -> reason
  announced_at  timestamptz not null,
  look_at       timestamptz not null,           -- when time alone may change the status
  claimed_until timestamptz,
  primary key (workspace_id, install_id),
  foreign key (workspace_id, install_id) references installs
) with (fillfactor = 80);
create index announced_statuses_due on announced_statuses (look_at);

alter table announced_statuses enable row level security;
alter table announced_statuses force row level security;
create policy inside on announced_statuses to ${app} using (workspace_id = (select current_workspace()));
grant select, insert, update on announced_statuses to ${app};

-- The engine: which install is to be looked at, and nothing of what is known.
create policy due_looks on announced_statuses to ${engine} using (true);
grant select (workspace_id, install_id, integration, look_at, claimed_until), update (look_at, claimed_until) on announced_statuses to ${engine};

-- A personal source counts in the workspaces that it is linked into: its owner's rows do not show them, so they are asked to look.
create policy doors on announced_statuses to ${owner} using (true) with check (true);
create policy doors on personal_links for select to ${owner} using (true);
create function look_where_linked(connection_asked uuid, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    update announced_statuses s set look_at = least(s.look_at, at)
    from personal_links l
    where l.person_id = (select current_person()) and l.connection_id = connection_asked and l.unlinked_at is null
      and s.workspace_id = l.workspace_id and s.install_id = l.install_id;
  end;
revoke execute on function look_where_linked(uuid, timestamptz) from public;
grant execute on function look_where_linked(uuid, timestamptz) to ${app};

-- What an entry expected of its connections when it was last compared: an entry that asks for more changes statuses.
create table entries_seen (
  integration text primary key,
  expects     text not null
);
grant select, insert, update on entries_seen to ${engine};
