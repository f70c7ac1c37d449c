-- What the host app reports of moving data through a connection. The row of observations keeps what pages read; the runs are history.
create table sync_runs (
  owner_id      uuid not null,
  connection_id uuid not null,
  id            uuid not null default uuidv7(),
  run           text not null,          -- the host's own name for it, or one that we made
  started_at    timestamptz not null,
  reported_at   timestamptz not null,
  done          integer,
  total         integer,
  kind          text,                   -- a kind of resource of the entry: what is counted
  row_count     bigint,
  ended_at      timestamptz,
  failed        boolean not null default false,
  code          text,                   -- the host's own word for why it failed
  primary key (owner_id, connection_id, id),
  unique (owner_id, connection_id, run),
  foreign key (owner_id, connection_id) references connections (owner_id, id),
  check (ended_at is not null or not failed)
);
alter table sync_runs enable row level security;
alter table sync_runs force row level security;
create policy owner on sync_runs to ${app} using (owner_id = (select current_workspace()) or owner_id = (select current_person()));
create policy linked on sync_runs for select to ${app} using (exists (
  select 1 from personal_links l
  where l.workspace_id = (select current_workspace()) and l.person_id = sync_runs.owner_id and l.unlinked_at is null
    and l.connection_id = sync_runs.connection_id));
grant select, insert, update, delete on sync_runs to ${app};

alter table observations
  add sync_kind        text,
  add sync_reported_at timestamptz,     -- the open run's latest report: one that fell silent is not shown as going on
  add sync_failed_code text;

-- The host enters the rows of a connection by its id: whose it is, the key decides that it may know.
create policy doors on connections for select to ${owner} using (true);
create function enter_connection_as_host(connection_asked uuid, key_hash bytea)
  returns table (key_id uuid, owner_kind text, owner_id uuid, integration text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    select k.id, c.owner_kind, c.owner_id, c.integration
    from host_keys k left join connections c on c.id = connection_asked and c.removed_at is null
    where k.hash = key_hash and k.ended_at is null;
end $$;
revoke execute on function enter_connection_as_host(uuid, bytea) from public;
grant execute on function enter_connection_as_host(uuid, bytea) to ${app};
create index connections_by_id on connections (id);
