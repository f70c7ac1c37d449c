-- Whose several deliveries are, in one trip: each is one lookup by index, however many there are of everything. The limit keeps
-- each lookup apart, so that the planner cannot turn them into a scan; no delivery is for ten thousand workspaces.
create function route_webhooks(integrations_asked text[], accounts_asked text[], resources_asked text[])
  returns table (asked bigint, workspace_id uuid, install_id uuid, disabled boolean, owner_kind text, owner_id uuid, connection_id uuid,
    resource_id uuid, heard boolean, wrong integer, last_event_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return query
  select a.n, t.*
  from unnest(integrations_asked, accounts_asked, resources_asked) with ordinality as a(integration, account, resource, n)
  cross join lateral (
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
      where r.external_id = a.resource and r.integration = a.integration and r.unlinked_at is null
        and r.workspace_id = t.workspace_id and r.connection_id = c.id
      limit 1
    ) r on true
    where c.account_id = a.account and c.integration = a.integration and c.removed_at is null
    limit 10000
  ) t
  where a.account is not null
  union all
  select a.n, t.*
  from unnest(integrations_asked, accounts_asked, resources_asked) with ordinality as a(integration, account, resource, n)
  cross join lateral (
    select r.workspace_id, r.install_id, i.disabled_at is not null, c.owner_kind, c.owner_id, c.id, r.id,
      o.first_event_at is not null, o.wrong_signatures, o.last_event_at
    from resources r
    join connections c on c.owner_id = r.owner_id and c.id = r.connection_id and c.removed_at is null
    join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
    join installs i on i.workspace_id = r.workspace_id and i.id = r.install_id
    where r.external_id = a.resource and r.integration = a.integration and r.unlinked_at is null
    limit 10000
  ) t
  where a.account is null and a.resource is not null;
end $$;

revoke execute on function route_webhooks(text[], text[], text[]) from public;
grant execute on function route_webhooks(text[], text[], text[]) to ${engine};
drop function route_webhook(text, text, text);

-- As before, but a connection's last event is written down once in ten seconds and not once in one. The plan is the same for one and
-- for two hundred: making it anew for each batch costs more than the batch.
create or replace function keep_arrivals(keys bytea[], at timestamptz, content_types text[], bodies bytea[],
    heard_owners uuid[], heard_connections uuid[],
    told_keys bytea[], told_workspaces uuid[], told_ids uuid[], told_integrations text[], told_installs uuid[], told_connections uuid[],
    told_resources uuid[], told_datas text[])
  returns setof bytea language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  fresh bytea[];
begin
  -- In order, before anything else is locked; a time within the last ten seconds says enough.
  with locked as (
    select o.owner_id, o.connection_id from observations o
    join (select distinct h.owner_id, h.connection_id from unnest(heard_owners, heard_connections) as h(owner_id, connection_id)) h
      on h.owner_id = o.owner_id and h.connection_id = o.connection_id
    where o.last_event_at is null or o.last_event_at < at - interval '10 seconds' or o.first_event_at is null
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

-- Each event's workspace has its counter, written in the same statement, and the counter refers to the workspace. Asking the same of
-- each event again would lock the workspace's row once for every webhook.
alter table events drop constraint events_workspace_id_fkey;
