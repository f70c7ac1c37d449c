-- How much a workspace uses what it turned on: reads of a credential, sync runs and events, by the week, as counted each hour.
create table install_use (
  workspace_id uuid not null references workspaces,
  week         date not null,
  integration  text not null,
  uses         bigint not null,
  primary key (workspace_id, week, integration)
);
alter table install_use enable row level security;
alter table install_use force row level security;
create policy inside on install_use for select to ${app} using (workspace_id = (select current_workspace()));
create policy doors on install_use to ${owner} using (true) with check (true);
grant select on install_use to ${app};

-- Across workspaces, without naming any: nothing is kept of an integration that fewer than twenty have.
create table integration_figures (
  integration text primary key,
  installs    bigint not null,
  healthy     bigint not null,
  counted_at  timestamptz not null,
  check (installs >= 20 and healthy between 0 and installs)
);
grant select on integration_figures to ${engine};

-- Until when was counted. Whoever moves it counts.
create table figures_counted (
  one boolean primary key default true check (one),
  at  timestamptz not null
);
insert into figures_counted (at) values (now() - interval '30 days');

create policy counting on sync_runs for select to ${owner} using (true);
create index activity_by_time on activity using brin (at);
create index activity_of_trouble on activity (at) where what = 'connection_failed';

create function count_use(since timestamptz, until timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into install_use as u (workspace_id, week, integration, uses)
  select workspace_id, date_trunc('week', at at time zone 'UTC')::date, integration, count(*)
  from (
    select workspace_id, at, integration from activity where what = 'credential_read' and at >= since and at < until
    union all
    select c.owner_id, r.started_at, c.integration from sync_runs r
    join connections c on c.owner_id = r.owner_id and c.id = r.connection_id and c.owner_kind = 'workspace'
    where r.started_at >= since and r.started_at < until
    union all
    select workspace_id, kept_at, integration from events
    where arrival is not null and integration is not null and kept_at >= since and kept_at < until) as used
  group by 1, 2, 3
  on conflict (workspace_id, week, integration) do update set uses = u.uses + excluded.uses;
  delete from install_use where week < (until - interval '60 days')::date;
$$;

-- An install was healthy this month if none of its connections came into trouble in the last thirty days, or is in it since before.
create function count_health(until timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  delete from integration_figures;
  with troubled as (
    select workspace_id, integration from activity where what = 'connection_failed' and at >= until - interval '30 days' and at < until
    union
    select c.owner_id, c.integration from observations o
    join connections c on c.owner_id = o.owner_id and c.id = o.connection_id and c.removed_at is null
    where (o.refused_as is not null or o.unreachable_as is not null)
      and (o.refused_as is not null or (o.unreachable_since < until - interval '15 minutes' and o.unreachable_attempts >= 3)))
  insert into integration_figures (integration, installs, healthy, counted_at)
  select i.integration, count(*), count(*) filter (where t.integration is null), until
  from installs i
  left join troubled t on t.workspace_id = i.workspace_id and t.integration = i.integration
  where i.disabled_at is null and exists (
    select 1 from connections c where c.owner_id = i.workspace_id and c.install_id = i.id and c.removed_at is null)
  group by i.integration having count(*) >= 20;
$$;

-- At most once an hour over all nodes; true for whoever counted.
create function count_figures(until timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  since timestamptz;
begin
  select at into since from figures_counted where at <= until - interval '1 hour' for update skip locked;
  if since is null then
    return false;
  end if;
  perform count_use(since, until), count_health(until);
  update figures_counted set at = until;
  return true;
end $$;
revoke execute on function count_use(timestamptz, timestamptz), count_health(timestamptz), count_figures(timestamptz) from public;
grant execute on function count_figures(timestamptz) to ${engine};
