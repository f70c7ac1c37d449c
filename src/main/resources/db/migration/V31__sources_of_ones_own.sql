-- A flow without a workspace gets a credential that stays the person's own.
alter table flows alter column workspace_id drop not null;
drop policy starter on flows;
create policy starter on flows to ${app} using (person_id = (select current_person()))
  with check (person_id = (select current_person()) and (workspace_id is null or workspace_id = (select current_workspace())));

-- Where somebody may use their own sources, whichever workspace they look from.
create function own_workspaces() returns table (workspace_id uuid, slug text, name text, resting boolean)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select w.id, w.slug, w.name, m.left_at is not null
    from members m join workspaces w on w.id = m.workspace_id
    where m.person_id = (select current_person());
  end;
revoke execute on function own_workspaces() from public;
grant execute on function own_workspaces() to ${app};

-- Leaving is the person's own to do; their sources go along, see the use case.
create function leave_workspace() returns boolean
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with left_now as (
      update members set left_at = now()
      where workspace_id = (select current_workspace()) and person_id = (select current_person()) and left_at is null
        and (role <> 'admin' or exists (
          select 1 from members o where o.workspace_id = members.workspace_id and o.person_id <> members.person_id
            and o.role = 'admin' and o.left_at is null))
      returning 1)
    select exists (select 1 from left_now);
  end;
revoke execute on function leave_workspace() from public;
grant execute on function leave_workspace() to ${app};
