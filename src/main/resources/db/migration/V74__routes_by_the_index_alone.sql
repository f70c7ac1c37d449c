-- The way of a webhook by its resource is answered by the index alone: among ten million resources the row itself lies on a page that
-- nobody read lately.
create index resources_routed_whole on resources (external_id, integration)
  include (workspace_id, install_id, owner_id, connection_id, id) where unlinked_at is null;
drop index resources_routed;
alter index resources_routed_whole rename to resources_routed;
