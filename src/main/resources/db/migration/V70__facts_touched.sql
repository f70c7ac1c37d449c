-- Which versions of its rows a workspace consists of. PostgreSQL gives each version of a row a place (ctid) and the transaction that
-- wrote it (xmin): whatever is inserted, changed or deleted among these rows changes the answer. It is asked for each look at the
-- directory, and the rows themselves are fetched only where it changed. Like the other doors it goes by the workspace that was entered
-- and tells nothing of the rows but that they are the same; through a door because every policy beside the workspace's own is planned
-- into such a question once for each table.
create policy touched_door on step_results for select to ${owner} using (true);

create function facts_touched(out workspace uuid, out versions bigint[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
  begin
    workspace := current_workspace();
    if workspace is null then
      return;
    end if;
    versions := array[
      (select bit_xor(hashtidextended(i.ctid, i.xmin::text::bigint # coalesce(hashtidextended(m.ctid, m.xmin::text::bigint), 0)))
       from installs i
       left join members m on m.workspace_id = i.workspace_id and m.person_id = i.disabled_by
       where i.workspace_id = workspace),
      (select bit_xor(hashtidextended(c.ctid, c.xmin::text::bigint))
       from connections c where c.owner_id = workspace and c.removed_at is null),
      (select bit_xor(hashtidextended(o.ctid, o.xmin::text::bigint))
       from observations o where o.owner_id = workspace),
      (select bit_xor(hashtidextended(l.ctid, l.xmin::text::bigint
         # hashtidextended(c.ctid, c.xmin::text::bigint
         # hashtidextended(o.ctid, o.xmin::text::bigint
         # coalesce(hashtidextended(m.ctid, m.xmin::text::bigint), 0)))))
       from personal_links l
       join connections c on c.owner_id = l.person_id and c.id = l.connection_id
       join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
       left join members m on m.workspace_id = l.workspace_id and m.person_id = l.person_id
       where l.workspace_id = workspace and l.unlinked_at is null and c.removed_at is null),
      (select bit_xor(hashtidextended(s.ctid, s.xmin::text::bigint)) from step_results s where s.workspace_id = workspace),
      (select bit_xor(hashtidextended(r.ctid, r.xmin::text::bigint))
       from resources r where r.workspace_id = workspace and r.unlinked_at is null),
      (select bit_xor(hashtidextended(d.ctid, d.xmin::text::bigint)) from incidents d where d.ended_at is null)
    ];
  end $$;
revoke execute on function facts_touched() from public;
grant execute on function facts_touched() to ${app};
