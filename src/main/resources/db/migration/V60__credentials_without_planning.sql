-- A credential is read by one statement of five joins behind row-level security: planning it takes longer than running it. For the rest
-- of a trip that the host app entered, plans are made once for each session.
create or replace function enter_by_connection_as_host(connection_asked uuid, key_hash bytea)
  returns table (key_id uuid, key_name text, workspace_id uuid)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select k.id, k.name, c.owner_id into key_id, key_name, workspace_id
  from host_keys k
  left join connections c on c.id = connection_asked and c.owner_kind = 'workspace' and c.removed_at is null
  where k.hash = key_hash and k.ended_at is null;
  perform set_config('app.person', '', true), set_config('app.workspace', coalesce(workspace_id::text, ''), true),
    set_config('plan_cache_mode', 'force_generic_plan', true);
  if key_id is not null then
    return next;
  end if;
end $$;
