-- Webhooks: found by one lookup, kept once, and told to every workspace they are for.

-- What was verified. The key tells two deliveries apart; both it and the sealed body go after 72 hours.
create table arrivals (
  key          bytea primary key,      -- SHA-256
  received_at  timestamptz not null,
  content_type text not null,
  sealed       bytea
);
alter table arrivals alter column sealed set storage external;
create index arrivals_by_age on arrivals using brin (received_at) with (pages_per_range = 16);
grant select on arrivals to ${app};

-- Verified, and of an account that nobody connected. For operators, for a day.
create table unrouted_arrivals (
  integration text not null,
  routed_by   text not null,           -- the account's or resource's id, cut
  event       text not null default '',
  first_at    timestamptz not null default now(),
  last_at     timestamptz not null default now(),
  times       bigint not null default 1,
  primary key (integration, routed_by)
);
grant select, insert, update, delete on unrouted_arrivals to ${engine};
grant select on unrouted_arrivals to ${app};

-- Wrong signatures at an address that all share: anybody can post there, so only operators see them.
create table refused_arrivals (
  integration text not null,
  hour        timestamptz not null,
  verdict     text not null,
  times       bigint not null,
  last_at     timestamptz not null,
  primary key (integration, hour, verdict)
);
grant select, insert, update, delete on refused_arrivals to ${engine};
grant select on refused_arrivals to ${app};

-- Routing. An external id alone is shared by many: the integration stands beside it in the index.
alter table resources add column integration text;

create policy routing_door on installs for select to ${owner} using (true);
create policy routing_door on connections for select to ${owner} using (true);
create policy routing_door on observations to ${owner} using (true) with check (true);
create policy routing_door on resources to ${owner} using (true) with check (true);
create policy routing_door on webhook_endpoints for select to ${owner} using (true);

update resources r set integration = (select i.integration from installs i where i.workspace_id = r.workspace_id and i.id = r.install_id);
drop policy routing_door on resources;
create policy routing_door on resources for select to ${owner} using (true);

create function integration_of_resource() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.integration := (select i.integration from installs i where i.workspace_id = new.workspace_id and i.id = new.install_id);
  return new;
end $$;
create trigger integration_of_resource before insert on resources for each row
  when (new.integration is null) execute function integration_of_resource();

create index resources_routed on resources (external_id, integration) where unlinked_at is null;
drop index resources_by_external_id;
create index connections_routed on connections (account_id, integration) where removed_at is null;

-- Whose a delivery at the app's own address is: one row for each workspace and connection.
create function route_webhook(integration_asked text, account_asked text, resource_asked text)
  returns table (workspace_id uuid, install_id uuid, disabled boolean, owner_kind text, owner_id uuid, connection_id uuid, resource_id uuid,
    heard boolean, wrong integer, last_event_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if account_asked is not null then
    return query
      select t.workspace_id, t.install_id, i.disabled_at is not null, c.owner_kind, c.owner_id, c.id, r.id,
        o.first_event_at is not null, o.wrong_signatures, o.last_event_at
      from connections c
      join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
      join lateral (
        select c.owner_id, c.install_id where c.owner_kind = 'workspace'
        union all
        select l.workspace_id, l.install_id from personal_links l
        where c.owner_kind = 'person' and l.person_id = c.owner_id and l.connection_id = c.id and l.unlinked_at is null
      ) t(workspace_id, install_id) on true
      join installs i on i.workspace_id = t.workspace_id and i.id = t.install_id
      left join lateral (
        select r.id from resources r
        where r.external_id = resource_asked and r.integration = integration_asked and r.unlinked_at is null
          and r.workspace_id = t.workspace_id and r.connection_id = c.id
        limit 1
      ) r on true
      where c.account_id = account_asked and c.integration = integration_asked and c.removed_at is null;
  elsif resource_asked is not null then
    return query
      select r.workspace_id, r.install_id, i.disabled_at is not null, c.owner_kind, c.owner_id, c.id, r.id,
        o.first_event_at is not null, o.wrong_signatures, o.last_event_at
      from resources r
      join connections c on c.owner_id = r.owner_id and c.id = r.connection_id and c.removed_at is null
      join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
      join installs i on i.workspace_id = r.workspace_id and i.id = r.install_id
      where r.external_id = resource_asked and r.integration = integration_asked and r.unlinked_at is null;
  end if;
end $$;

-- Whose a connection's own address is. It enters the owner's rows, so that the next statement of the trip finds the secrets.
create function enter_by_webhook(endpoint bytea, integration_asked text)
  returns table (workspace_id uuid, install_id uuid, disabled boolean, owner_kind text, owner_id uuid, connection_id uuid, resource_id uuid,
    heard boolean, wrong integer, last_event_at timestamptz)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  at webhook_endpoints;
  found_kind text;
begin
  perform set_config('app.workspace', '', true), set_config('app.person', '', true);
  select e.* into at from webhook_endpoints e where e.endpoint_hash = endpoint;
  if at.connection_id is null then
    return;
  end if;
  select c.owner_kind into found_kind from connections c
  where c.owner_id = at.owner_id and c.id = at.connection_id and c.integration = integration_asked and c.removed_at is null;
  if found_kind is null then
    return;
  end if;
  perform set_config(case found_kind when 'workspace' then 'app.workspace' else 'app.person' end, at.owner_id::text, true);
  return query
    select t.workspace_id, t.install_id, coalesce(i.disabled_at is not null, false), c.owner_kind, c.owner_id, c.id, null::uuid,
      o.first_event_at is not null, o.wrong_signatures, o.last_event_at
    from connections c
    join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
    left join lateral (
      select c.owner_id, c.install_id where c.owner_kind = 'workspace'
      union all
      select l.workspace_id, l.install_id from personal_links l
      where c.owner_kind = 'person' and l.person_id = c.owner_id and l.connection_id = c.id and l.unlinked_at is null
    ) t(workspace_id, install_id) on true
    left join installs i on i.workspace_id = t.workspace_id and i.id = t.install_id
    where c.owner_id = at.owner_id and c.id = at.connection_id;
end $$;

-- Keeps a batch: the facts, what arrived, and an event for each workspace that it is for. Answers the keys that are new.
create function keep_arrivals(keys bytea[], at timestamptz, content_types text[], bodies bytea[],
    heard_owners uuid[], heard_connections uuid[],
    told_keys bytea[], told_workspaces uuid[], told_ids uuid[], told_integrations text[], told_installs uuid[], told_connections uuid[],
    told_resources uuid[], told_datas text[])
  returns setof bytea language plpgsql security definer set search_path = public, pg_temp as $$
declare
  fresh bytea[];
begin
  -- In order, before anything else is locked; a time within the last second says enough.
  with locked as (
    select o.owner_id, o.connection_id from observations o
    join (select distinct h.owner_id, h.connection_id from unnest(heard_owners, heard_connections) as h(owner_id, connection_id)) h
      on h.owner_id = o.owner_id and h.connection_id = o.connection_id
    where o.last_event_at is null or o.last_event_at < at - interval '1 second' or o.first_event_at is null
    order by o.owner_id, o.connection_id for no key update of o
  )
  update observations o set first_event_at = coalesce(o.first_event_at, at), last_event_at = greatest(o.last_event_at, at)
  from locked l where o.owner_id = l.owner_id and o.connection_id = l.connection_id;

  with kept as (
    insert into arrivals (key, received_at, content_type, sealed)
    select distinct on (a.key) a.key, at, a.content_type, a.body
    from unnest(keys, content_types, bodies) as a(key, content_type, body) order by a.key
    on conflict (key) do nothing returning key
  )
  select array_agg(key) into fresh from kept;

  if fresh is not null and cardinality(told_keys) > 0 then
    perform add_events(array_agg(t.workspace_id), array_agg(t.id), array_agg(at), array_agg('provider.event'::text), array_agg(t.integration),
      array_agg(t.install_id), array_agg(t.connection_id), array_agg(t.resource_id), array_agg(t.key), array_agg(t.data))
    from (
      select distinct on (t.key, t.workspace_id, t.connection_id) t.*
      from unnest(told_keys, told_workspaces, told_ids, told_integrations, told_installs, told_connections, told_resources, told_datas)
        with ordinality as t(key, workspace_id, id, integration, install_id, connection_id, resource_id, data, n)
      where t.key = any(fresh)
      order by t.key, t.workspace_id, t.connection_id, t.n
    ) t
    having count(*) > 0;
  end if;
  return query select unnest(fresh);
end $$;

create function forget_old_arrivals(older_than timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone integer;
begin
  delete from arrivals where key in (select a.key from arrivals a where a.received_at < older_than limit 5000);
  get diagnostics gone = row_count;
  return gone;
end $$;

-- The feed of all workspaces, for a host key that lives. What has no position yet gets one: after its commit, in order.
create function events_for_host(key_hash bytea, after_asked bigint, most integer)
  returns table (place bigint, workspace_id uuid, workspace_slug text, seq bigint, id uuid, at timestamptz, type text, integration text,
    install_id uuid, connection_id uuid, resource_id uuid, data text, arrival bytea, content_type text, sealed bytea)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  base bigint;
  given integer;
begin
  if not exists (select 1 from host_keys k where k.hash = key_hash and k.ended_at is null) then
    return;
  end if;
  if exists (select 1 from events e where e.position is null) then
    select f.last into base from event_feed f for update;
    update events e set position = base + n.n
    from (
      select e.workspace_id, e.seq, row_number() over (order by e.kept_at, e.seq) as n
      from (select * from events e where e.position is null order by e.kept_at, e.seq limit 10000) e
    ) n
    where e.workspace_id = n.workspace_id and e.seq = n.seq;
    get diagnostics given = row_count;
    update event_feed f set last = base + given;
  end if;
  return query
    select e.position, e.workspace_id, w.slug, e.seq, e.id, e.at, e.type, e.integration, e.install_id, e.connection_id, e.resource_id,
      e.data::text, e.arrival, a.content_type, a.sealed
    from events e
    join workspaces w on w.id = e.workspace_id
    left join arrivals a on a.key = e.arrival
    where e.position > after_asked
    order by e.position limit most;
end $$;

revoke execute on function integration_of_resource(), route_webhook(text, text, text), enter_by_webhook(bytea, text),
  keep_arrivals(bytea[], timestamptz, text[], bytea[], uuid[], uuid[], bytea[], uuid[], uuid[], text[], uuid[], uuid[], uuid[], text[]),
  forget_old_arrivals(timestamptz), events_for_host(bytea, bigint, integer) from public;
grant execute on function enter_by_webhook(bytea, text), events_for_host(bytea, bigint, integer) to ${app};
grant execute on function route_webhook(text, text, text),
  keep_arrivals(bytea[], timestamptz, text[], bytea[], uuid[], uuid[], bytea[], uuid[], uuid[], text[], uuid[], uuid[], uuid[], text[]),
  forget_old_arrivals(timestamptz) to ${engine};
