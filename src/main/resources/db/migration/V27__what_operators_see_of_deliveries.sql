-- Operators are members of no workspace. They see that something was sent, and when, and what was answered; never what it said.

create function is_operator() returns boolean language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select exists (select 1 from people p where p.id = current_person() and p.operator);
  end;

create function delivery_log(only_state text, most integer)
  returns table (endpoint_id uuid, endpoint_name text, workspace_id uuid, workspace_slug text, seq bigint, event_id uuid, type text, integration text,
    kept_at timestamptz, attempts integer, next_at timestamptz, sent_at timestamptz, given_up_at timestamptz, last_at timestamptz,
    last_status integer, last_failure text, took_ms integer)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not is_operator() then
    return;
  end if;
  return query
    select s.endpoint_id, h.name, s.workspace_id, w.slug, s.seq, e.id, e.type, e.integration, e.kept_at, s.attempts, s.next_at, s.sent_at,
      s.given_up_at, s.last_at, s.last_status, s.last_failure, s.took_ms
    from sendings s
    join host_endpoints h on h.id = s.endpoint_id
    join workspaces w on w.id = s.workspace_id
    join events e on e.workspace_id = s.workspace_id and e.seq = s.seq
    where case only_state
      when 'waiting' then s.sent_at is null and s.given_up_at is null
      when 'failed' then s.sent_at is null and s.attempts > 0
      else true end
    order by coalesce(s.last_at, e.kept_at) desc, s.seq desc limit most;
end $$;

create function delivery_counts() returns table (endpoint_id uuid, waiting bigint, given_up bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not is_operator() then
    return;
  end if;
  return query
    select h.id,
      (select count(*) from sendings s where s.endpoint_id = h.id and s.sent_at is null and s.given_up_at is null),
      (select count(*) from sendings s where s.endpoint_id = h.id and s.given_up_at is not null)
    from host_endpoints h where h.ended_at is null;
end $$;

-- Sends it once more, whatever became of it.
create function resend(endpoint uuid, workspace uuid, number bigint) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not is_operator() then
    return false;
  end if;
  update sendings s set sent_at = null, given_up_at = null, next_at = clock_timestamp(), until = clock_timestamp() + interval '3 days',
    attempts = 0, claimed_until = null, claim = null
  where s.endpoint_id = endpoint and s.workspace_id = workspace and s.seq = number;
  return found;
end $$;

revoke execute on function is_operator(), delivery_log(text, integer), delivery_counts(), resend(uuid, uuid, bigint) from public;
grant execute on function is_operator(), delivery_log(text, integer), delivery_counts(), resend(uuid, uuid, bigint) to ${app};
