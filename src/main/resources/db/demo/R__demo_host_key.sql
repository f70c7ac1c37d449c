-- Lets the app keep the host key that a demo makes: see V5.
grant execute on function add_demo_host_key(bytea) to ${app};
