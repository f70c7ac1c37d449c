-- A page of events ends where the bodies that it carries are 8 MiB together (Feed.MOST_BYTES), whatever number was asked for:
-- webhooks of a mebibyte each would otherwise fill the program's memory by the hundred.
create or replace function events_for_host(key_hash bytea, after_asked bigint, most integer)
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
    select p.position, p.workspace_id, w.slug, p.seq, p.id, p.at, p.type, p.integration, p.install_id, p.connection_id, p.resource_id,
      p.data::text, p.arrival, p.content_type, p.sealed
    from (
      select e.*, a.content_type, a.sealed,
        coalesce(sum(octet_length(a.sealed)) over (order by e.position rows between unbounded preceding and 1 preceding), 0) as before
      from (select * from events e where e.position > after_asked order by e.position limit most) e
      left join arrivals a on a.key = e.arrival
    ) p
    join workspaces w on w.id = p.workspace_id
    where p.before < 8388608
    order by p.position;
end $$;
