-- Old counts are kept by the day: what is shown over months stays small.
grant delete on usage_counts to ${engine};

-- How many installs are on is counted without reading them.
create index installs_on on installs (integration) where disabled_at is null;
