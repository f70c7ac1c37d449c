-- What the host app is told: kept in the transaction that made it so, numbered by workspace, sent to each address of the host.
-- A webhook's body stands once in arrivals, sealed, and no longer than three days; the events point to it.

-- One row for each workspace: taken last before a commit and held for no longer than that, so that a number that can be seen
-- has all the smaller ones before it.
create table event_counters (
  workspace_id uuid not null primary key references workspaces,
  last         bigint not null
) with (fillfactor = 50);

create table events (
  workspace_id  uuid not null references workspaces,
  seq           bigint not null,
  id            uuid not null,          -- the same over every retry
  position      bigint,                 -- in the feed of all workspaces; given when the feed is first read
  kept_at       timestamptz not null default clock_timestamp(),
  at            timestamptz not null,
  type          text not null,
  integration   text,
  install_id    uuid,
  connection_id uuid,
  resource_id   uuid,
  arrival       bytea,                  -- whose body it carries
  data          jsonb not null,
  primary key (workspace_id, seq)
);
create unique index events_by_position on events (position) where position is not null;
create index events_without_position on events (kept_at, seq) where position is null;
create index events_by_age on events using brin (kept_at);

-- The last position that was given. Whoever gives more locks it, and sees all that was committed before.
create table event_feed (
  one  boolean primary key default true check (one),
  last bigint not null
);
insert into event_feed (last) values (0);

-- Where the host app listens.
create table host_endpoints (
  id                uuid primary key default uuidv7(),
  name              text not null,
  url               text not null,
  sealed            bytea not null,     -- the secret that we sign with
  former_sealed     bytea,              -- the one before, which signs beside it for a day
  former_until      timestamptz,
  in_order          boolean not null default false,
  created_at        timestamptz not null default now(),
  changed_at        timestamptz not null default now(),
  ended_at          timestamptz,
  last_success_at   timestamptz,
  failing_since     timestamptz,        -- the first failure since the last success
  failures          integer not null default 0,
  last_failure      text,
  probe_at          timestamptz         -- while it fails for long: when one event is tried again
);
create unique index one_endpoint_of_a_name on host_endpoints (name) where ended_at is null;

-- Who changed an address. Insert only.
create table host_endpoint_changes (
  id          uuid primary key default uuidv7(),
  endpoint_id uuid not null,
  at          timestamptz not null default now(),
  what        text not null,
  by_name     text not null,
  url         text not null
);

-- One event on its way to one address. It is open until it was sent or given up.
create table sendings (
  endpoint_id   uuid not null references host_endpoints,
  workspace_id  uuid not null,
  seq           bigint not null,
  connection_id uuid,
  next_at       timestamptz not null,
  until         timestamptz not null,
  claimed_until timestamptz,
  claim         uuid,
  attempts      integer not null default 0,
  sent_at       timestamptz,
  given_up_at   timestamptz,
  last_at       timestamptz,
  last_status   integer,
  last_failure  text,
  took_ms       integer,
  primary key (endpoint_id, workspace_id, seq),
  foreign key (workspace_id, seq) references events on delete cascade
) with (fillfactor = 80);
create index sendings_due on sendings (endpoint_id, next_at) where sent_at is null and given_up_at is null;
create index sendings_in_order on sendings (endpoint_id, workspace_id, connection_id, seq) where sent_at is null and given_up_at is null;
create index sendings_by_time on sendings (last_at desc) where last_at is not null;

do $$
declare
  of_workspace text;
begin
  foreach of_workspace in array array['event_counters', 'events', 'sendings'] loop
    execute format('alter table %I enable row level security', of_workspace);
    execute format('alter table %I force row level security', of_workspace);
    execute format('create policy inside on %I to ${app} using (workspace_id = (select current_workspace()))', of_workspace);
    execute format('create policy doors on %I to ${owner} using (true) with check (true)', of_workspace);
  end loop;
end $$;

grant select on events to ${app};
grant select, insert, update on host_endpoints to ${app};
grant select, insert on host_endpoint_changes to ${app};

-- The engine sends: it sees what is due and for whom, never what an event says, and no secret.
create policy due_work on sendings to ${engine} using (true);
grant select, update on sendings to ${engine};
grant select (id, name, in_order, ended_at, failing_since, failures, probe_at), update (last_success_at, failing_since, failures, last_failure, probe_at)
  on host_endpoints to ${engine};

-- Numbers and keeps events. Nobody calls it but the doors below.
create function add_events(workspaces uuid[], ids uuid[], ats timestamptz[], types text[], integrations text[], installs uuid[],
    connections uuid[], resources uuid[], arrivals bytea[], datas text[]) returns void
  language plpgsql set search_path = public, pg_temp as $$
begin
  with told as (
    select * from unnest(workspaces, ids, ats, types, integrations, installs, connections, resources, arrivals, datas)
      with ordinality as t(workspace_id, id, at, type, integration, install_id, connection_id, resource_id, arrival, data, n)
  ), counted as (
    insert into event_counters as c (workspace_id, last)
    select workspace_id, count(*) from told group by workspace_id order by workspace_id
    on conflict (workspace_id) do update set last = c.last + excluded.last
    returning c.workspace_id, c.last
  ), numbered as (
    select told.*, counted.last - count(*) over (partition by told.workspace_id)
      + row_number() over (partition by told.workspace_id order by told.n) as seq
    from told join counted using (workspace_id)
  ), kept as (
    insert into events (workspace_id, seq, id, at, type, integration, install_id, connection_id, resource_id, arrival, data)
    select workspace_id, seq, id, at, type, integration, install_id, connection_id, resource_id, arrival, data::jsonb from numbered
    returning workspace_id, seq, connection_id
  )
  insert into sendings (endpoint_id, workspace_id, seq, connection_id, next_at, until)
  select e.id, k.workspace_id, k.seq, k.connection_id, clock_timestamp(), clock_timestamp() + interval '3 days'
  from kept k cross join host_endpoints e
  where e.ended_at is null;
end $$;

-- Something happened in the workspace that this transaction entered, or to a source that this person lent to the workspace.
create function keep_announcement(workspace uuid, id uuid, at timestamptz, type text, integration text, install uuid, connection uuid, data text)
  returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if workspace is distinct from current_workspace() and not exists (
    select 1 from personal_links l where l.workspace_id = workspace and l.person_id = (select current_person()) and l.unlinked_at is null
  ) then
    raise exception 'This transaction is not inside the workspace of the event';
  end if;
  perform add_events(array[workspace], array[id], array[at], array[type], array[integration], array[install], array[connection],
    array[null::uuid], array[null::bytea], array[data]);
end $$;

create policy events_door on personal_links for select to ${owner} using (true);

-- What is left when nobody needs it any more.
create function forget_old_events(older_than timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone integer;
begin
  delete from events where (workspace_id, seq) in (
    select e.workspace_id, e.seq from events e where e.kept_at < older_than limit 5000);
  get diagnostics gone = row_count;
  return gone;
end $$;

revoke execute on function add_events(uuid[], uuid[], timestamptz[], text[], text[], uuid[], uuid[], uuid[], bytea[], text[]),
  keep_announcement(uuid, uuid, timestamptz, text, text, uuid, uuid, text), forget_old_events(timestamptz) from public;
grant execute on function keep_announcement(uuid, uuid, timestamptz, text, text, uuid, uuid, text) to ${app};
grant execute on function forget_old_events(timestamptz) to ${engine};
