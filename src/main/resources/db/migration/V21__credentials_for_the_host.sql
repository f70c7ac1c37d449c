-- The host app names a connection by its id alone. Its living key decides that it may know whose it is; then the rest of the trip
-- sees that workspace's rows, and none where there is no such connection, no such key, or where it is somebody's own.
create policy found_by_host on connections for select to ${owner} using (true);

create function enter_by_connection_as_host(connection_asked uuid, key_hash bytea)
  returns table (key_id uuid, key_name text, workspace_id uuid)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select k.id, k.name, c.owner_id into key_id, key_name, workspace_id
  from host_keys k
  left join connections c on c.id = connection_asked and c.owner_kind = 'workspace' and c.removed_at is null
  where k.hash = key_hash and k.ended_at is null;
  perform set_config('app.person', '', true), set_config('app.workspace', coalesce(workspace_id::text, ''), true);
  if key_id is not null then
    return next;
  end if;
end $$;
revoke execute on function enter_by_connection_as_host(uuid, bytea) from public;
grant execute on function enter_by_connection_as_host(uuid, bytea) to ${app};
