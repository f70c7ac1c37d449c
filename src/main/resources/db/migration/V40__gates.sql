-- What a workspace may have beyond everybody: its plan stands in the row already; flags are features that the host app turned on.
alter table workspaces add column flags text[] not null default '{}';

-- The host app says so with a living key. Nothing where the key does not live; a row without a workspace where there is none.
create function set_plan_as_host(slug_asked text, key_hash bytea, plan_said text, flags_said text[])
  returns table (key_id uuid, workspace_id uuid)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select k.id into key_id from host_keys k where k.hash = key_hash and k.ended_at is null;
  if key_id is not null then
    update workspaces w set plan = plan_said, flags = flags_said where w.slug = slug_asked returning w.id into workspace_id;
    return next;
  end if;
end $$;
revoke execute on function set_plan_as_host(text, bytea, text, text[]) from public;
grant execute on function set_plan_as_host(text, bytea, text, text[]) to ${app};
