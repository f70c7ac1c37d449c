-- Who is asking is asked once per statement and not once per row: a subselect without a reference to the row is evaluated once.
-- The policies say what they said before.

do $$
declare
  of_workspace text;
begin
  foreach of_workspace in array array['installs', 'support_notes', 'step_results', 'resources', 'activity', 'access_requests', 'personal_links'] loop
    execute format('alter policy inside on %I using (workspace_id = (select current_workspace()))', of_workspace);
  end loop;
end $$;
alter policy inside on workspaces using (id = (select current_workspace()));
alter policy oneself on people using (id = (select current_person()));
alter policy inside on members using (workspace_id = (select current_workspace()));
alter policy own_memberships on members using (person_id = (select current_person()));
alter policy own_source on personal_links using (person_id = (select current_person()));

do $$
declare
  of_owner text;
begin
  foreach of_owner in array array['connections', 'observations', 'check_history', 'checks_due'] loop
    execute format('alter policy owner on %I using (owner_id = (select current_workspace()) or owner_id = (select current_person()))', of_owner);
    execute format($policy$
      alter policy linked on %I using (exists (
        select 1 from personal_links l
        where l.workspace_id = (select current_workspace()) and l.person_id = owner_id and l.unlinked_at is null
          and l.connection_id = %s))$policy$, of_owner, case of_owner when 'connections' then 'connections.id' else of_owner || '.connection_id' end);
  end loop;
  foreach of_owner in array array['secrets', 'data_keys', 'webhook_endpoints'] loop
    execute format('alter policy owner on %I using (owner_id = (select current_workspace()) or owner_id = (select current_person()))', of_owner);
  end loop;
end $$;
